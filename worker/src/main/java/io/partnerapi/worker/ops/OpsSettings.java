package io.partnerapi.worker.ops;

import io.partnerapi.worker.check.Checks;

/**
 * Where health, metrics and status are served.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 picks a free one
 * @param logFormat form of the lines of the log
 */
public record OpsSettings(String host, int port, LogFormat logFormat) {

    public OpsSettings {
        new Checks()
                .present("worker.http.host", host, "Set the address to listen on, such as 127.0.0.1")
                .between("worker.http.port", port, 0, 65_535)
                .orThrow();
    }

    /**
     * Where it is served, as others can reach it.
     *
     * @param ownHost a name of this machine, for when it listens on all of its addresses
     * @param actualPort the port it listens on
     */
    public String address(String ownHost, int actualPort) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        return "http://" + (everywhere ? ownHost : host) + ":" + actualPort;
    }
}
