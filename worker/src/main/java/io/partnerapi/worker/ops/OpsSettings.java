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
}
