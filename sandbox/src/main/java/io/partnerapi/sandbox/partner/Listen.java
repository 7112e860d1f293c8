package io.partnerapi.sandbox.partner;

import java.util.List;

/**
 * Where the partner API listens; port 0 picks a free one.
 *
 * @param host address to bind; anything but the loopback address opens the control port to others
 * @param port token endpoint and API (HTTPS)
 * @param pciPort PCI API (HTTPS)
 * @param controlPort control port (plain HTTP)
 * @param http2 whether HTTP/2 is offered beside HTTP/1.1
 * @param names further DNS names in the server certificate, beside localhost
 */
public record Listen(String host, int port, int pciPort, int controlPort, boolean http2, List<String> names) {
    /** Free ports on the loopback address, with HTTP/2. */
    public static final Listen LOOPBACK = new Listen("127.0.0.1", 0, 0, 0, true, List.of());

    public Listen {
        names = List.copyOf(names);
    }

    public Listen withHttp2(boolean offered) {
        return new Listen(host, port, pciPort, controlPort, offered, names);
    }

    public Listen withPorts(int api, int pci, int control) {
        return new Listen(host, api, pci, control, http2, names);
    }
}
