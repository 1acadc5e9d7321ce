package dev.amioperator.ec2;

import dev.amioperator.ec2.Timeline.Moment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Writes that the observer knows of: what it saw of the owner before the end of the call does not
 * count after it. A failed call is no exception, its answer may have been lost after the effect.
 */
final class ObservedWrites implements Ec2Writes {
  private final Ec2Writes writes;
  private final WriteMarks marks;
  private final Supplier<Moment> mark;

  ObservedWrites(Ec2Writes writes, WriteMarks marks, Supplier<Moment> mark) {
    this.writes = writes;
    this.marks = marks;
    this.mark = mark;
  }

  @Override
  public String createImage(Place place, String owner, FromInstance request) {
    return observed(place, owner, () -> writes.createImage(place, owner, request));
  }

  @Override
  public String registerImage(Place place, String owner, FromSnapshot request) {
    return observed(place, owner, () -> writes.registerImage(place, owner, request));
  }

  @Override
  public String registerImage(Place place, String owner, FromManifest request) {
    return observed(place, owner, () -> writes.registerImage(place, owner, request));
  }

  @Override
  public String restoreImage(Place place, String owner, FromObject request) {
    return observed(place, owner, () -> writes.restoreImage(place, owner, request));
  }

  @Override
  public String copyImage(Place destination, String owner, FromImage request) {
    return observed(destination, owner, () -> writes.copyImage(destination, owner, request));
  }

  @Override
  public Map<String, SnapshotResult> deregisterImage(
      Place place, String owner, String imageId, boolean deleteSnapshots) {
    return observed(
        place, owner, () -> writes.deregisterImage(place, owner, imageId, deleteSnapshots));
  }

  @Override
  public void deleteSnapshot(Place place, String owner, String snapshotId) {
    observed(place, owner, () -> writes.deleteSnapshot(place, owner, snapshotId));
  }

  @Override
  public void restoreBinnedImage(Place place, String owner, String imageId) {
    observed(place, owner, () -> writes.restoreBinnedImage(place, owner, imageId));
  }

  @Override
  public void restoreBinnedSnapshot(Place place, String owner, String snapshotId) {
    observed(place, owner, () -> writes.restoreBinnedSnapshot(place, owner, snapshotId));
  }

  @Override
  public void tag(Place place, String owner, List<String> ids, Map<String, String> tags) {
    observed(place, owner, () -> writes.tag(place, owner, ids, tags));
  }

  @Override
  public void untag(Place place, String owner, List<String> ids, Set<String> keys) {
    observed(place, owner, () -> writes.untag(place, owner, ids, keys));
  }

  @Override
  public void change(Place place, String owner, String imageId, ImageChange change) {
    observed(place, owner, () -> writes.change(place, owner, imageId, change));
  }

  @Override
  public void shareSnapshot(
      Place place, String owner, String snapshotId, Set<String> add, Set<String> remove) {
    observed(place, owner, () -> writes.shareSnapshot(place, owner, snapshotId, add, remove));
  }

  private void observed(Place place, String owner, Runnable write) {
    observed(
        place,
        owner,
        () -> {
          write.run();
          return null;
        });
  }

  private <T> T observed(Place place, String owner, Supplier<T> write) {
    marks.begun(place, owner);
    try {
      return write.get();
    } finally {
      marks.ended(place, owner, mark.get());
    }
  }
}
