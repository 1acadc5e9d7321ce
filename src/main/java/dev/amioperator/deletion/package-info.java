/**
 * Deletes what an object owns in EC2 before its finalizer is removed. {@link
 * dev.amioperator.deletion.FinalizerPlanner} reads the remaining images and snapshots, and {@link
 * dev.amioperator.deletion.DeletionPlanner} plans the next step: guard, deregistration protection,
 * snapshot ledger, image, snapshots. Retention uses the same planner. The package depends on
 * observer, ownership, usage, attributes and reconcile, and knows no kind.
 */
package dev.amioperator.deletion;
