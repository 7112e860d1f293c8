package io.partnerapi.schemas;

/** The record of a command topic that a result answers. */
public record Source(String topic, int partition, long offset) {}
