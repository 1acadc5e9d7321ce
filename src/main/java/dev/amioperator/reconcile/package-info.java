/**
 * Reads, AWS action execution, readiness, conditions, events and requeue shared by all reconcilers.
 *
 * <p>A reconciler reads EC2 in an {@link dev.amioperator.reconcile.ObservationSession}, executes
 * its {@link dev.amioperator.reconcile.Plan} by {@link dev.amioperator.reconcile.ActionExecutor},
 * and reports by {@link dev.amioperator.reconcile.StatusReporter}. Depends on the API types, the
 * EC2 port, ownership and the observer; on no kind.
 */
package dev.amioperator.reconcile;
