package dev.amioperator.retention;

import static dev.amioperator.retention.Given.NOW;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.ownership.TagKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images to decide about. */
final class Images {
  private Images() {}

  /** An available image of the family web, with a volume of 8 GiB. */
  static Image image(String id, int daysOld) {
    return new Image(
        id,
        "web-" + id,
        Given.PLACE.accountId(),
        Image.State.AVAILABLE,
        "",
        Optional.of(NOW.minus(Duration.ofDays(daysOld))),
        Optional.empty(),
        "",
        "x86_64",
        "/dev/xvda",
        false,
        Map.of("family", "web"),
        List.of(new BlockDevice("/dev/xvda", Optional.of("snap-" + id), 8, false)),
        Image.Settings.DEFAULT);
  }

  /** Forty days old, nothing keeps it, and that since four days: due. */
  static Image due(String id) {
    return unkept(image(id, 40), 4);
  }

  /** Marked so many days ago. */
  static Image unkept(Image image, int days) {
    return tagged(image, TagKeys.UNKEPT_SINCE, NOW.minus(Duration.ofDays(days)).toString());
  }

  static Image in(Image.State state, Image image) {
    return copy(image, state, image.created(), image.tags(), image.ownerId());
  }

  static Image made(Optional<Instant> created, Image image) {
    return copy(image, image.state(), created, image.tags(), image.ownerId());
  }

  static Image owned(String accountId, Image image) {
    return copy(image, image.state(), image.created(), image.tags(), accountId);
  }

  static Image tagged(Image image, String key, String value) {
    return tagged(image, Map.of(key, value));
  }

  static Image tagged(Image image, Map<String, String> more) {
    Map<String, String> tags = new HashMap<>(image.tags());
    tags.putAll(more);
    return retagged(image, tags);
  }

  static Image retagged(Image image, Map<String, String> tags) {
    return copy(image, image.state(), image.created(), tags, image.ownerId());
  }

  /** Made by this cluster's operator for an object. */
  static Image madeBy(String resource, Image image) {
    return tagged(image, Map.of(TagKeys.CLUSTER, "here", TagKeys.RESOURCE, resource));
  }

  /** Made of these volumes. */
  static Image on(List<BlockDevice> devices, Image image) {
    return copy(image, image.state(), image.created(), image.tags(), image.ownerId(), devices);
  }

  private static Image copy(
      Image image,
      Image.State state,
      Optional<Instant> created,
      Map<String, String> tags,
      String ownerId) {
    return copy(image, state, created, tags, ownerId, image.blockDevices());
  }

  private static Image copy(
      Image image,
      Image.State state,
      Optional<Instant> created,
      Map<String, String> tags,
      String ownerId,
      List<BlockDevice> devices) {
    return new Image(
        image.id(),
        image.name(),
        ownerId,
        state,
        image.stateReason(),
        created,
        image.lastLaunched(),
        image.description(),
        image.architecture(),
        image.rootDeviceName(),
        image.isPublic(),
        tags,
        devices,
        image.settings());
  }
}
