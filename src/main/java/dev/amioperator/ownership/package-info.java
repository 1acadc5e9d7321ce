/**
 * Ownership of images and snapshots: owner, tags, cluster id, snapshot ledger.
 *
 * <p>{@link dev.amioperator.ownership.Owner} decides by tags which EC2 resources belong to an
 * object, and {@link dev.amioperator.ownership.SnapshotLedger} which snapshots are deleted with an
 * image. Depends on the API types and the EC2 port only.
 */
package dev.amioperator.ownership;
