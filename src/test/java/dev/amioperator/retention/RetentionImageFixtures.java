package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.TagKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images for tests of retention. */
final class RetentionImageFixtures {
  private RetentionImageFixtures() {}

  /** An available image of the family web, with a volume of 8 GiB. */
  static Image image(String id, int daysOld) {
    return new Image(
        id,
        "web-" + id,
        RetentionScenario.PLACE.accountId(),
        Image.State.AVAILABLE,
        "",
        Optional.of(NOW.minus(Duration.ofDays(daysOld))),
        "",
        Map.of("family", "web"),
        List.of(new BlockDevice("/dev/xvda", Optional.of("snap-" + id), 8, false)),
        Image.Settings.DEFAULT,
        "");
  }

  /** An image forty days old and marked four days ago, hence due. */
  static Image dueImage(String id) {
    return unkeptFor(image(id, 40), 4);
  }

  /** An image marked as unkept this many days ago. */
  static Image unkeptFor(Image image, int days) {
    return withTags(image, TagKeys.UNKEPT_SINCE, NOW.minus(Duration.ofDays(days)).toString());
  }

  static Image inState(Image.State state, Image image) {
    return changed(image, state, image.created(), image.tags(), image.ownerId());
  }

  static Image createdAt(Optional<Instant> created, Image image) {
    return changed(image, image.state(), created, image.tags(), image.ownerId());
  }

  static Image ownedBy(String accountId, Image image) {
    return changed(image, image.state(), image.created(), image.tags(), accountId);
  }

  static Image withTags(Image image, String key, String value) {
    return withTags(image, Map.of(key, value));
  }

  static Image withTags(Image image, Map<String, String> more) {
    Map<String, String> tags = new HashMap<>(image.tags());
    tags.putAll(more);
    return withOnlyTags(image, tags);
  }

  static Image withOnlyTags(Image image, Map<String, String> tags) {
    return changed(image, image.state(), image.created(), tags, image.ownerId());
  }

  static Image ofArchitecture(String architecture, Image image) {
    return new Image(
        image.id(),
        image.name(),
        image.ownerId(),
        image.state(),
        image.stateReason(),
        image.created(),
        image.description(),
        image.tags(),
        image.blockDevices(),
        image.settings(),
        architecture);
  }

  static Image named(String name, Image image) {
    return new Image(
        image.id(),
        name,
        image.ownerId(),
        image.state(),
        image.stateReason(),
        image.created(),
        image.description(),
        image.tags(),
        image.blockDevices(),
        image.settings(),
        image.architecture());
  }

  static Image protectedBy(Image.DeregistrationProtection protection, Image image) {
    return with(new Image.Settings(Optional.empty(), protection, false, false, false), image);
  }

  /** An image with a product code of the AWS Marketplace. */
  static Image ofMarketplace(Image image) {
    return with(
        new Image.Settings(
            Optional.empty(), Image.DeregistrationProtection.DISABLED, false, true, false),
        image);
  }

  private static Image with(Image.Settings settings, Image image) {
    return new Image(
        image.id(),
        image.name(),
        image.ownerId(),
        image.state(),
        image.stateReason(),
        image.created(),
        image.description(),
        image.tags(),
        image.blockDevices(),
        settings,
        image.architecture());
  }

  /** An image created by this cluster's operator for an object. */
  static Image ownedByResource(String resource, Image image) {
    return withTags(image, Map.of(TagKeys.CLUSTER, "here", TagKeys.RESOURCE, resource));
  }

  /** The snapshot snap-ami-a. */
  static Snapshot snapshot(String description, Map<String, String> tags) {
    return new Snapshot(
        "snap-ami-a",
        "111122223333",
        Snapshot.State.COMPLETED,
        100,
        8,
        description,
        tags,
        Optional.empty());
  }

  /** An image with these block devices. */
  static Image withBlockDevices(List<BlockDevice> devices, Image image) {
    return changed(image, image.state(), image.created(), image.tags(), image.ownerId(), devices);
  }

  private static Image changed(
      Image image,
      Image.State state,
      Optional<Instant> created,
      Map<String, String> tags,
      String ownerId) {
    return changed(image, state, created, tags, ownerId, image.blockDevices());
  }

  private static Image changed(
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
        image.description(),
        tags,
        devices,
        image.settings(),
        image.architecture());
  }
}
