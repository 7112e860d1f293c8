package io.partnerapi.sandbox.partner;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/** The request handlers of the three servers over one shared state. */
final class PartnerServices {

    Handler<HttpServerRequest> api(Vertx vertx) {
        return Router.router(vertx);
    }

    Handler<HttpServerRequest> pci(Vertx vertx) {
        return Router.router(vertx);
    }

    Handler<HttpServerRequest> control(Vertx vertx) {
        return Router.router(vertx);
    }
}
