package dev.amioperator.it;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.OperationType;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;

/**
 * An image attribute with its spec, drift and expected value.
 *
 * @param spec the attribute, in the spec
 * @param drift changes the image of that id outside the operator
 * @param shown how EC2 shows the attribute
 * @param expected the value in EC2 that matches the spec
 */
record AttributeCase(
    String name,
    String spec,
    BiConsumer<Ec2Client, String> drift,
    BiFunction<Ec2Client, Image, Object> shown,
    Object expected) {
  static final String FRIEND = "111122223333";
  private static final String STRANGER = "999999999999";
  static final String ORGANIZATION =
      "arn:aws:organizations::123456789012:organization/o-abc1234567";
  static final String UNIT = "arn:aws:organizations::123456789012:ou/o-abc1234567/ou-ab12-cdefghij";

  static List<AttributeCase> all() {
    return List.of(
        new AttributeCase(
            "description",
            "description: web tier",
            (ec2, id) ->
                ec2.modifyImageAttribute(r -> r.imageId(id).description(v -> v.value("x"))),
            (ec2, image) -> image.description(),
            "web tier"),
        new AttributeCase(
            "tags",
            "tags: {family: web}",
            (ec2, id) -> ec2.deleteTags(r -> r.resources(id).tags(t -> t.key("family"))),
            (ec2, image) -> image.tags().stream().anyMatch(t -> t.key().equals("family")),
            true),
        new AttributeCase(
            "deprecation",
            "deprecation: {at: 2031-06-01T00:00:00Z}",
            (ec2, id) -> ec2.disableImageDeprecation(r -> r.imageId(id)),
            (ec2, image) ->
                image.deprecationTime() == null ? null : Instant.parse(image.deprecationTime()),
            Instant.parse("2031-06-01T00:00:00Z")),
        new AttributeCase(
            "deregistration-protection",
            "deregistrationProtection: {enabled: true}",
            (ec2, id) -> ec2.disableImageDeregistrationProtection(r -> r.imageId(id)),
            (ec2, image) -> image.deregistrationProtection(),
            "enabled-without-cooldown"),
        new AttributeCase(
            "enabled",
            "disabled: false",
            (ec2, id) -> ec2.disableImage(r -> r.imageId(id)),
            (ec2, image) -> image.stateAsString(),
            "available"),
        new AttributeCase(
            "disabled",
            "disabled: true, launchPermissions: {}",
            (ec2, id) -> ec2.enableImage(r -> r.imageId(id)),
            (ec2, image) -> image.stateAsString(),
            "disabled"),
        new AttributeCase(
            "launch-permissions",
            "launchPermissions: {accountIds: [\"%s\"], organizationArns: [\"%s\"], organizationalUnitArns: [\"%s\"]}"
                .formatted(FRIEND, ORGANIZATION, UNIT),
            (ec2, id) -> {
              change(ec2, id, OperationType.REMOVE, FRIEND);
              change(ec2, id, OperationType.ADD, STRANGER);
            },
            AttributeCase::launchPermissions,
            List.of(FRIEND, ORGANIZATION, UNIT)),
        new AttributeCase(
            "snapshot-permissions",
            "launchPermissions: {accountIds: [\"%s\"], includeSnapshots: true}".formatted(FRIEND),
            (ec2, id) ->
                ec2.resetSnapshotAttribute(
                    r ->
                        r.snapshotId(snapshot(image(ec2, id)))
                            .attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION)),
            (ec2, image) -> volumePermissions(ec2, snapshot(image)),
            List.of(FRIEND)),
        new AttributeCase(
            "fast-launch",
            "fastLaunch: {enabled: true, targetResourceCount: 7}",
            (ec2, id) ->
                ec2.enableFastLaunch(
                    r -> r.imageId(id).snapshotConfiguration(c -> c.targetResourceCount(2))),
            AttributeCase::fastLaunch,
            7));
  }

  /** Reads the current image attribute from EC2. */
  Object shown(Ec2Client ec2, String imageId) {
    return shown.apply(ec2, image(ec2, imageId));
  }

  @Override
  public String toString() {
    return name;
  }

  static Image image(Ec2Client ec2, String imageId) {
    return ec2.describeImages(r -> r.includeDisabled(true).imageIds(imageId)).images().getFirst();
  }

  private static String snapshot(Image image) {
    return image.blockDeviceMappings().getFirst().ebs().snapshotId();
  }

  private static void change(Ec2Client ec2, String id, OperationType operation, String account) {
    ec2.modifyImageAttribute(
        r -> r.imageId(id).attribute("launchPermission").operationType(operation).userIds(account));
  }

  private static List<String> launchPermissions(Ec2Client ec2, Image image) {
    return ec2
        .describeImageAttribute(
            r -> r.imageId(image.imageId()).attribute(ImageAttributeName.LAUNCH_PERMISSION))
        .launchPermissions()
        .stream()
        .map(AttributeCase::entity)
        .sorted()
        .toList();
  }

  private static String entity(LaunchPermission permission) {
    return Stream.of(
            permission.userId(), permission.organizationArn(), permission.organizationalUnitArn())
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  /** Target count of prepared snapshots, which is stable while fast launch is being enabled. */
  private static int fastLaunch(Ec2Client ec2, Image image) {
    return ec2
        .describeFastLaunchImages(r -> r.imageIds(image.imageId()))
        .fastLaunchImages()
        .stream()
        .map(launch -> launch.snapshotConfiguration().targetResourceCount())
        .findFirst()
        .orElse(0);
  }

  private static List<String> volumePermissions(Ec2Client ec2, String snapshotId) {
    return ec2
        .describeSnapshotAttribute(
            r -> r.snapshotId(snapshotId).attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION))
        .createVolumePermissions()
        .stream()
        .map(CreateVolumePermission::userId)
        .toList();
  }
}
