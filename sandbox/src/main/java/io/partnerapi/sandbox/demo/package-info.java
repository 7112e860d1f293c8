/**
 * The demo: a broker, a partner API and workers on one machine, a mixed load of commands, and a verdict over what came
 * of it. {@link io.partnerapi.sandbox.demo.Demo} is the flow; {@link io.partnerapi.sandbox.demo.Verdict} judges from
 * outside: what was produced, what a {@code read_committed} consumer saw, and what arrived at the partner.
 */
@NullMarked
package io.partnerapi.sandbox.demo;

import org.jspecify.annotations.NullMarked;
