package io.partnerapi.worker.token;

import java.io.Serializable;

/**
 * Keeps the whole cluster from asking with credentials that the endpoint refused, until they change.
 *
 * @param credentials fingerprint of the refused secret
 * @param reason what the endpoint said
 * @param advice what a person can do about it
 */
record Block(String credentials, String reason, String advice) implements Serializable {}
