/**
 * Deletes EC2 resources that outlived their object, each with its own proof that it is unused.
 * {@link dev.amioperator.garbagecollection.ReleasedSnapshotCollector} deletes released snapshots,
 * {@link dev.amioperator.garbagecollection.OrphanedBuildInstanceCollector} terminates build
 * instances. The AwsAccount's reconciler runs both for its regions. Depends on {@code reconcile}
 * and the packages below it.
 */
package dev.amioperator.garbagecollection;
