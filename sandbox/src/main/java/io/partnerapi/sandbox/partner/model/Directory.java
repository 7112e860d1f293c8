package io.partnerapi.sandbox.partner.model;

import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Organizations, their cardholders and card accounts. Not thread-safe. */
public final class Directory {
    /** The most cardholders one organization can have. */
    static final int MAX_CARDHOLDERS = 100_000;

    private static final Set<String> INVITATION = Set.of("organizationId", "firstName", "lastName", "email");

    private final Map<String, Organization> organizations = new LinkedHashMap<>();
    private final Map<String, Cardholder> cardholders = new LinkedHashMap<>();

    public Directory(Population population) {
        for (int o = 1; o <= population.organizations(); o++) {
            Organization organization = new Organization(o);
            organizations.put(organization.id(), organization);
            for (int h = 1; h <= population.cardholders(); h++) {
                add(
                        organization,
                        "First" + h,
                        "Last" + h,
                        "holder" + h + "@org-" + o + ".example",
                        Cardholder.Status.ACTIVE);
            }
        }
    }

    public Reply organizations(Page page) {
        return Reply.ok(page.of("organizations", List.copyOf(organizations.values()), Organization::json));
    }

    public Reply organization(String id) {
        Organization organization = organizations.get(id);
        return organization == null ? noOrganization(id) : Reply.ok(organization.json());
    }

    public Reply cardAccounts(Page page, @Nullable String organizationId) {
        return in(organizationId, found -> Reply.ok(page.of("cardAccounts", found, Organization::accountJson)));
    }

    public Reply cardholders(Page page, @Nullable String organizationId) {
        return in(organizationId, found -> {
            List<Cardholder> members =
                    found.stream().flatMap(org -> org.cardholders().stream()).toList();
            return Reply.ok(page.of("cardholders", members, Cardholder::json));
        });
    }

    public Reply cardholder(String id) {
        Cardholder cardholder = cardholders.get(id);
        return cardholder == null ? noCardholder(id) : Reply.ok(cardholder.json());
    }

    /** Invites a new cardholder; the same e-mail address in the same organization is refused. */
    public Reply invite(JsonObject body) {
        Fields fields = new Fields(body, INVITATION);
        String email = fields.required("email");
        String firstName = fields.required("firstName");
        String lastName = fields.required("lastName");
        Organization organization = organizations.get(fields.required("organizationId"));
        if (organization == null) {
            return noOrganization(fields.required("organizationId"));
        }
        if (organization.cardholders().stream()
                .anyMatch(member -> member.email().equals(email))) {
            return Reply.conflict("USER_ALREADY_EXISTS", "this e-mail address is a member already");
        }
        if (organization.cardholders().size() >= MAX_CARDHOLDERS) {
            return Reply.error(422, "LIMIT_REACHED", "at most " + MAX_CARDHOLDERS + " cardholders per organization");
        }
        Cardholder invited = add(organization, firstName, lastName, email, Cardholder.Status.INVITED);
        return Reply.changed("cardholder-invited " + invited.id(), invited.json());
    }

    @Nullable
    Cardholder find(String cardholderId) {
        return cardholders.get(cardholderId);
    }

    Collection<Cardholder> all() {
        return cardholders.values();
    }

    /** The answer for one organization, or for all of them if none is named. */
    Reply in(@Nullable String organizationId, Function<List<Organization>, Reply> answer) {
        if (organizationId == null) {
            return answer.apply(List.copyOf(organizations.values()));
        }
        Organization organization = organizations.get(organizationId);
        return organization == null ? noOrganization(organizationId) : answer.apply(List.of(organization));
    }

    static Reply noCardholder(String id) {
        return Reply.notFound("no cardholder " + id);
    }

    private static Reply noOrganization(String id) {
        return Reply.notFound("no organization " + id);
    }

    private Cardholder add(
            Organization organization, String firstName, String lastName, String email, Cardholder.Status status) {
        String id = "cardholder-" + organization.number() + "-"
                + (organization.cardholders().size() + 1);
        Cardholder cardholder = new Cardholder(id, organization, firstName, lastName, email, status);
        organization.cardholders().add(cardholder);
        cardholders.put(id, cardholder);
        return cardholder;
    }
}
