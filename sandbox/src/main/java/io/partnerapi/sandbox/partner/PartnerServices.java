package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.model.PartnerModel;
import io.partnerapi.sandbox.partner.model.Reply;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the state and the routes of the three servers together. */
final class PartnerServices {
    private static final Logger LOG = LoggerFactory.getLogger(PartnerServices.class);

    private final CallGate gate;
    private final TokenRoutes tokenRoutes;
    private final CallRoutes callRoutes;
    private final ControlRoutes controlRoutes;

    PartnerServices(
            PartnerApiOptions options, Ledger ledger, Controls controls, FaultPlan faults, TokenRegister tokens) {
        TimeSource time = options.time();
        Arrivals arrivals = new Arrivals(ledger, controls, faults, time, options.seed());
        gate = new CallGate(arrivals, tokens, time.clock());
        TokenIssuer issuer = new TokenIssuer(options.credentials(), tokens);
        tokenRoutes = new TokenRoutes(arrivals, issuer, controls, time.clock());
        PartnerModel model =
                PartnerModel.seeded(options.population(), time.clock().instant());
        callRoutes = new CallRoutes(model, time.clock());
        controlRoutes = new ControlRoutes(ledger, controls);
    }

    /** Token endpoint and API. */
    Handler<HttpServerRequest> api(Vertx vertx) {
        Router router = Router.router(vertx);
        tokenRoutes.addTo(router);
        call(router, gate::admitApi);
        callRoutes.api(router);
        router.route().failureHandler(PartnerServices::failed);
        return router;
    }

    Handler<HttpServerRequest> pci(Vertx vertx) {
        Router router = Router.router(vertx);
        call(router, gate::admitPci);
        callRoutes.pci(router);
        router.route().failureHandler(PartnerServices::failed);
        return router;
    }

    Handler<HttpServerRequest> control(Vertx vertx) {
        Router router = Router.router(vertx);
        controlRoutes.addTo(router);
        return router;
    }

    private void call(Router router, Handler<RoutingContext> admit) {
        router.route().handler(admit);
        router.route().handler(Bodies.limited());
        router.route().handler(gate::authorize);
    }

    private static void failed(RoutingContext context) {
        int status = context.statusCode() < 0 ? 500 : context.statusCode();
        if (status == 500) {
            LOG.error(
                    "a bug in the sandbox: {} {}",
                    context.request().method(),
                    context.request().path(),
                    context.failure());
        }
        Exchange.of(context).refuse(Reply.error(status, "FAILED", "the sandbox could not read or answer the request"));
    }
}
