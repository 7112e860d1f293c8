package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.model.Cards;
import io.partnerapi.sandbox.partner.model.Directory;
import io.partnerapi.sandbox.partner.model.Page;
import io.partnerapi.sandbox.partner.model.PartnerModel;
import io.partnerapi.sandbox.partner.model.Reply;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which operation of the model answers which path; a path not listed answers 404. */
final class CallRoutes {
    private final PartnerModel model;
    private final Clock clock;

    CallRoutes(PartnerModel model, Clock clock) {
        this.model = model;
        this.clock = clock;
    }

    void api(Router router) {
        directory(router, model.directory());
        cards(router, model.cards());
        issuing(router, model.cards());
        router.get("/api/cards/:id/pin")
                .handler(operation(call -> model.secrets().pin(id(call))));
        router.get("/api/transactions")
                .handler(operation(call -> model.transactions().list(page(call), organizationId(call))));
        router.post("/api/transactions/details")
                .handler(operation(call -> model.transactions().details(body(call))));
        router.route().handler(operation(CallRoutes::noSuchPath));
    }

    void pci(Router router) {
        router.get("/card-details/widget/:id/otp")
                .handler(operation(call -> model.secrets().widgetOtp(id(call))));
        router.get("/card-details/:id")
                .handler(operation(call -> model.secrets().details(id(call))));
        router.post("/cards/:id/instant/pci")
                .handler(operation(call -> model.secrets().issueInstant(id(call), body(call), now())));
        router.route().handler(operation(CallRoutes::noSuchPath));
    }

    private void directory(Router router, Directory directory) {
        router.get("/api/organizations").handler(operation(call -> directory.organizations(page(call))));
        router.get("/api/organizations/:id").handler(operation(call -> directory.organization(id(call))));
        router.get("/api/card-accounts")
                .handler(operation(call -> directory.cardAccounts(page(call), organizationId(call))));
        router.get("/api/cardholders")
                .handler(operation(call -> directory.cardholders(page(call), organizationId(call))));
        router.get("/api/cardholders/:id").handler(operation(call -> directory.cardholder(id(call))));
        router.post("/api/cardholders/invite").handler(operation(call -> directory.invite(body(call))));
    }

    private void cards(Router router, Cards cards) {
        router.get("/api/cards").handler(operation(call -> cards.list(page(call), organizationId(call))));
        router.get("/api/cards/available-cards").handler(operation(call -> cards.available()));
        router.get("/api/cards/:id").handler(operation(call -> cards.card(id(call))));
        router.patch("/api/cards/:id").handler(operation(call -> cards.update(id(call), body(call))));
        router.post("/api/cards/details").handler(operation(call -> cards.details(body(call))));
        router.post("/api/cards/:id/lock").handler(operation(call -> cards.lock(id(call))));
        router.post("/api/cards/:id/unlock").handler(operation(call -> cards.unlock(id(call))));
        router.put("/api/cards/limits/:id").handler(operation(call -> cards.limits(id(call), body(call))));
    }

    private void issuing(Router router, Cards cards) {
        router.post("/api/cards/:id").handler(operation(call -> cards.issue(id(call), body(call), now())));
        router.post("/api/cards/:id/instant")
                .handler(operation(call -> cards.issueInstant(id(call), body(call), now())));
        router.post("/api/cards/:id/replace").handler(operation(call -> cards.replace(id(call), body(call), now())));
    }

    private static Handler<RoutingContext> operation(Function<RoutingContext, Reply> operation) {
        return context -> Exchange.of(context).finish(reply(operation, context));
    }

    private static Reply reply(Function<RoutingContext, Reply> operation, RoutingContext context) {
        try {
            return operation.apply(context);
        } catch (IllegalArgumentException e) {
            return Reply.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static Reply noSuchPath(RoutingContext call) {
        return Reply.notFound(
                "no operation " + call.request().method() + " " + call.request().path());
    }

    private Instant now() {
        return clock.instant();
    }

    private static String id(RoutingContext call) {
        return call.pathParam("id");
    }

    private static Page page(RoutingContext call) {
        return Page.parse(query(call, "page"), query(call, "limit"));
    }

    private static @Nullable String organizationId(RoutingContext call) {
        return query(call, "organizationId");
    }

    private static @Nullable String query(RoutingContext call, String key) {
        return call.queryParams().get(key);
    }

    private static JsonObject body(RoutingContext call) {
        return Bodies.required(call);
    }
}
