package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.DeleteSnapshotResult;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.ImageChange;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes that all do the same. */
record FakeWrites(Runnable effect) implements Ec2Writes {
  @Override
  public String createImage(AccountRegion accountRegion, String owner, FromInstance request) {
    effect.run();
    return "ami-created";
  }

  @Override
  public String registerImage(AccountRegion accountRegion, String owner, FromSnapshot request) {
    effect.run();
    return "ami-registered";
  }

  @Override
  public String registerImage(AccountRegion accountRegion, String owner, FromManifest request) {
    effect.run();
    return "ami-registered";
  }

  @Override
  public String createRestoreImageTask(
      AccountRegion accountRegion, String owner, FromObject request) {
    effect.run();
    return "ami-restored";
  }

  @Override
  public String copyImage(AccountRegion destination, String owner, FromImage request) {
    effect.run();
    return "ami-copied";
  }

  @Override
  public Map<String, DeleteSnapshotResult> deregisterImage(
      AccountRegion accountRegion, String owner, String imageId, boolean deleteSnapshots) {
    effect.run();
    return Map.of();
  }

  @Override
  public void deleteSnapshot(AccountRegion accountRegion, String owner, String snapshotId) {
    effect.run();
  }

  @Override
  public void restoreImageFromRecycleBin(
      AccountRegion accountRegion, String owner, String imageId) {
    effect.run();
  }

  @Override
  public void restoreSnapshotFromRecycleBin(
      AccountRegion accountRegion, String owner, String snapshotId) {
    effect.run();
  }

  @Override
  public void createTags(
      AccountRegion accountRegion, String owner, List<String> ids, Map<String, String> tags) {
    effect.run();
  }

  @Override
  public void deleteTags(
      AccountRegion accountRegion, String owner, List<String> ids, Set<String> keys) {
    effect.run();
  }

  @Override
  public void changeImage(
      AccountRegion accountRegion, String owner, String imageId, ImageChange change) {
    effect.run();
  }

  @Override
  public void modifySnapshotPermissions(
      AccountRegion accountRegion,
      String owner,
      String snapshotId,
      Set<String> add,
      Set<String> remove) {
    effect.run();
  }
}
