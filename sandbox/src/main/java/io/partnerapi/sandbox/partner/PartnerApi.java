package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.tls.CertificateAndKey;
import io.partnerapi.sandbox.tls.TestAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running partner API: token endpoint and API on one HTTPS port, the PCI API on another, and a control port. It serves
 * on one event loop of its own.
 */
public final class PartnerApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartnerApi.class);
    private static final String LOCALHOST = "localhost";
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final PartnerVerticle verticle;
    private final Path folder;
    private final Ledger ledger;
    private final Controls controls;

    private PartnerApi(Vertx vertx, PartnerVerticle verticle, Path folder, Ledger ledger, Controls controls) {
        this.vertx = vertx;
        this.verticle = verticle;
        this.folder = folder;
        this.ledger = ledger;
        this.controls = controls;
    }

    /**
     * Starts and waits until all ports listen; not to be called on an event loop.
     *
     * @throws IllegalStateException if a port cannot be bound
     */
    public static PartnerApi start(PartnerApiOptions options) {
        Ledger ledger = new Ledger(options.ledgerEntries());
        FaultPlan faults = new FaultPlan();
        options.faults().forEach(faults::add);
        TokenRegister tokens = new TokenRegister();
        Controls controls = new Controls(options.rules(), faults, tokens);
        PartnerServices services = new PartnerServices(options, ledger, controls, faults, tokens);
        PartnerVerticle verticle = new PartnerVerticle(options.listen(), serverCertificate(options), services);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        deploy(vertx, verticle, options.listen());
        PartnerApi api = new PartnerApi(vertx, verticle, options.folder(), ledger, controls);
        LOG.info("partner API listens: api={} pci={} control={}", api.baseUrl(), api.pciBaseUrl(), api.controlUrl());
        return api;
    }

    /** The token endpoint. */
    public URI tokenUrl() {
        return URI.create("https://" + LOCALHOST + ":" + verticle.apiPort() + "/oauth/token");
    }

    /** The API's base, ending in {@code /api/}. */
    public URI baseUrl() {
        return URI.create("https://" + LOCALHOST + ":" + verticle.apiPort() + "/api/");
    }

    /** The PCI API's base. */
    public URI pciBaseUrl() {
        return URI.create("https://" + LOCALHOST + ":" + verticle.pciPort());
    }

    /** The control port's base. */
    public URI controlUrl() {
        return URI.create("http://" + LOOPBACK + ":" + verticle.controlPort());
    }

    /** The certificate authority that clients must trust, as a PEM file. */
    public Path caFile() {
        return TestAuthority.caFile(folder);
    }

    /** What arrived. */
    public Ledger ledger() {
        return ledger;
    }

    /** What can be changed while it runs. */
    public Controls controls() {
        return controls;
    }

    /** Drops every connection and refuses new ones until {@link #accept()}, as a host that is down; blocks. */
    public void refuse() {
        verticle.refuse().await();
    }

    /** Takes connections again, on the same ports; blocks. */
    public void accept() {
        verticle.accept().await();
    }

    /** Closes every connection and waits until all ports are free; not to be called on its event loop. */
    @Override
    public void close() {
        vertx.close().await();
    }

    private static void deploy(Vertx vertx, PartnerVerticle verticle, Listen listen) {
        try {
            vertx.deployVerticle(verticle).await();
        } catch (Exception e) { // await throws the cause itself, a checked one too
            vertx.close().await();
            throw new IllegalStateException("the partner API cannot listen on " + listen + ": " + e.getMessage(), e);
        }
    }

    private static CertificateAndKey serverCertificate(PartnerApiOptions options) {
        List<String> names = new ArrayList<>(List.of(LOCALHOST));
        names.addAll(options.listen().names());
        return TestAuthority.in(options.folder(), options.time().clock()).serverCertificate(names, List.of(LOOPBACK));
    }
}
