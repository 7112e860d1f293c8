package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Instant;

/**
 * What an event made of the entry.
 *
 * @param answer what the one who sent the event needs to know
 * @param entry the entry after it
 * @param at when it happened, by the clock all times in the entry are of
 */
public record Applied<R extends Serializable>(R answer, TokenEntry entry, Instant at) implements Serializable {}
