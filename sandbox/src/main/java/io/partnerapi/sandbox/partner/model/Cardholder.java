package io.partnerapi.sandbox.partner.model;

import io.vertx.core.json.JsonObject;

/**
 * A person who may hold cards.
 *
 * @param id {@code cardholder-<organization>-<number>}
 * @param organization whose member it is
 * @param firstName first name
 * @param lastName last name
 * @param email unique within the organization
 * @param status ACTIVE, or INVITED until the invitation is accepted
 */
record Cardholder(
        String id, Organization organization, String firstName, String lastName, String email, Status status) {

    enum Status {
        ACTIVE,
        INVITED
    }

    JsonObject json() {
        return new JsonObject()
                .put("cardholderId", id)
                .put("organizationId", organization.id())
                .put("firstName", firstName)
                .put("lastName", lastName)
                .put("email", email)
                .put("status", status.name());
    }
}
