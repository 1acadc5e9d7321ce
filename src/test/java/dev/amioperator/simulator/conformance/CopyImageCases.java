package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.snapshotIds;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.tags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.simulator.state.Quotas;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.OperationType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;

/** CopyImage. */
final class CopyImageCases {
  private static final String API = "API reference, CopyImage";
  private static final String IDEMPOTENCY = "EC2 developer guide, ensuring idempotency";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "a copy takes time by its size and shows its progress",
              API,
              CopyImageCases::takesTime),
          new ConformanceCase(
              "a copy has the source's traits and snapshots of its own",
              API,
              CopyImageCases::sameTraits),
          new ConformanceCase(
              "the same client token and request give the same image",
              IDEMPOTENCY,
              CopyImageCases::sameToken),
          new ConformanceCase(
              "a client token with another request is refused",
              IDEMPOTENCY,
              CopyImageCases::tokenMismatch),
          new ConformanceCase(
              "image and snapshots are tagged in the call", API, CopyImageCases::tagsInTheCall),
          new ConformanceCase(
              "copyImageTags takes the caller's own tags along",
              API,
              CopyImageCases::copyImageTags),
          new ConformanceCase(
              "a copy can be encrypted, and never loses encryption",
              API + "; https://github.com/hashicorp/packer/issues/6778 (message)",
              CopyImageCases::encryption),
          new ConformanceCase(
              "a key without encrypted is refused", API, CopyImageCases::keyWithoutEncrypted),
          new ConformanceCase(
              "300 images are copied at a time into a region, whatever they have of snapshots",
              "EC2 user guide, how-ami-copy-works.html: 300 concurrent AMI copies to a Region",
              CopyImageCases::quota),
          new ConformanceCase(
              "a region may limit the snapshots of CopyImage to 20 at a time",
              "EBS quotas, concurrent snapshot copies per destination Region; observed message",
              CopyImageCases::snapshotQuota),
          new ConformanceCase(
              "a shared image is copied only if its snapshots are shared too",
              "EC2 user guide, copy an AMI: permissions",
              CopyImageCases::sharedSource),
          new ConformanceCase(
              "a private image of another account is unknown",
              "API reference, error codes",
              CopyImageCases::foreignSource),
          new ConformanceCase(
              "a source that is not available cannot be copied",
              API,
              CopyImageCases::pendingSource),
          new ConformanceCase(
              "disabled and deprecated images can be copied",
              "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/CopyingAMIs.html (the procedure"
                  + " filters by Disabled images), ami-deprecate.html",
              CopyImageCases::disabledSource),
          new ConformanceCase(
              "copyImageTags takes tags of another account along only if they are shared tags",
              "botocore 1.44.5 service model, CopyImageRequest.CopyImageTags; "
                  + "https://aws.amazon.com/about-aws/whats-new/2026/10/ec2-ami-shared-tags",
              CopyImageCases::sharedTags),
          new ConformanceCase(
              "an unknown source region is refused", API, CopyImageCases::unknownRegion));

  private CopyImageCases() {}

  private static void takesTime(ConformanceEnvironment stage) {
    String source =
        stage.home().image(ImageSeed.named("big").withVolumes(VolumeSeed.of("/dev/xvda", 100)));
    String id = stage.away().copyImage(stage.copyOf(source, "big").build()).imageId();

    Image pending = ConformanceEnvironment.describe(stage.away(), id);
    assertThat(pending.stateAsString()).isEqualTo("pending");
    String snapshotId = snapshotIds(pending).getFirst();
    stage.pass(Duration.ofSeconds(527));
    Snapshot half = ConformanceEnvironment.snapshot(stage.away(), snapshotId);
    assertThat(half.stateAsString()).isEqualTo("pending");
    assertThat(half.progress()).isEqualTo("50%");
    assertThat(half.transferTypeAsString()).isEqualTo("standard");

    stage.pass(Duration.ofSeconds(600));
    assertThat(ConformanceEnvironment.describe(stage.away(), id).stateAsString())
        .isEqualTo("available");
    Snapshot done = ConformanceEnvironment.snapshot(stage.away(), snapshotId);
    assertThat(done.stateAsString()).isEqualTo("completed");
    assertThat(done.progress()).isEqualTo("100%");
  }

  private static void sameTraits(ConformanceEnvironment stage) {
    String source = stage.home().image(ImageSeed.named("web-1").withArchitecture("arm64"));
    String id =
        stage
            .away()
            .copyImage(stage.copyOf(source, "web-2").description("copied").build())
            .imageId();

    Image copy = ConformanceEnvironment.describe(stage.away(), id);
    assertThat(copy.name()).isEqualTo("web-2");
    assertThat(copy.description()).isEqualTo("copied");
    assertThat(copy.architectureAsString()).isEqualTo("arm64");
    assertThat(copy.sourceImageId()).isEqualTo(source);
    assertThat(copy.sourceImageRegion()).isEqualTo(ConformanceEnvironment.HOME);
    String original = snapshotIds(stage.describe(source)).getFirst();
    assertThat(snapshotIds(copy)).hasSize(1).doesNotContain(original);
    assertThat(
            ConformanceEnvironment.snapshot(stage.away(), snapshotIds(copy).getFirst())
                .description())
        .startsWith("Copied for DestinationAmi " + id + " from SourceAmi " + source)
        .contains("for SourceSnapshot " + original);
  }

  private static void sameToken(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    var request = stage.copyOf(source, "web-1").clientToken("token-1").build();
    String first = stage.away().copyImage(request).imageId();

    assertThat(stage.away().copyImage(request).imageId()).isEqualTo(first);
    assertThat(stage.away().describeImages(r -> r.owners("self")).images()).hasSize(1);
  }

  private static void tokenMismatch(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    stage.away().copyImage(stage.copyOf(source, "web-1").clientToken("token-1").build());
    refused(
        "IdempotentParameterMismatch",
        () -> stage.away().copyImage(stage.copyOf(source, "web-2").clientToken("token-1").build()));
  }

  private static void tagsInTheCall(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    String id =
        stage
            .away()
            .copyImage(
                stage
                    .copyOf(source, "web-1")
                    .tagSpecifications(
                        tags(ResourceType.IMAGE, "of", "image"),
                        tags(ResourceType.SNAPSHOT, "of", "snapshot"))
                    .build())
            .imageId();

    Image copy = ConformanceEnvironment.describe(stage.away(), id);
    assertThat(copy.tags()).extracting(Tag::value).containsExactly("image");
    assertThat(ConformanceEnvironment.snapshot(stage.away(), snapshotIds(copy).getFirst()).tags())
        .extracting(Tag::value)
        .containsExactly("snapshot");
  }

  private static void copyImageTags(ConformanceEnvironment stage) {
    String source =
        stage.home().image(ImageSeed.named("web-1").tagged("team", "shop").tagged("tier", "web"));
    String id =
        stage
            .away()
            .copyImage(
                stage
                    .copyOf(source, "web-1")
                    .copyImageTags(true)
                    .tagSpecifications(tags(ResourceType.IMAGE, "tier", "copy"))
                    .build())
            .imageId();

    assertThat(ConformanceEnvironment.describe(stage.away(), id).tags())
        .extracting(Tag::key, Tag::value)
        .containsExactlyInAnyOrder(tuple("team", "shop"), tuple("tier", "copy"));
  }

  private static void encryption(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    String id =
        stage.away().copyImage(stage.copyOf(source, "web-1").encrypted(true).build()).imageId();
    stage.pass(Duration.ofHours(1));
    Image copy = ConformanceEnvironment.describe(stage.away(), id);
    assertThat(copy.blockDeviceMappings().getFirst().ebs().encrypted()).isTrue();

    String again =
        stage
            .ec2()
            .copyImage(
                r -> r.sourceRegion(ConformanceEnvironment.AWAY).sourceImageId(id).name("back"))
            .imageId();
    assertThat(stage.describe(again).blockDeviceMappings().getFirst().ebs().encrypted()).isTrue();
    Ec2Exception refusal =
        refused(
            "InvalidRequest",
            () ->
                stage
                    .ec2()
                    .copyImage(
                        r ->
                            r.sourceRegion(ConformanceEnvironment.AWAY)
                                .sourceImageId(id)
                                .name("plain")
                                .encrypted(false)));
    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo(
            "Snapshot %s is encrypted. Creating unencrypted copy from an encrypted snapshot is not"
                    .formatted(snapshotIds(copy).getFirst())
                + " supported.");
  }

  private static void keyWithoutEncrypted(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    refused(
        "InvalidParameterDependency",
        () -> stage.away().copyImage(stage.copyOf(source, "web-1").kmsKeyId("alias/mine").build()));
  }

  private static void quota(ConformanceEnvironment stage) {
    String source = stage.home().image(ImageSeed.named("web"));
    for (int i = 0; i < 300; i++) {
      stage.away().copyImage(stage.copyOf(source, "web-" + i).build());
    }
    refused(
        "ResourceLimitExceeded",
        () -> stage.away().copyImage(stage.copyOf(source, "one-more").build()));

    stage.ec2().copyImage(stage.copyOf(source, "elsewhere").build());
    stage.pass(Duration.ofHours(1));
    stage.away().copyImage(stage.copyOf(source, "one-more").build());
  }

  private static void snapshotQuota(ConformanceEnvironment stage) {
    stage.cloud().quotas(Quotas::countingSnapshotsOfImages);
    VolumeSeed[] volumes = new VolumeSeed[8];
    for (int i = 0; i < volumes.length; i++) {
      volumes[i] = VolumeSeed.of("/dev/sd" + (char) ('f' + i), 8);
    }
    String source = stage.home().image(ImageSeed.named("wide").withVolumes(volumes));
    stage.away().copyImage(stage.copyOf(source, "wide-1").build());
    stage.away().copyImage(stage.copyOf(source, "wide-2").build());
    Ec2Exception refusal =
        refused(
            "ResourceLimitExceeded",
            () -> stage.away().copyImage(stage.copyOf(source, "wide-3").build()));
    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo(
            "Too many snapshot copies in progress. The limit is 20 for this destination region.");

    stage.ec2().copyImage(stage.copyOf(source, "elsewhere").build());
    stage.pass(Duration.ofHours(1));
    stage.away().copyImage(stage.copyOf(source, "wide-3").build());
  }

  private static void sharedSource(ConformanceEnvironment stage) {
    String source = stage.created("web-1");
    Ec2Client other = stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);
    stage
        .ec2()
        .modifyImageAttribute(
            r ->
                r.imageId(source)
                    .launchPermission(p -> p.add(a -> a.userId(ConformanceEnvironment.OTHER))));
    refused("InvalidRequest", () -> other.copyImage(stage.copyOf(source, "mine-now").build()));

    String snapshot = snapshotIds(stage.describe(source)).getFirst();
    stage
        .ec2()
        .modifySnapshotAttribute(
            r ->
                r.snapshotId(snapshot)
                    .attribute("createVolumePermission")
                    .operationType(OperationType.ADD)
                    .userIds(ConformanceEnvironment.OTHER));
    String copy = other.copyImage(stage.copyOf(source, "mine-now").build()).imageId();
    assertThat(ConformanceEnvironment.describe(other, copy).ownerId())
        .isEqualTo(ConformanceEnvironment.OTHER);
  }

  private static void foreignSource(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    refused(
        "InvalidAMIID.NotFound",
        () ->
            stage
                .ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
                .copyImage(stage.copyOf(source, "mine-now").build()));
  }

  private static void pendingSource(ConformanceEnvironment stage) {
    String instance = stage.instance();
    String source = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();
    refused("IncorrectState", () -> stage.away().copyImage(stage.copyOf(source, "web-1").build()));
  }

  private static void disabledSource(ConformanceEnvironment stage) {
    String disabled = stage.image("web-1");
    stage.ec2().disableImage(r -> r.imageId(disabled));
    String deprecated = stage.image("web-2");
    stage
        .ec2()
        .enableImageDeprecation(
            r -> r.imageId(deprecated).deprecateAt(ConformanceEnvironment.START.plusSeconds(60)));
    stage.pass(Duration.ofMinutes(2));

    String ofDisabled = stage.away().copyImage(stage.copyOf(disabled, "web-1").build()).imageId();
    String ofDeprecated =
        stage.away().copyImage(stage.copyOf(deprecated, "web-2").build()).imageId();

    stage.pass(Duration.ofHours(1));
    assertThat(ConformanceEnvironment.describe(stage.away(), ofDisabled).stateAsString())
        .isEqualTo("available");
    assertThat(ConformanceEnvironment.describe(stage.away(), ofDeprecated).deprecationTime())
        .isNull();
  }

  private static void sharedTags(ConformanceEnvironment stage) {
    String source = stage.created("web-1");
    Image own = stage.describe(source);
    stage
        .ec2()
        .createTags(
            r ->
                r.resources(source)
                    .tags(
                        t -> t.key("ec2:SharedTag/status").value("approved"),
                        t -> t.key("team").value("shop")));
    stage
        .ec2()
        .modifyImageAttribute(
            r ->
                r.imageId(source)
                    .launchPermission(p -> p.add(a -> a.userId(ConformanceEnvironment.OTHER))));
    stage
        .ec2()
        .modifySnapshotAttribute(
            r ->
                r.snapshotId(snapshotIds(own).getFirst())
                    .attribute("createVolumePermission")
                    .operationType(OperationType.ADD)
                    .userIds(ConformanceEnvironment.OTHER));

    Ec2Client other = stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);
    assertThat(ConformanceEnvironment.describe(other, source).tags())
        .extracting(Tag::key)
        .containsExactly("ec2:SharedTag/status");
    String plain = other.copyImage(stage.copyOf(source, "plain").build()).imageId();
    String tagged =
        other.copyImage(stage.copyOf(source, "tagged").copyImageTags(true).build()).imageId();
    assertThat(ConformanceEnvironment.describe(other, plain).tags()).isEmpty();
    assertThat(ConformanceEnvironment.describe(other, tagged).tags())
        .extracting(Tag::key)
        .containsExactly("ec2:SharedTag/status");
  }

  private static void unknownRegion(ConformanceEnvironment stage) {
    String source = stage.image("web-1");
    refused(
        "InvalidParameterValue",
        () -> stage.away().copyImage(stage.copyOf(source, "web-1").sourceRegion("moon-1").build()));
  }
}
