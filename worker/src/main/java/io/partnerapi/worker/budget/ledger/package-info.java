/**
 * The ledger of the call budget: a log that every worker appends its claims to and reads all of.
 *
 * <pre>
 *   worker a ──claim──┐                      ┌──► worker a: BudgetLedger ─ free, granted
 *   worker b ──claim──┼──► topics.budget ────┼──► worker b: BudgetLedger ─ free, granted
 *   worker c ──hello──┘    (one partition)   └──► worker c: BudgetLedger ─ free, granted
 * </pre>
 *
 * <p>The order of the log decides what a claim is granted ({@link io.partnerapi.worker.budget.ledger.GrantRule}): the one
 * thing that is the same in every worker of every version. How long a permit counts is each worker's own reckoning, by its
 * own clock, and an error in it harms only its own claims. No class here does any I/O; time is passed in.
 *
 * <p>Workers do not go by it yet: their ledger lies on the grid.
 */
@NullMarked
package io.partnerapi.worker.budget.ledger;

import org.jspecify.annotations.NullMarked;
