/**
 * A partner API for laptops and tests that enforces what the real one enforces: token quotas, token expiry, the limit
 * of calls per address, and that a repeated call acts twice. {@link io.partnerapi.sandbox.partner.PartnerApi} runs it,
 * {@link io.partnerapi.sandbox.partner.Controls} changes its rules and injects faults while it runs, and
 * {@link io.partnerapi.sandbox.partner.Ledger} tells what really arrived. The control port's reference is
 * {@code sandbox/CONTROL.md}.
 */
@NullMarked
package io.partnerapi.sandbox.partner;

import org.jspecify.annotations.NullMarked;
