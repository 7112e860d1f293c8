package io.partnerapi.sandbox.partner;

/** How token answers write {@code Auth0-Client-Quota-Limit}; readers must survive every form. */
public enum QuotaHeader {
    /** One field with all buckets. */
    ONE_FIELD,
    /** One field per bucket. */
    FIELD_PER_BUCKET,
    /** One field, keys in another order, with spaces, and an unknown bucket in front. */
    UNTIDY,
    /** One field whose numbers are no numbers. */
    UNREADABLE,
    /** No such field, as older clients see it. */
    ABSENT
}
