package dev.amioperator.ec2;

import java.util.Set;

/** An EC2 action on a snapshot. */
public sealed interface SnapshotAction extends Ec2Action {
  /** EC2's group of all accounts, in place of an account id. */
  String EVERYONE = "all";

  /** The snapshot that the action changes. */
  String snapshotId();

  @Override
  default String resource() {
    return snapshotId();
  }

  /**
   * ModifySnapshotAttribute, createVolumePermission: which accounts may copy the snapshot and
   * create volumes of it.
   *
   * @param add ids of accounts that get the permission, or {@link #EVERYONE}
   * @param remove ids of accounts that lose it, or {@link #EVERYONE}
   */
  record ModifySnapshotAttribute(String snapshotId, Set<String> add, Set<String> remove)
      implements SnapshotAction {}

  /**
   * DeleteSnapshot. A missing snapshot counts as deleted; the snapshot of a registered image fails
   * with {@code IN_USE}.
   */
  record DeleteSnapshot(String snapshotId) implements SnapshotAction {}

  /** RestoreSnapshotFromRecycleBin. A snapshot outside the Recycle Bin counts as restored. */
  record RestoreSnapshotFromRecycleBin(String snapshotId) implements SnapshotAction {}
}
