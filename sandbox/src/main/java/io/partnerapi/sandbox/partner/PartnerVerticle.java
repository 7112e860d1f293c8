package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.tls.CertificateAndKey;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;

/** Starts and stops the three HTTP servers on one event loop. */
final class PartnerVerticle extends VerticleBase {
    private final Listen listen;
    private final CertificateAndKey certificate;
    private final PartnerServices services;
    private int apiPort;
    private int pciPort;
    private int controlPort;

    PartnerVerticle(Listen listen, CertificateAndKey certificate, PartnerServices services) {
        this.listen = listen;
        this.certificate = certificate;
        this.services = services;
    }

    @Override
    public Future<?> start() {
        return serve(tls(), listen.port(), services.api(vertx))
                .onSuccess(server -> apiPort = server.actualPort())
                .compose(started -> serve(tls(), listen.pciPort(), services.pci(vertx)))
                .onSuccess(server -> pciPort = server.actualPort())
                .compose(started -> serve(new HttpServerOptions(), listen.controlPort(), services.control(vertx)))
                .onSuccess(server -> controlPort = server.actualPort());
    }

    int apiPort() {
        return apiPort;
    }

    int pciPort() {
        return pciPort;
    }

    int controlPort() {
        return controlPort;
    }

    private Future<HttpServer> serve(HttpServerOptions options, int port, Handler<HttpServerRequest> handler) {
        return vertx.createHttpServer(options.setHost(listen.host()).setPort(port))
                .requestHandler(handler)
                .listen();
    }

    private HttpServerOptions tls() {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(
                        listen.http2()
                                ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
                                : List.of(HttpVersion.HTTP_1_1))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate.certificate()))
                        .addKeyValue(Buffer.buffer(certificate.key())));
    }
}
