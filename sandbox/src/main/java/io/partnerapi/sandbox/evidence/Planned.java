package io.partnerapi.sandbox.evidence;

import org.jspecify.annotations.Nullable;

/**
 * A command record to produce, and what must come of it.
 *
 * @param id the command's id; for a record in which no command can be read, a name for reports
 * @param key the record's key; null for none
 * @param value the record's value
 * @param kind what it is, in a word
 * @param expected how it must end
 * @param repeatable whether calling it twice is as good as once: SAFE in the words of the contract
 */
public record Planned(String id, @Nullable String key, byte[] value, String kind, How expected, boolean repeatable) {}
