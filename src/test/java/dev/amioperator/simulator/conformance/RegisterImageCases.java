package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.tags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.SnapshotSeed;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** RegisterImage. */
final class RegisterImageCases {
  private static final String API = "API reference, RegisterImage";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "UEFI data has 64,000 characters at most",
              "SDK model and API reference, RegisterImage: length of UefiData",
              RegisterImageCases::uefiData),
          new ConformanceCase(
              "an image over a snapshot shows what it was registered with",
              API,
              RegisterImageCases::registered),
          new ConformanceCase(
              "the snapshots stay untagged: only the image can be tagged in the call",
              API,
              RegisterImageCases::imageTagsOnly),
          new ConformanceCase(
              "architecture and virtualization type default to i386 and paravirtual",
              API,
              RegisterImageCases::defaults),
          new ConformanceCase(
              "an unknown snapshot is refused",
              "API reference, error codes",
              RegisterImageCases::unknownSnapshot),
          new ConformanceCase(
              "the root device needs a snapshot", API, RegisterImageCases::rootNeedsSnapshot),
          new ConformanceCase(
              "a volume cannot be smaller than its snapshot",
              "observed answer of EC2",
              RegisterImageCases::tooSmall),
          new ConformanceCase(
              "encryption of a device that has a snapshot cannot be given",
              API,
              RegisterImageCases::noEncryption));

  private RegisterImageCases() {}

  static RegisterImageRequest.Builder over(String snapshotId) {
    return RegisterImageRequest.builder()
        .name("base-1")
        .architecture("arm64")
        .virtualizationType("hvm")
        .enaSupport(true)
        .rootDeviceName("/dev/xvda")
        .blockDeviceMappings(m -> m.deviceName("/dev/xvda").ebs(e -> e.snapshotId(snapshotId)));
  }

  private static void uefiData(ConformanceEnvironment stage) {
    String snapshot = stage.home().snapshot(SnapshotSeed.of(10));
    RegisterImageRequest.Builder request = over(snapshot).bootMode("uefi");
    refused(
        "InvalidParameterValue",
        () -> stage.ec2().registerImage(request.uefiData("A".repeat(64_001)).build()));
    stage.ec2().registerImage(request.uefiData("A".repeat(64_000)).build());
  }

  private static void registered(ConformanceEnvironment stage) {
    String snapshot = stage.home().snapshot(SnapshotSeed.of(10));
    String id =
        stage
            .ec2()
            .registerImage(over(snapshot).bootMode("uefi").imdsSupport("v2.0").build())
            .imageId();

    assertThat(stage.describe(id).stateAsString()).isEqualTo("pending");
    stage.pass(Duration.ofMinutes(1));
    Image image = stage.describe(id);
    assertThat(image.stateAsString()).isEqualTo("available");
    assertThat(image.architectureAsString()).isEqualTo("arm64");
    assertThat(image.bootModeAsString()).isEqualTo("uefi");
    assertThat(image.imdsSupportAsString()).isEqualTo("v2.0");
    assertThat(image.enaSupport()).isTrue();
    assertThat(image.rootDeviceName()).isEqualTo("/dev/xvda");
    assertThat(image.blockDeviceMappings().getFirst().ebs().snapshotId()).isEqualTo(snapshot);
    assertThat(image.blockDeviceMappings().getFirst().ebs().volumeSize()).isEqualTo(10);
  }

  private static void imageTagsOnly(ConformanceEnvironment stage) {
    String snapshot = stage.home().snapshot(SnapshotSeed.of(10));
    refused(
        "InvalidParameterValue",
        () ->
            stage
                .ec2()
                .registerImage(
                    over(snapshot)
                        .tagSpecifications(tags(ResourceType.SNAPSHOT, "a", "b"))
                        .build()));

    stage
        .ec2()
        .registerImage(
            over(snapshot).tagSpecifications(tags(ResourceType.IMAGE, "a", "b")).build());
    assertThat(ConformanceEnvironment.snapshot(stage.ec2(), snapshot).tags()).isEmpty();
  }

  private static void defaults(ConformanceEnvironment stage) {
    String snapshot = stage.home().snapshot(SnapshotSeed.of(10));
    String id =
        stage
            .ec2()
            .registerImage(
                r ->
                    r.name("old-1")
                        .rootDeviceName("/dev/sda1")
                        .blockDeviceMappings(
                            m -> m.deviceName("/dev/sda1").ebs(e -> e.snapshotId(snapshot))))
            .imageId();

    assertThat(stage.describe(id).architectureAsString()).isEqualTo("i386");
    assertThat(stage.describe(id).virtualizationTypeAsString()).isEqualTo("paravirtual");
    assertThat(stage.describe(id).enaSupport()).isFalse();
  }

  private static void unknownSnapshot(ConformanceEnvironment stage) {
    refused(
        "InvalidSnapshot.NotFound",
        () -> stage.ec2().registerImage(over("snap-0123456789abcdef0").build()));
  }

  private static void rootNeedsSnapshot(ConformanceEnvironment stage) {
    refused(
        "InvalidBlockDeviceMapping",
        () ->
            stage
                .ec2()
                .registerImage(
                    over("ignored")
                        .blockDeviceMappings(
                            m -> m.deviceName("/dev/xvda").ebs(e -> e.volumeSize(8)))
                        .build()));
    refused(
        "MissingParameter",
        () -> stage.ec2().registerImage(r -> r.name("base-1").architecture("x86_64")));
  }

  private static void tooSmall(ConformanceEnvironment stage) {
    String snapshot = stage.home().snapshot(SnapshotSeed.of(10));
    refused(
        "InvalidBlockDeviceMapping",
        () ->
            stage
                .ec2()
                .registerImage(
                    over(snapshot)
                        .blockDeviceMappings(
                            m ->
                                m.deviceName("/dev/xvda")
                                    .ebs(e -> e.snapshotId(snapshot).volumeSize(9)))
                        .build()));
  }

  private static void noEncryption(ConformanceEnvironment stage) {
    String snapshot = stage.home().snapshot(SnapshotSeed.of(10));
    refused(
        "InvalidBlockDeviceMapping",
        () ->
            stage
                .ec2()
                .registerImage(
                    over(snapshot)
                        .blockDeviceMappings(
                            m ->
                                m.deviceName("/dev/xvda")
                                    .ebs(e -> e.snapshotId(snapshot).encrypted(true)))
                        .build()));
  }
}
