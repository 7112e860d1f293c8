package io.partnerapi.schemas;

/**
 * One operation of the partner API.
 *
 * @param name the partner's name for it, such as {@code issue-card}
 * @param operationClass what a blind repeat does
 * @param sensitive whether its answer carries a card number, security code, PIN or one-time password
 */
public record Operation(String name, OperationClass operationClass, boolean sensitive) {}
