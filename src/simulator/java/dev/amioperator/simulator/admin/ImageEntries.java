package dev.amioperator.simulator.admin;

import static dev.amioperator.simulator.admin.SeedEntries.orEmpty;
import static dev.amioperator.simulator.admin.SeedEntries.target;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.VolumeSeed;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Entries of a seed for images, snapshots, instances and their volumes. */
final class ImageEntries {
  private ImageEntries() {}

  /** Completed snapshot in a seed. */
  record SnapshotEntry(
      String id,
      String account,
      @JsonProperty(required = true) String region,
      Integer sizeGib,
      String description,
      String kmsKeyArn,
      Instant started,
      @JsonProperty("public") boolean everyone,
      List<String> sharedWith,
      Map<String, String> tags) {

    String load(Seeds seeds) {
      return target(seeds, account, region).snapshot(toSeed());
    }

    private SnapshotSeed toSeed() {
      return new SnapshotSeed(
          id,
          sizeGib == null ? 8 : sizeGib,
          description == null ? "" : description,
          kmsKeyArn,
          started,
          everyone,
          orEmpty(sharedWith),
          orEmpty(tags));
    }
  }

  /** Available image in a seed. */
  record ImageEntry(
      String id,
      String account,
      @JsonProperty(required = true) String region,
      @JsonProperty(required = true) String name,
      String description,
      String architecture,
      String platform,
      String ownerAlias,
      Instant created,
      Instant deprecated,
      @JsonProperty("public") boolean everyone,
      boolean publicSnapshots,
      List<String> sharedWith,
      List<VolumeEntry> volumes,
      Map<String, String> tags,
      Map<String, String> snapshotTags) {

    String load(Seeds seeds) {
      return target(seeds, account, region).image(toSeed());
    }

    private ImageSeed toSeed() {
      return new ImageSeed(
          id,
          name,
          description,
          architecture == null ? "x86_64" : architecture,
          platform,
          ownerAlias,
          created,
          deprecated,
          everyone,
          publicSnapshots,
          orEmpty(sharedWith),
          toVolumeSeeds(volumes),
          orEmpty(tags),
          orEmpty(snapshotTags));
    }
  }

  /** Instance in a seed. */
  record InstanceEntry(
      String id,
      String account,
      @JsonProperty(required = true) String region,
      String imageId,
      String type,
      String architecture,
      boolean stopped,
      Instant launched,
      List<VolumeEntry> volumes,
      Map<String, String> tags) {

    String load(Seeds seeds) {
      return target(seeds, account, region).instance(toSeed());
    }

    private InstanceSeed toSeed() {
      return new InstanceSeed(
          id,
          imageId,
          type == null ? "t3.micro" : type,
          architecture == null ? "x86_64" : architecture,
          !stopped,
          launched,
          toVolumeSeeds(volumes),
          orEmpty(tags));
    }
  }

  /** EBS volume of an image or instance in a seed; the first is the root. */
  record VolumeEntry(
      @JsonProperty(required = true) String device,
      Integer sizeGib,
      String type,
      String kmsKeyArn,
      String snapshotId) {

    VolumeSeed toSeed() {
      return new VolumeSeed(
          device,
          sizeGib == null ? 8 : sizeGib,
          type == null ? "gp3" : type,
          true,
          kmsKeyArn,
          snapshotId);
    }
  }

  private static List<VolumeSeed> toVolumeSeeds(List<VolumeEntry> volumes) {
    return volumes == null
        ? List.of(VolumeSeed.of("/dev/xvda", 8))
        : volumes.stream().map(VolumeEntry::toSeed).toList();
  }
}
