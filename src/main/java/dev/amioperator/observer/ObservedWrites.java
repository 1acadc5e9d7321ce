package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.DeleteSnapshotResult;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.ImageChange;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes that the observer knows of. */
final class ObservedWrites implements Ec2Writes {
  private final Ec2Writes writes;
  private final Marking marking;

  ObservedWrites(Ec2Writes writes, Marking marking) {
    this.writes = writes;
    this.marking = marking;
  }

  @Override
  public String createImage(AccountRegion accountRegion, String owner, FromInstance request) {
    return marking.of(
        accountRegion, owner, () -> writes.createImage(accountRegion, owner, request));
  }

  @Override
  public String registerImage(AccountRegion accountRegion, String owner, FromSnapshot request) {
    return marking.of(
        accountRegion, owner, () -> writes.registerImage(accountRegion, owner, request));
  }

  @Override
  public String registerImage(AccountRegion accountRegion, String owner, FromManifest request) {
    return marking.of(
        accountRegion, owner, () -> writes.registerImage(accountRegion, owner, request));
  }

  @Override
  public String createRestoreImageTask(
      AccountRegion accountRegion, String owner, FromObject request) {
    return marking.of(
        accountRegion, owner, () -> writes.createRestoreImageTask(accountRegion, owner, request));
  }

  @Override
  public String copyImage(AccountRegion destination, String owner, FromImage request) {
    return marking.of(destination, owner, () -> writes.copyImage(destination, owner, request));
  }

  @Override
  public Map<String, DeleteSnapshotResult> deregisterImage(
      AccountRegion accountRegion, String owner, String imageId, boolean deleteSnapshots) {
    return marking.of(
        accountRegion,
        owner,
        () -> writes.deregisterImage(accountRegion, owner, imageId, deleteSnapshots));
  }

  @Override
  public void deleteSnapshot(AccountRegion accountRegion, String owner, String snapshotId) {
    marking.of(accountRegion, owner, () -> writes.deleteSnapshot(accountRegion, owner, snapshotId));
  }

  @Override
  public void restoreImageFromRecycleBin(
      AccountRegion accountRegion, String owner, String imageId) {
    marking.of(
        accountRegion,
        owner,
        () -> writes.restoreImageFromRecycleBin(accountRegion, owner, imageId));
  }

  @Override
  public void restoreSnapshotFromRecycleBin(
      AccountRegion accountRegion, String owner, String snapshotId) {
    marking.of(
        accountRegion,
        owner,
        () -> writes.restoreSnapshotFromRecycleBin(accountRegion, owner, snapshotId));
  }

  @Override
  public void createTags(
      AccountRegion accountRegion, String owner, List<String> ids, Map<String, String> tags) {
    marking.of(accountRegion, owner, () -> writes.createTags(accountRegion, owner, ids, tags));
  }

  @Override
  public void deleteTags(
      AccountRegion accountRegion, String owner, List<String> ids, Set<String> keys) {
    marking.of(accountRegion, owner, () -> writes.deleteTags(accountRegion, owner, ids, keys));
  }

  @Override
  public void changeImage(
      AccountRegion accountRegion, String owner, String imageId, ImageChange change) {
    marking.of(
        accountRegion, owner, () -> writes.changeImage(accountRegion, owner, imageId, change));
  }

  @Override
  public void modifySnapshotPermissions(
      AccountRegion accountRegion,
      String owner,
      String snapshotId,
      Set<String> add,
      Set<String> remove) {
    marking.of(
        accountRegion,
        owner,
        () -> writes.modifySnapshotPermissions(accountRegion, owner, snapshotId, add, remove));
  }
}
