package dev.amioperator.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Available image to seed.
 *
 * @param id null for a new id
 * @param platform {@code windows}; null for Linux
 * @param ownerAlias such as {@code amazon}; null for ordinary accounts
 * @param created null for now
 * @param deprecated deprecation time; null for never
 * @param publicImage whether everyone may launch it
 * @param publicSnapshots whether everyone may also copy its snapshots
 * @param sharedWith accounts that may launch it
 * @param snapshotTags tags of its new snapshots
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
          "The platform of an image must be windows or empty, not " + platform);
    }
    sharedWith = List.copyOf(sharedWith);
    volumes = List.copyOf(volumes);
    tags = Map.copyOf(tags);
    snapshotTags = Map.copyOf(snapshotTags);
  }

  /** Private x86_64 image with a root volume of 8 GiB. */
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

  /** Public base image of Amazon that every account can launch and copy. */
  public static ImageSeed amazon(String name) {
    return named(name).withOwnerAlias("amazon").madePublic().withPublicSnapshots();
  }

  /** Private Windows image with a root volume of 30 GiB. */
  public static ImageSeed windows(String name) {
    return named(name)
        .with(draft -> draft.platform = "windows")
        .withVolumes(VolumeSeed.of("/dev/sda1", 30));
  }

  /** Copy with an image id. */
  public ImageSeed withId(String imageId) {
    return with(draft -> draft.id = imageId);
  }

  /** Copy with an image description. */
  public ImageSeed withDescription(String text) {
    return with(draft -> draft.description = text);
  }

  /** Copy with an image architecture, such as {@code arm64}. */
  public ImageSeed withArchitecture(String arch) {
    return with(draft -> draft.architecture = arch);
  }

  /** Copy with an alias of the image owner, such as {@code amazon}. */
  public ImageSeed withOwnerAlias(String alias) {
    return with(draft -> draft.ownerAlias = alias);
  }

  /** Copy with a creation date of the image. */
  public ImageSeed createdAt(Instant at) {
    return with(draft -> draft.created = at);
  }

  /** Copy with a deprecation date of the image. */
  public ImageSeed deprecatedAt(Instant at) {
    return with(draft -> draft.deprecated = at);
  }

  /** Copy with a public image. */
  public ImageSeed madePublic() {
    return with(draft -> draft.publicImage = true);
  }

  /** Copy with public snapshots behind the image. */
  public ImageSeed withPublicSnapshots() {
    return with(draft -> draft.publicSnapshots = true);
  }

  /** Copy with launch permissions for accounts. */
  public ImageSeed sharedWith(String... accountIds) {
    return with(draft -> draft.sharedWith = List.of(accountIds));
  }

  /** Copy with volumes in the image; the first volume is the root. */
  public ImageSeed withVolumes(VolumeSeed... all) {
    return with(draft -> draft.volumes = List.of(all));
  }

  /** Copy with an additional image tag. */
  public ImageSeed tagged(String key, String value) {
    return with(draft -> draft.tags = with(tags, key, value));
  }

  /** Copy with an additional tag on the snapshots of the image. */
  public ImageSeed snapshotsTagged(String key, String value) {
    return with(draft -> draft.snapshotTags = with(snapshotTags, key, value));
  }

  private static Map<String, String> with(Map<String, String> tags, String key, String value) {
    Map<String, String> more = new TreeMap<>(tags);
    more.put(key, value);
    return more;
  }

  private ImageSeed with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /** Mutable image to seed. */
  private static final class Draft {
    private final String name;
    private String id;
    private String description;
    private String architecture;
    private String platform;
    private String ownerAlias;
    private Instant created;
    private Instant deprecated;
    private boolean publicImage;
    private boolean publicSnapshots;
    private List<String> sharedWith;
    private List<VolumeSeed> volumes;
    private Map<String, String> tags;
    private Map<String, String> snapshotTags;

    private Draft(ImageSeed seed) {
      id = seed.id;
      name = seed.name;
      description = seed.description;
      architecture = seed.architecture;
      platform = seed.platform;
      ownerAlias = seed.ownerAlias;
      created = seed.created;
      deprecated = seed.deprecated;
      publicImage = seed.publicImage;
      publicSnapshots = seed.publicSnapshots;
      sharedWith = seed.sharedWith;
      volumes = seed.volumes;
      tags = seed.tags;
      snapshotTags = seed.snapshotTags;
    }

    private ImageSeed build() {
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
          publicSnapshots,
          sharedWith,
          volumes,
          tags,
          snapshotTags);
    }
  }
}
