package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.DeleteSnapshotResult;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.ImageChange;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes that the observer knows of. */
final class InvalidatingEc2Writes implements Ec2Writes {
  private final Ec2Writes writes;
  private final InvalidatingWriter invalidatingWriter;

  InvalidatingEc2Writes(Ec2Writes writes, InvalidatingWriter invalidatingWriter) {
    this.writes = writes;
    this.invalidatingWriter = invalidatingWriter;
  }

  @Override
  public String createImage(AccountRegion accountRegion, String owner, FromInstance request) {
    return invalidatingWriter.execute(
        accountRegion, owner, () -> writes.createImage(accountRegion, owner, request));
  }

  @Override
  public String registerImage(AccountRegion accountRegion, String owner, FromSnapshot request) {
    return invalidatingWriter.execute(
        accountRegion, owner, () -> writes.registerImage(accountRegion, owner, request));
  }

  @Override
  public String registerImage(AccountRegion accountRegion, String owner, FromManifest request) {
    return invalidatingWriter.execute(
        accountRegion, owner, () -> writes.registerImage(accountRegion, owner, request));
  }

  @Override
  public String createRestoreImageTask(
      AccountRegion accountRegion, String owner, FromObject request) {
    return invalidatingWriter.execute(
        accountRegion, owner, () -> writes.createRestoreImageTask(accountRegion, owner, request));
  }

  @Override
  public String copyImage(AccountRegion destination, String owner, FromImage request) {
    return invalidatingWriter.execute(
        destination, owner, () -> writes.copyImage(destination, owner, request));
  }

  @Override
  public Map<String, DeleteSnapshotResult> deregisterImage(
      AccountRegion accountRegion, String owner, String imageId, boolean deleteSnapshots) {
    return invalidatingWriter.execute(
        accountRegion,
        owner,
        () -> writes.deregisterImage(accountRegion, owner, imageId, deleteSnapshots));
  }

  @Override
  public void deleteSnapshot(AccountRegion accountRegion, String owner, String snapshotId) {
    invalidatingWriter.execute(
        accountRegion, owner, () -> writes.deleteSnapshot(accountRegion, owner, snapshotId));
  }

  @Override
  public void restoreImageFromRecycleBin(
      AccountRegion accountRegion, String owner, String imageId) {
    invalidatingWriter.execute(
        accountRegion,
        owner,
        () -> writes.restoreImageFromRecycleBin(accountRegion, owner, imageId));
  }

  @Override
  public void restoreSnapshotFromRecycleBin(
      AccountRegion accountRegion, String owner, String snapshotId) {
    invalidatingWriter.execute(
        accountRegion,
        owner,
        () -> writes.restoreSnapshotFromRecycleBin(accountRegion, owner, snapshotId));
  }

  @Override
  public void createTags(
      AccountRegion accountRegion, String owner, List<String> ids, Map<String, String> tags) {
    invalidatingWriter.execute(
        accountRegion, owner, () -> writes.createTags(accountRegion, owner, ids, tags));
  }

  @Override
  public void deleteTags(
      AccountRegion accountRegion, String owner, List<String> ids, Set<String> keys) {
    invalidatingWriter.execute(
        accountRegion, owner, () -> writes.deleteTags(accountRegion, owner, ids, keys));
  }

  @Override
  public void changeImage(
      AccountRegion accountRegion, String owner, String imageId, ImageChange change) {
    invalidatingWriter.execute(
        accountRegion, owner, () -> writes.changeImage(accountRegion, owner, imageId, change));
  }

  @Override
  public void modifySnapshotPermissions(
      AccountRegion accountRegion,
      String owner,
      String snapshotId,
      Set<String> add,
      Set<String> remove) {
    invalidatingWriter.execute(
        accountRegion,
        owner,
        () -> writes.modifySnapshotPermissions(accountRegion, owner, snapshotId, add, remove));
  }
}
