package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.SnapshotResult;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes that all do the same. */
record FakeWrites(Runnable effect) implements Ec2Writes {
  @Override
  public String createImage(Place place, String owner, FromInstance request) {
    effect.run();
    return "ami-created";
  }

  @Override
  public String registerImage(Place place, String owner, FromSnapshot request) {
    effect.run();
    return "ami-registered";
  }

  @Override
  public String registerImage(Place place, String owner, FromManifest request) {
    effect.run();
    return "ami-registered";
  }

  @Override
  public String restoreImage(Place place, String owner, FromObject request) {
    effect.run();
    return "ami-restored";
  }

  @Override
  public String copyImage(Place destination, String owner, FromImage request) {
    effect.run();
    return "ami-copied";
  }

  @Override
  public Map<String, SnapshotResult> deregisterImage(
      Place place, String owner, String imageId, boolean deleteSnapshots) {
    effect.run();
    return Map.of();
  }

  @Override
  public void deleteSnapshot(Place place, String owner, String snapshotId) {
    effect.run();
  }

  @Override
  public void restoreBinnedImage(Place place, String owner, String imageId) {
    effect.run();
  }

  @Override
  public void restoreBinnedSnapshot(Place place, String owner, String snapshotId) {
    effect.run();
  }

  @Override
  public void tag(Place place, String owner, List<String> ids, Map<String, String> tags) {
    effect.run();
  }

  @Override
  public void untag(Place place, String owner, List<String> ids, Set<String> keys) {
    effect.run();
  }

  @Override
  public void change(Place place, String owner, String imageId, ImageChange change) {
    effect.run();
  }

  @Override
  public void shareSnapshot(
      Place place, String owner, String snapshotId, Set<String> add, Set<String> remove) {
    effect.run();
  }
}
