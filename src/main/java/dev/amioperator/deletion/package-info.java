/**
 * Deletes what an object owns in EC2 before its finalizer is removed. {@link
 * dev.amioperator.deletion.RemainingResources} reads the remaining images and snapshots; {@link
 * dev.amioperator.deletion.FinalizerPlanner} has the snapshot ledger recorded first; {@link
 * dev.amioperator.deletion.DeletionPlanner} plans the next step: {@link
 * dev.amioperator.deletion.UsageGuard}, deregistration protection, image, snapshots. Retention uses
 * the same planner. The package depends on observer, ownership, usage, attributes and reconcile,
 * and knows no kind.
 */
package dev.amioperator.deletion;
