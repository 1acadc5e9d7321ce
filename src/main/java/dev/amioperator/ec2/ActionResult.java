package dev.amioperator.ec2;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The result of an AWS action, or of several.
 *
 * @param createdImageId the id of the created image; recorded, since not every EC2-compatible
 *     endpoint applies tags in the create call
 * @param snapshotResults whether EC2 deleted each snapshot along with its image, by id
 */
public record ActionResult(
    Optional<String> createdImageId, Map<String, DeleteSnapshotResult> snapshotResults) {
  /** The result of an AWS action whose response has none. */
  public static final ActionResult EMPTY = new ActionResult(Optional.empty(), Map.of());

  public static ActionResult createdImage(String imageId) {
    return new ActionResult(Optional.of(imageId), Map.of());
  }

  public static ActionResult ofSnapshots(Map<String, DeleteSnapshotResult> snapshotResults) {
    return new ActionResult(Optional.empty(), snapshotResults);
  }

  /** Both AWS results; of two created images, that of {@code next}. */
  public ActionResult merge(ActionResult next) {
    Map<String, DeleteSnapshotResult> all = new HashMap<>(snapshotResults);
    all.putAll(next.snapshotResults);
    return new ActionResult(next.createdImageId.or(() -> createdImageId), Map.copyOf(all));
  }
}
