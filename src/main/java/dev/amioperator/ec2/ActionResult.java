package dev.amioperator.ec2;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What AWS returned for an action, or for several.
 *
 * @param createdImageId the id of the image that was created: worth recording, because not every
 *     endpoint that speaks EC2 takes tags with a create call
 * @param snapshotResults what became of each snapshot that EC2 was to delete with its image
 */
public record ActionResult(
    Optional<String> createdImageId, Map<String, DeleteSnapshotResult> snapshotResults) {
  /** The result of an action whose response says nothing. */
  public static final ActionResult EMPTY = new ActionResult(Optional.empty(), Map.of());

  public static ActionResult createdImage(String imageId) {
    return new ActionResult(Optional.of(imageId), Map.of());
  }

  public static ActionResult ofSnapshots(Map<String, DeleteSnapshotResult> snapshotResults) {
    return new ActionResult(Optional.empty(), snapshotResults);
  }

  /** Both results; of two created images, that of {@code next}. */
  public ActionResult merge(ActionResult next) {
    Map<String, DeleteSnapshotResult> all = new HashMap<>(snapshotResults);
    all.putAll(next.snapshotResults);
    return new ActionResult(next.createdImageId.or(() -> createdImageId), Map.copyOf(all));
  }
}
