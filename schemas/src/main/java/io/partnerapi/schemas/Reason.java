package io.partnerapi.schemas;

/**
 * Why something ended or stopped as it did.
 *
 * @param code for programs: upper case letters, digits and underscores, such as {@code BAD_PATH}
 * @param detail for people: one sentence without secrets or body content
 */
public record Reason(String code, String detail) {}
