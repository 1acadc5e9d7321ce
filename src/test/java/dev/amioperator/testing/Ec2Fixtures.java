package dev.amioperator.testing;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Minimal EC2 images and snapshots for tests of planners. */
public final class Ec2Fixtures {
  public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  public static final String ACCOUNT = "123456789012";
  public static final Owner OWNER = new Owner(new ClusterId("c1"), "AmiImage/images/web-42");

  private Ec2Fixtures() {}

  /** An available owned image, a day old, with the snapshot {@code snap-<id's digits>}. */
  public static Image ownedImage(String id, String sourceHash) {
    return image(
        id,
        Image.State.AVAILABLE,
        new MadeAsTag(ACCOUNT, "eu-west-1", "web-42").addedTo(OWNER.tags(Role.IMAGE, sourceHash)));
  }

  public static Image image(String id, Image.State state, Map<String, String> tags) {
    return new Image(
        id,
        "web-42",
        ACCOUNT,
        state,
        "",
        Optional.of(NOW.minusSeconds(86_400)),
        "",
        tags,
        List.of(new BlockDevice("/dev/xvda", Optional.of(snapshotIdOf(id)), 8, false)),
        Image.Settings.DEFAULT,
        "");
  }

  public static Image inState(Image image, Image.State state) {
    return changed(
        image, state, image.created(), image.tags(), image.blockDevices(), image.settings());
  }

  /** The image with an encrypted root volume. */
  public static Image encrypted(Image image) {
    return changed(
        image,
        image.state(),
        image.created(),
        image.tags(),
        List.of(new BlockDevice("/dev/xvda", Optional.of(snapshotIdOf(image.id())), 8, true)),
        image.settings());
  }

  /** The image under another name. */
  public static Image withName(Image image, String name) {
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

  public static Image withDescription(Image image, String description) {
    return new Image(
        image.id(),
        image.name(),
        image.ownerId(),
        image.state(),
        image.stateReason(),
        image.created(),
        description,
        image.tags(),
        image.blockDevices(),
        image.settings(),
        image.architecture());
  }

  public static Image withTags(Image image, Map<String, String> tags) {
    return changed(
        image, image.state(), image.created(), tags, image.blockDevices(), image.settings());
  }

  public static Image withSettings(Image image, Image.Settings settings) {
    return changed(
        image, image.state(), image.created(), image.tags(), image.blockDevices(), settings);
  }

  /**
   * @param created null: EC2 does not report it yet
   */
  public static Image withCreationDate(Image image, Instant created) {
    return changed(
        image,
        image.state(),
        Optional.ofNullable(created),
        image.tags(),
        image.blockDevices(),
        image.settings());
  }

  private static Image changed(
      Image image,
      Image.State state,
      Optional<Instant> created,
      Map<String, String> tags,
      List<BlockDevice> blockDevices,
      Image.Settings settings) {
    return new Image(
        image.id(),
        image.name(),
        image.ownerId(),
        state,
        image.stateReason(),
        created,
        image.description(),
        tags,
        blockDevices,
        settings,
        "");
  }

  public static String snapshotIdOf(String imageId) {
    return imageId.replace("ami-", "snap-");
  }

  /** A completed snapshot that EC2 created for an image, with these tags. */
  public static Snapshot snapshotOf(String imageId, Map<String, String> tags) {
    return new Snapshot(
        snapshotIdOf(imageId),
        ACCOUNT,
        Snapshot.State.COMPLETED,
        100,
        8,
        "Created by CreateImage(i-0123456789abcdef0) for " + imageId,
        tags,
        Optional.empty());
  }

  public static Snapshot foreignSnapshot(String id) {
    return new Snapshot(
        id, ACCOUNT, Snapshot.State.COMPLETED, 100, 8, "mine", Map.of(), Optional.empty());
  }

  public static Map<String, String> withTag(Map<String, String> tags, String key, String value) {
    Map<String, String> more = new HashMap<>(tags);
    more.put(key, value);
    return Map.copyOf(more);
  }
}
