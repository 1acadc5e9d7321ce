package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.snapshotIds;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.tags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.VolumeSeed;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;

/** CreateImage. */
final class CreateImageCases {
  private static final String API = "API reference, CreateImage";
  private static final String ERRORS = "API reference, error codes";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "an image is pending until its snapshots are made, then available",
              API,
              CreateImageCases::pendingThenAvailable),
          new ConformanceCase(
              "each snapshot description has the instance and image ids",
              "observed answers of DescribeSnapshots",
              CreateImageCases::snapshots),
          new ConformanceCase(
              "each snapshot description once had the volume id too",
              "descriptions that clean-up tools read:"
                  + " https://github.com/AOEpeople/StackFormation (CleanSnapshotsCommand),"
                  + " https://github.com/krujos/data-lifecycle-service-broker (AWSHelperTest)",
              CreateImageCases::olderDescriptions),
          new ConformanceCase(
              "image and snapshots are tagged in the call", API, CreateImageCases::tagsInTheCall),
          new ConformanceCase(
              "a tag specification for anything else is refused",
              API,
              CreateImageCases::otherTagSpecification),
          new ConformanceCase(
              "a device can be left out and another added", API, CreateImageCases::devices),
          new ConformanceCase(
              "the root device cannot be left out", API, CreateImageCases::rootStays),
          new ConformanceCase("encryption cannot be changed", API, CreateImageCases::noEncryption),
          new ConformanceCase(
              "an unknown instance is refused", ERRORS, CreateImageCases::unknownInstance),
          new ConformanceCase(
              "a malformed instance id is refused", ERRORS, CreateImageCases::malformedInstance),
          new ConformanceCase(
              "a name is taken once in an account and region",
              ERRORS,
              CreateImageCases::duplicateName),
          new ConformanceCase(
              "names have 3 to 128 characters of an allowed set",
              API,
              CreateImageCases::malformedName),
          new ConformanceCase("a missing name is refused", ERRORS, CreateImageCases::missingName),
          new ConformanceCase("with DryRun nothing is made", API, CreateImageCases::dryRun),
          new ConformanceCase(
              "the instance of another account is unknown",
              ERRORS,
              CreateImageCases::foreignInstance));

  private CreateImageCases() {}

  private static void pendingThenAvailable(ConformanceEnvironment stage) {
    String instance = stage.instance();
    String id = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();

    assertThat(stage.describe(id).stateAsString()).isEqualTo("pending");
    stage.pass(Duration.ofMinutes(1));
    assertThat(stage.describe(id).stateAsString()).isEqualTo("pending");
    stage.pass(Duration.ofMinutes(1));
    Image image = stage.describe(id);
    assertThat(image.stateAsString()).isEqualTo("available");
    assertThat(image.name()).isEqualTo("web-1");
    assertThat(image.ownerId()).isEqualTo(ConformanceEnvironment.MINE);
    assertThat(image.sourceInstanceId()).isEqualTo(instance);
    assertThat(image.creationDate()).isEqualTo("2026-03-01T12:00:00.000Z");
  }

  private static void snapshots(ConformanceEnvironment stage) {
    String instance =
        stage
            .home()
            .instance(
                InstanceSeed.small()
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8), VolumeSeed.of("/dev/sdf", 100)));
    String id = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();

    assertThat(snapshotIds(stage.describe(id)))
        .hasSize(2)
        .allSatisfy(
            snapshotId -> {
              Snapshot snapshot = ConformanceEnvironment.snapshot(stage.ec2(), snapshotId);
              assertThat(snapshot.description())
                  .isEqualTo("Created by CreateImage(" + instance + ") for " + id);
              assertThat(snapshot.stateAsString()).isEqualTo("pending");
              assertThat(snapshot.ownerId()).isEqualTo(ConformanceEnvironment.MINE);
            });
  }

  private static void olderDescriptions(ConformanceEnvironment stage) {
    stage.cloud().volumesInDescriptions(true);
    String instance = stage.instance();
    String id = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();

    assertThat(snapshotIds(stage.describe(id)))
        .singleElement()
        .satisfies(
            snapshotId -> {
              Snapshot snapshot = ConformanceEnvironment.snapshot(stage.ec2(), snapshotId);
              assertThat(snapshot.volumeId()).startsWith("vol-");
              assertThat(snapshot.description())
                  .isEqualTo(
                      "Created by CreateImage(%s) for %s from %s"
                          .formatted(instance, id, snapshot.volumeId()));
            });
  }

  private static void tagsInTheCall(ConformanceEnvironment stage) {
    String instance = stage.instance();
    String id =
        stage
            .ec2()
            .createImage(
                r ->
                    r.instanceId(instance)
                        .name("web-1")
                        .tagSpecifications(
                            tags(ResourceType.IMAGE, "of", "image"),
                            tags(ResourceType.SNAPSHOT, "of", "snapshot")))
            .imageId();

    Image image = stage.describe(id);
    assertThat(image.tags()).extracting(Tag::value).containsExactly("image");
    Snapshot snapshot = ConformanceEnvironment.snapshot(stage.ec2(), snapshotIds(image).getFirst());
    assertThat(snapshot.tags()).extracting(Tag::value).containsExactly("snapshot");
  }

  private static void otherTagSpecification(ConformanceEnvironment stage) {
    String instance = stage.instance();
    refused(
        "InvalidParameterValue",
        () ->
            stage
                .ec2()
                .createImage(
                    r ->
                        r.instanceId(instance)
                            .name("web-1")
                            .tagSpecifications(tags(ResourceType.INSTANCE, "a", "b"))));
  }

  private static void devices(ConformanceEnvironment stage) {
    String instance =
        stage
            .home()
            .instance(
                InstanceSeed.small()
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8), VolumeSeed.of("/dev/sdf", 100)));
    String id =
        stage
            .ec2()
            .createImage(
                r ->
                    r.instanceId(instance)
                        .name("web-1")
                        .blockDeviceMappings(
                            BlockDeviceMapping.builder()
                                .deviceName("/dev/sdf")
                                .noDevice("")
                                .build(),
                            BlockDeviceMapping.builder()
                                .deviceName("/dev/sdg")
                                .ebs(e -> e.volumeSize(20).volumeType("gp3"))
                                .build()))
            .imageId();

    Image image = stage.describe(id);
    assertThat(image.blockDeviceMappings())
        .extracting(BlockDeviceMapping::deviceName)
        .containsExactly("/dev/xvda", "/dev/sdg");
    assertThat(image.blockDeviceMappings().getLast().ebs().snapshotId()).isNull();
  }

  private static void rootStays(ConformanceEnvironment stage) {
    String instance = stage.instance();
    refused(
        "InvalidBlockDeviceMapping",
        () ->
            stage
                .ec2()
                .createImage(
                    r ->
                        r.instanceId(instance)
                            .name("web-1")
                            .blockDeviceMappings(m -> m.deviceName("/dev/xvda").noDevice(""))));
  }

  private static void noEncryption(ConformanceEnvironment stage) {
    String instance = stage.instance();
    refused(
        "InvalidBlockDeviceMapping",
        () ->
            stage
                .ec2()
                .createImage(
                    r ->
                        r.instanceId(instance)
                            .name("web-1")
                            .blockDeviceMappings(
                                m -> m.deviceName("/dev/xvda").ebs(e -> e.encrypted(true)))));
  }

  private static void unknownInstance(ConformanceEnvironment stage) {
    Ec2Exception refusal =
        refused(
            "InvalidInstanceID.NotFound",
            () -> stage.ec2().createImage(r -> r.instanceId("i-0123456789abcdef0").name("web-1")));
    assertThat(refusal.statusCode()).isEqualTo(400);
    assertThat(refusal.requestId()).isNotBlank();
    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo("The instance ID 'i-0123456789abcdef0' does not exist");
  }

  private static void malformedInstance(ConformanceEnvironment stage) {
    refused(
        "InvalidInstanceID.Malformed",
        () -> stage.ec2().createImage(r -> r.instanceId("server-1").name("web-1")));
  }

  private static void duplicateName(ConformanceEnvironment stage) {
    String instance = stage.instance();
    String first = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();
    Ec2Exception refusal =
        refused(
            "InvalidAMIName.Duplicate",
            () -> stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")));
    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo("AMI name web-1 is already in use by AMI " + first);

    stage.ec2().deregisterImage(r -> r.imageId(first));
    assertThat(stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId())
        .isNotEqualTo(first);
  }

  private static void malformedName(ConformanceEnvironment stage) {
    String instance = stage.instance();
    for (String name : List.of("ab", "a".repeat(129), "web:1", "web%1")) {
      refused(
          "InvalidAMIName.Malformed",
          () -> stage.ec2().createImage(r -> r.instanceId(instance).name(name)));
    }
    stage.ec2().createImage(r -> r.instanceId(instance).name("a'b (1) [x]/y_z@1.0-2"));
  }

  private static void missingName(ConformanceEnvironment stage) {
    String instance = stage.instance();
    refused("MissingParameter", () -> stage.ec2().createImage(r -> r.instanceId(instance)));
  }

  private static void dryRun(ConformanceEnvironment stage) {
    String instance = stage.instance();
    Ec2Exception refusal =
        refused(
            "DryRunOperation",
            () -> stage.ec2().createImage(r -> r.instanceId(instance).name("web-1").dryRun(true)));
    assertThat(refusal.statusCode()).isEqualTo(412);
    assertThat(stage.ec2().describeImages(r -> r.owners("self")).images()).isEmpty();
    assertThat(stage.ec2().describeSnapshots(r -> r.ownerIds("self")).snapshots()).isEmpty();
  }

  private static void foreignInstance(ConformanceEnvironment stage) {
    String instance = stage.instance();
    refused(
        "InvalidInstanceID.NotFound",
        () ->
            stage
                .ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
                .createImage(r -> r.instanceId(instance).name("web-1")));
  }
}
