package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.ec2.ImageBuilder;
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
    return ImageBuilder.builder(image).state(state).build();
  }

  static Image createdAt(Optional<Instant> created, Image image) {
    return ImageBuilder.builder(image).created(created).build();
  }

  /** An image that was copied from this image. */
  static Image copyOf(String sourceId, String sourceRegion, Image image) {
    return ImageBuilder.builder(image)
        .copiedFrom(Optional.of(new Image.Source(sourceId, sourceRegion)))
        .build();
  }

  static Image ownedBy(String accountId, Image image) {
    return ImageBuilder.builder(image).ownerId(accountId).build();
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
    return ImageBuilder.builder(image).tags(tags).build();
  }

  static Image ofArchitecture(String architecture, Image image) {
    return ImageBuilder.builder(image).architecture(architecture).build();
  }

  /** An image from which an instance was last launched this many days ago. */
  static Image launched(int daysAgo, Image image) {
    return ImageBuilder.builder(image)
        .lastLaunched(Optional.of(NOW.minus(Duration.ofDays(daysAgo))))
        .build();
  }

  static Image named(String name, Image image) {
    return ImageBuilder.builder(image).name(name).build();
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
    return ImageBuilder.builder(image).settings(settings).build();
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
    return ImageBuilder.builder(image).blockDevices(devices).build();
  }
}
