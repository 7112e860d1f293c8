package io.partnerapi.worker.check;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a settings record, so that its constructor can report all of it at once. */
public final class Checks {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final List<Problem> problems = new ArrayList<>();

    /** Notes a problem unless {@code holds}. */
    public Checks require(boolean holds, String key, Object value, String rule, String advice) {
        if (!holds) {
            problems.add(new Problem(key, value.toString(), rule, advice));
        }
        return this;
    }

    /** Notes a problem that was found elsewhere. */
    public void problem(Problem problem) {
        problems.add(problem);
    }

    /** Notes a missing value unless {@code given}; needs no look at the value, which may be secret. */
    public Checks present(boolean given, String key, String advice) {
        if (!given) {
            problems.add(new Problem(key, null, "is missing", advice));
        }
        return this;
    }

    public Checks present(String key, String value, String advice) {
        return present(!value.isBlank(), key, advice);
    }

    public Checks between(String key, int value, int least, int most) {
        return require(
                least <= value && value <= most,
                key,
                value,
                "must be from " + least + " to " + most,
                "Choose a number in that range");
    }

    public Checks between(String key, Duration value, Duration least, Duration most) {
        return require(
                least.compareTo(value) <= 0 && value.compareTo(most) <= 0,
                key,
                value,
                "must be from " + least + " to " + most,
                "Choose a duration in that range, such as " + least);
    }

    /** A name that is safe in metrics, logs, headers and file names. */
    public Checks name(String key, String value) {
        return named(key, value, value);
    }

    /** Such a name that is also a secret. */
    public Checks hiddenName(String key, String value) {
        return named(key, value, null);
    }

    private Checks named(String key, String value, @Nullable String shown) {
        if (!NAME.matcher(value).matches()) {
            problems.add(new Problem(
                    key, shown, "must be 1 to 64 letters, digits, '.', '_' or '-'", "Use only those characters"));
        }
        return this;
    }

    /** An address that secrets and card data may be sent to: https, a host, nothing but a path after it. */
    public Checks https(String key, URI value) {
        if (value.getRawUserInfo() != null) {
            problems.add(
                    new Problem(key, null, "must not carry a user name or password", "Remove what stands before @"));
            return this;
        }
        require(
                "https".equalsIgnoreCase(value.getScheme()),
                key,
                value,
                "must be an https URL, since the token and the commands travel to it",
                "Use https://; for a private authority set partner.trusted-certificates");
        return require(
                value.getHost() != null && value.getRawQuery() == null && value.getRawFragment() == null,
                key,
                value,
                "must be a URL with a host and without query or fragment",
                "Use the form https://host/path");
    }

    /** @throws InvalidSettings if any check failed */
    public void orThrow() {
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }
}
