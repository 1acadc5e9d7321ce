package dev.amioperator.testing;

import static software.amazon.awssdk.services.ec2.model.ResourceType.IMAGE;
import static software.amazon.awssdk.services.ec2.model.ResourceType.SNAPSHOT;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SimulatedCloud;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Ways in which others put the tags of an image and its snapshots on resources of their own. */
public enum TravelledTags {
  /** CopyImage with CopyImageTags, in the same region. */
  COPY_WITHIN_REGION((from, name) -> from.copy(from.region, name)),
  /** A copy whose image is gone: only its snapshot is left. */
  SNAPSHOT_OF_FORMER_COPY((from, name) -> from.withoutImage(from.copy(from.region, name))),
  /** CopyImage with CopyImageTags into another region, under the same name. */
  COPY_ACROSS_REGIONS((from, name) -> from.copy(regions().getLast(), from.image.name())),
  /** CreateStoreImageTask and CreateRestoreImageTask, which keep the tags of both. */
  RESTORED_FROM_S3((from, name) -> from.restore(from.ec2, name)),
  /** A restored image that is gone: only its snapshot is left. */
  SNAPSHOT_OF_FORMER_RESTORE((from, name) -> from.withoutImage(from.restore(from.ec2, name))),
  /** The same name and region, in another account. */
  RESTORED_IN_OTHER_ACCOUNT(
      (from, name) ->
          from.restore(from.cloud.ec2(Caller.of("444455556666"), from.region), from.image.name())),
  /** CopySnapshot with the source's tags. */
  COPIED_SNAPSHOT((from, name) -> List.of(from.copySnapshot())),
  /** CreateSnapshot of a volume that has the tags, as Data Lifecycle Manager does. */
  SNAPSHOT_OF_TAGGED_VOLUME((from, name) -> List.of(from.volumeSnapshot())),
  /** CreateImage of an instance that has the tags, as AWS Backup and Image Builder do. */
  IMAGE_OF_TAGGED_INSTANCE((from, name) -> from.createImage(name)),
  /** RegisterImage of a copied snapshot, with the tags. */
  REGISTERED_FROM_COPIED_SNAPSHOT((from, name) -> from.register(name));

  private final BiFunction<Source, String, List<String>> way;

  TravelledTags(BiFunction<Source, String, List<String>> way) {
    this.way = way;
  }

  /**
   * Puts the tags of an image and its snapshot on new resources, and waits until they are complete.
   *
   * @return the ids of the resources of others that carry the tags now
   */
  public List<String> travel(SimulatedCloud cloud, Ec2Client ec2, String region, String imageId) {
    Image image = ec2.describeImages(r -> r.imageIds(imageId)).images().getFirst();
    Source source = new Source(cloud, ec2, region, image, image.tags());
    List<String> ids = way.apply(source, "of-others-" + imageId + "-" + ordinal());
    cloud.clock().step(Duration.ofMinutes(30));
    return ids;
  }

  private record Source(
      SimulatedCloud cloud, Ec2Client ec2, String region, Image image, List<Tag> tags) {
    List<String> copy(String to, String name) {
      Ec2Client destination = cloud.ec2(Caller.of(Ec2Fixtures.ACCOUNT), to);
      String id =
          destination
              .copyImage(
                  r ->
                      r.name(name)
                          .sourceImageId(image.imageId())
                          .sourceRegion(region)
                          .copyImageTags(true)
                          .tagSpecifications(tagged(SNAPSHOT)))
              .imageId();
      return idsOf(destination, id);
    }

    List<String> restore(Ec2Client destination, String name) {
      ec2.createStoreImageTask(r -> r.imageId(image.imageId()).bucket("archive"));
      cloud.clock().step(Duration.ofMinutes(30));
      String id =
          destination
              .createRestoreImageTask(
                  r -> r.bucket("archive").objectKey(image.imageId() + ".bin").name(name))
              .imageId();
      return idsOf(destination, id);
    }

    List<String> withoutImage(List<String> ids) {
      cloud.clock().step(Duration.ofMinutes(30));
      ec2.deregisterImage(r -> r.imageId(ids.getFirst()));
      return ids.subList(1, ids.size());
    }

    String copySnapshot() {
      return ec2.copySnapshot(
              r ->
                  r.sourceSnapshotId(snapshotIds(image).findFirst().orElseThrow())
                      .sourceRegion(region)
                      .tagSpecifications(tagged(SNAPSHOT)))
          .snapshotId();
    }

    String volumeSnapshot() {
      String volume =
          ec2.describeInstances(r -> r.instanceIds(instance()))
              .reservations()
              .getFirst()
              .instances()
              .getFirst()
              .blockDeviceMappings()
              .getFirst()
              .ebs()
              .volumeId();
      return ec2.createSnapshot(
              r ->
                  r.volumeId(volume)
                      .description("Created for policy: policy-0123456789abcdef0 schedule: daily")
                      .tagSpecifications(tagged(SNAPSHOT)))
          .snapshotId();
    }

    List<String> createImage(String name) {
      String id =
          ec2.createImage(
                  r ->
                      r.instanceId(instance())
                          .name(name)
                          .noReboot(true)
                          .tagSpecifications(tagged(IMAGE), tagged(SNAPSHOT)))
              .imageId();
      return idsOf(ec2, id);
    }

    List<String> register(String name) {
      String snapshot = copySnapshot();
      cloud.clock().step(Duration.ofMinutes(30));
      String id =
          ec2.registerImage(
                  r ->
                      r.name(name)
                          .architecture("x86_64")
                          .rootDeviceName("/dev/xvda")
                          .virtualizationType("hvm")
                          .blockDeviceMappings(
                              d -> d.deviceName("/dev/xvda").ebs(e -> e.snapshotId(snapshot)))
                          .tagSpecifications(tagged(IMAGE)))
              .imageId();
      return List.of(id, snapshot);
    }

    private String instance() {
      return cloud.seeds().target(Ec2Fixtures.ACCOUNT, region).instance(InstanceSeed.small());
    }

    private TagSpecification tagged(ResourceType type) {
      return TagSpecification.builder().resourceType(type).tags(tags).build();
    }

    private static List<String> idsOf(Ec2Client ec2, String imageId) {
      Image made = ec2.describeImages(r -> r.imageIds(imageId)).images().getFirst();
      return Stream.concat(Stream.of(imageId), snapshotIds(made)).toList();
    }
  }

  private static Stream<String> snapshotIds(Image image) {
    return image.blockDeviceMappings().stream().map(device -> device.ebs().snapshotId());
  }

  /** The region of the image, and the one that it is copied to. */
  public static List<String> regions() {
    return List.of(Manifests.HOME, "eu-central-1");
  }

  /** The ids of all images and snapshots of every account and region that the ways use. */
  public static List<String> existing(SimulatedCloud cloud, String region) {
    return Stream.of(
            cloud.ec2(Caller.of(Ec2Fixtures.ACCOUNT), region),
            cloud.ec2(Caller.of(Ec2Fixtures.ACCOUNT), regions().getLast()),
            cloud.ec2(Caller.of("444455556666"), region))
        .flatMap(
            ec2 ->
                Stream.concat(
                    ec2
                        .describeImages(r -> r.owners("self").includeDisabled(true))
                        .images()
                        .stream()
                        .map(Image::imageId),
                    ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots().stream()
                        .map(Snapshot::snapshotId)))
        .toList();
  }
}
