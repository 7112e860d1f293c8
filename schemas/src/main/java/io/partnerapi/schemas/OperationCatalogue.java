package io.partnerapi.schemas;

import java.util.Optional;

/** The partner's operations by target, method and path. */
public final class OperationCatalogue {
    private static final OperationCatalogue STANDARD = new OperationCatalogue();

    private OperationCatalogue() {}

    /** The catalogue that comes with this module. */
    public static OperationCatalogue standard() {
        return STANDARD;
    }

    /** The operation that such a call runs, when it is known. */
    public Optional<Operation> find(Target target, String method, String path) {
        throw new UnsupportedOperationException();
    }

    /** The repeat class of a command that claims none. */
    public Repeat defaultRepeat(Target target, String method, String path) {
        throw new UnsupportedOperationException();
    }

    /** Whether a command may claim to be {@link Repeat#SAFE}: not when the catalogue classes it UNSAFE. */
    public boolean allowsSafe(Target target, String method, String path) {
        throw new UnsupportedOperationException();
    }

    /** Whether an answer of this path may carry card data, a PIN or a one-time password. */
    public boolean sensitive(Target target, String path) {
        throw new UnsupportedOperationException();
    }
}
