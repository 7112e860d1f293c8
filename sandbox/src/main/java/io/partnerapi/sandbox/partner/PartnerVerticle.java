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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Starts and stops the three HTTP servers on one event loop. */
final class PartnerVerticle extends VerticleBase {
    private final Listen listen;
    private final CertificateAndKey certificate;
    private final PartnerServices services;
    private final List<HttpServer> doors = new ArrayList<>();
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
        return openDoors(listen.port(), listen.pciPort())
                .compose(started -> serve(new HttpServerOptions(), listen.controlPort(), services.control(vertx)))
                .onSuccess(server -> controlPort = server.actualPort());
    }

    /** Takes connections again, on the ports it had; from any thread. */
    Future<Void> accept() {
        return onLoop(() -> openDoors(apiPort, pciPort));
    }

    /** Drops every connection to the API and the PCI API and refuses new ones; from any thread. */
    Future<Void> refuse() {
        return onLoop(() -> {
            List<Future<Void>> closing = doors.stream().map(HttpServer::close).toList();
            doors.clear();
            return Future.all(closing).mapEmpty();
        });
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

    private Future<Void> openDoors(int api, int pci) {
        return serve(tls(), api, services.api(vertx))
                .onSuccess(server -> {
                    apiPort = server.actualPort();
                    doors.add(server);
                })
                .compose(started -> serve(tls(), pci, services.pci(vertx)))
                .onSuccess(server -> {
                    pciPort = server.actualPort();
                    doors.add(server);
                })
                .mapEmpty();
    }

    /** A server belongs to the event loop on which it is made. */
    private Future<Void> onLoop(Supplier<Future<Void>> work) {
        return Future.future(promise -> context.runOnContext(loop -> work.get().onComplete(promise)));
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
