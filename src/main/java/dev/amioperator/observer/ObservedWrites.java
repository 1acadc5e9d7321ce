package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.SnapshotResult;
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
  public String createImage(Place place, String owner, FromInstance request) {
    return marking.of(place, owner, () -> writes.createImage(place, owner, request));
  }

  @Override
  public String registerImage(Place place, String owner, FromSnapshot request) {
    return marking.of(place, owner, () -> writes.registerImage(place, owner, request));
  }

  @Override
  public String registerImage(Place place, String owner, FromManifest request) {
    return marking.of(place, owner, () -> writes.registerImage(place, owner, request));
  }

  @Override
  public String restoreImage(Place place, String owner, FromObject request) {
    return marking.of(place, owner, () -> writes.restoreImage(place, owner, request));
  }

  @Override
  public String copyImage(Place destination, String owner, FromImage request) {
    return marking.of(destination, owner, () -> writes.copyImage(destination, owner, request));
  }

  @Override
  public Map<String, SnapshotResult> deregisterImage(
      Place place, String owner, String imageId, boolean deleteSnapshots) {
    return marking.of(
        place, owner, () -> writes.deregisterImage(place, owner, imageId, deleteSnapshots));
  }

  @Override
  public void deleteSnapshot(Place place, String owner, String snapshotId) {
    marking.of(place, owner, () -> writes.deleteSnapshot(place, owner, snapshotId));
  }

  @Override
  public void restoreBinnedImage(Place place, String owner, String imageId) {
    marking.of(place, owner, () -> writes.restoreBinnedImage(place, owner, imageId));
  }

  @Override
  public void restoreBinnedSnapshot(Place place, String owner, String snapshotId) {
    marking.of(place, owner, () -> writes.restoreBinnedSnapshot(place, owner, snapshotId));
  }

  @Override
  public void tag(Place place, String owner, List<String> ids, Map<String, String> tags) {
    marking.of(place, owner, () -> writes.tag(place, owner, ids, tags));
  }

  @Override
  public void untag(Place place, String owner, List<String> ids, Set<String> keys) {
    marking.of(place, owner, () -> writes.untag(place, owner, ids, keys));
  }

  @Override
  public void change(Place place, String owner, String imageId, ImageChange change) {
    marking.of(place, owner, () -> writes.change(place, owner, imageId, change));
  }

  @Override
  public void shareSnapshot(
      Place place, String owner, String snapshotId, Set<String> add, Set<String> remove) {
    marking.of(place, owner, () -> writes.shareSnapshot(place, owner, snapshotId, add, remove));
  }
}
