package io.partnerapi.worker.violations.admit;

import io.partnerapi.worker.violations.decode.DecodingManager;

/** One half of a cycle between two stages. */
public record Admission(DecodingManager decoding) {}
