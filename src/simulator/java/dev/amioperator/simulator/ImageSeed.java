package dev.amioperator.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An available image to seed.
 *
 * @param id null for a new one
 * @param platform {@code windows}; null for Linux
 * @param ownerAlias {@code amazon} and the like; null for ordinary accounts
 * @param created null for now
 * @param deprecated when it counts as deprecated; null for never
 * @param publicImage whether everyone may launch it
 * @param publicSnapshots whether everyone may also copy its snapshots
 * @param sharedWith accounts that may launch it
 * @param snapshotTags tags of the snapshots that are made for it
 */
public record ImageSeed(
    String id,
    String name,
    String description,
    String architecture,
    String platform,
    String ownerAlias,
    Instant created,
    Instant deprecated,
    boolean publicImage,
    boolean publicSnapshots,
    List<String> sharedWith,
    List<VolumeSeed> volumes,
    Map<String, String> tags,
    Map<String, String> snapshotTags) {
  public ImageSeed {
    if (platform != null && !platform.equals("windows")) {
      throw new IllegalArgumentException(
          "The platform of an image is windows or left out, not " + platform);
    }
    sharedWith = List.copyOf(sharedWith);
    volumes = List.copyOf(volumes);
    tags = Map.copyOf(tags);
    snapshotTags = Map.copyOf(snapshotTags);
  }

  /** A private x86_64 image with a root volume of 8 GiB. */
  public static ImageSeed named(String name) {
    return new ImageSeed(
        null,
        name,
        null,
        "x86_64",
        null,
        null,
        null,
        null,
        false,
        false,
        List.of(),
        List.of(VolumeSeed.of("/dev/xvda", 8)),
        Map.of(),
        Map.of());
  }

  /** A public base image of Amazon's, which anyone can launch and copy. */
  public static ImageSeed amazon(String name) {
    return named(name).withOwnerAlias("amazon").madePublic().withPublicSnapshots();
  }

  /** A private Windows image with a root volume of 30 GiB. */
  public static ImageSeed windows(String name) {
    return new ImageSeed(
        null,
        name,
        null,
        "x86_64",
        "windows",
        null,
        null,
        null,
        false,
        false,
        List.of(),
        List.of(VolumeSeed.of("/dev/sda1", 30)),
        Map.of(),
        Map.of());
  }

  public ImageSeed withId(String imageId) {
    return copy(imageId, created, deprecated, sharedWith, volumes, tags, snapshotTags);
  }

  public ImageSeed withDescription(String text) {
    return new ImageSeed(
        id,
        name,
        text,
        architecture,
        platform,
        ownerAlias,
        created,
        deprecated,
        publicImage,
        publicSnapshots,
        sharedWith,
        volumes,
        tags,
        snapshotTags);
  }

  public ImageSeed withArchitecture(String arch) {
    return new ImageSeed(
        id,
        name,
        description,
        arch,
        platform,
        ownerAlias,
        created,
        deprecated,
        publicImage,
        publicSnapshots,
        sharedWith,
        volumes,
        tags,
        snapshotTags);
  }

  public ImageSeed withOwnerAlias(String alias) {
    return new ImageSeed(
        id,
        name,
        description,
        architecture,
        platform,
        alias,
        created,
        deprecated,
        publicImage,
        publicSnapshots,
        sharedWith,
        volumes,
        tags,
        snapshotTags);
  }

  public ImageSeed createdAt(Instant at) {
    return copy(id, at, deprecated, sharedWith, volumes, tags, snapshotTags);
  }

  public ImageSeed deprecatedAt(Instant at) {
    return copy(id, created, at, sharedWith, volumes, tags, snapshotTags);
  }

  /** Makes it public. */
  public ImageSeed madePublic() {
    return new ImageSeed(
        id,
        name,
        description,
        architecture,
        platform,
        ownerAlias,
        created,
        deprecated,
        true,
        publicSnapshots,
        sharedWith,
        volumes,
        tags,
        snapshotTags);
  }

  /** Makes the snapshots behind it public. */
  public ImageSeed withPublicSnapshots() {
    return new ImageSeed(
        id,
        name,
        description,
        architecture,
        platform,
        ownerAlias,
        created,
        deprecated,
        publicImage,
        true,
        sharedWith,
        volumes,
        tags,
        snapshotTags);
  }

  public ImageSeed sharedWith(String... accountIds) {
    return copy(id, created, deprecated, List.of(accountIds), volumes, tags, snapshotTags);
  }

  public ImageSeed withVolumes(VolumeSeed... all) {
    return copy(id, created, deprecated, sharedWith, List.of(all), tags, snapshotTags);
  }

  public ImageSeed tagged(String key, String value) {
    return copy(id, created, deprecated, sharedWith, volumes, with(tags, key, value), snapshotTags);
  }

  public ImageSeed snapshotsTagged(String key, String value) {
    return copy(id, created, deprecated, sharedWith, volumes, tags, with(snapshotTags, key, value));
  }

  private ImageSeed copy(
      String newId,
      Instant newCreated,
      Instant newDeprecated,
      List<String> newSharedWith,
      List<VolumeSeed> newVolumes,
      Map<String, String> newTags,
      Map<String, String> newSnapshotTags) {
    return new ImageSeed(
        newId,
        name,
        description,
        architecture,
        platform,
        ownerAlias,
        newCreated,
        newDeprecated,
        publicImage,
        publicSnapshots,
        newSharedWith,
        newVolumes,
        newTags,
        newSnapshotTags);
  }

  private static Map<String, String> with(Map<String, String> tags, String key, String value) {
    Map<String, String> more = new TreeMap<>(tags);
    more.put(key, value);
    return more;
  }
}
