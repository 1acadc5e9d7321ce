package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AwsRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.Snapshot;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.ImdsSupportValues;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.PermissionGroup;
import software.amazon.awssdk.services.ec2.model.ProductCodeValues;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Maps EC2's responses to the records of the port; what EC2 leaves out becomes empty. */
final class Responses {
  /** The platform in lower case, as EC2 writes it and the SDK's enum does not. */
  private static final String WINDOWS = "windows";

  private static final Pattern DISABLED_AFTER =
      Pattern.compile(
          "^disabled[ -]after.*?(?<date>\\d{4}-\\d{2}-\\d{2})[T ](?<time>\\d{2}:\\d{2}:\\d{2})",
          Pattern.CASE_INSENSITIVE);

  private Responses() {}

  static Page<Image> images(DescribeImagesResponse response) {
    return new Page<>(
        response.images().stream().map(Responses::image).toList(), token(response.nextToken()));
  }

  static Page<ImageSummary> imageSummaries(DescribeImagesResponse response) {
    return new Page<>(
        response.images().stream()
            .map(
                image ->
                    new ImageSummary(
                        image.imageId(),
                        instant(image.creationDate()),
                        instant(image.deprecationTime())))
            .toList(),
        token(response.nextToken()));
  }

  static Page<Snapshot> snapshots(DescribeSnapshotsResponse response) {
    return new Page<>(
        response.snapshots().stream().map(Responses::snapshot).toList(),
        token(response.nextToken()));
  }

  static LaunchPermissions launchPermissions(List<LaunchPermission> permissions) {
    Set<String> arns = new HashSet<>();
    permissions.stream()
        .flatMap(entry -> Stream.of(entry.organizationArn(), entry.organizationalUnitArn()))
        .filter(Objects::nonNull)
        .forEach(arns::add);
    return new LaunchPermissions(
        permissions.stream().anyMatch(entry -> entry.group() == PermissionGroup.ALL),
        permissions.stream()
            .map(LaunchPermission::userId)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet()),
        arns);
  }

  /** The accounts that may use a snapshot, and the group of all accounts. */
  static Set<String> createVolumeEntities(List<CreateVolumePermission> permissions) {
    return permissions.stream()
        .flatMap(
            permission -> Stream.of(text(permission.userId()), text(permission.groupAsString())))
        .filter(entity -> !entity.isEmpty())
        .collect(Collectors.toSet());
  }

  static List<AwsRegion> regions(DescribeRegionsResponse response) {
    return response.regions().stream()
        .map(r -> new AwsRegion(r.regionName(), AwsRegion.OptInStatus.of(text(r.optInStatus()))))
        .toList();
  }

  static Page<ImageReference> imageReferences(DescribeImageReferencesResponse response) {
    return new Page<>(
        response.imageReferences().stream()
            .map(
                r -> new ImageReference(r.imageId(), text(r.resourceTypeAsString()), text(r.arn())))
            .toList(),
        token(response.nextToken()));
  }

  /** The token of EC2's next page; null or empty after the last page. */
  static Optional<String> token(String token) {
    return Optional.ofNullable(token).filter(text -> !text.isEmpty());
  }

  static Image image(software.amazon.awssdk.services.ec2.model.Image image) {
    return new Image(
        image.imageId(),
        text(image.name()),
        text(image.ownerId()),
        toEnum(image.state(), Image.State.UNKNOWN),
        image.stateReason() == null ? "" : text(image.stateReason().message()),
        instant(image.creationDate()),
        text(image.description()),
        tags(image.tags()),
        image.blockDeviceMappings().stream().map(Responses::blockDevice).toList(),
        new Image.Settings(
            instant(image.deprecationTime()),
            protection(text(image.deregistrationProtection())),
            protectedUntil(text(image.deregistrationProtection())),
            image.imdsSupport() == ImdsSupportValues.V2_0,
            image.productCodes().stream()
                .anyMatch(code -> code.productCodeType() == ProductCodeValues.MARKETPLACE),
            WINDOWS.equalsIgnoreCase(image.platformAsString()),
            image.imageWatermarks().stream().map(mark -> text(mark.watermarkKey())).toList(),
            Boolean.TRUE.equals(image.publicLaunchPermissions())),
        text(image.architectureAsString()),
        copiedFrom(image),
        instant(image.lastLaunchedTime()));
  }

  /**
   * CreateImage reports the image of the instance as the source, too, and other bytes: only then
   * EC2 names the instance (API reference, Image: sourceImageId and sourceInstanceId).
   */
  private static Optional<Image.Source> copiedFrom(
      software.amazon.awssdk.services.ec2.model.Image image) {
    return Optional.of(text(image.sourceImageId()))
        .filter(id -> !id.isEmpty() && text(image.sourceInstanceId()).isEmpty())
        .map(id -> new Image.Source(id, text(image.sourceImageRegion())));
  }

  /**
   * EC2 has {@code enabled-without-cooldown}, {@code enabled-with-cooldown}, {@code disabled}, and
   * {@code disabled after <time>} while a cooldown runs.
   */
  private static Image.DeregistrationProtection protection(String value) {
    if (!value.startsWith("enabled")) {
      return Image.DeregistrationProtection.DISABLED;
    }
    return value.endsWith("with-cooldown")
        ? Image.DeregistrationProtection.ENABLED_WITH_COOLDOWN
        : Image.DeregistrationProtection.ENABLED;
  }

  /** The time in UTC in {@code disabled after <time>}; an unreadable time counts as none. */
  private static Optional<Instant> protectedUntil(String value) {
    Matcher matcher = DISABLED_AFTER.matcher(value);
    return matcher.find()
        ? instant(matcher.group("date") + "T" + matcher.group("time") + "Z")
        : Optional.empty();
  }

  private static Image.BlockDevice blockDevice(BlockDeviceMapping mapping) {
    EbsBlockDevice volume = mapping.ebs();
    return volume == null
        ? new Image.BlockDevice(text(mapping.deviceName()), Optional.empty(), 0, false)
        : new Image.BlockDevice(
            text(mapping.deviceName()),
            Optional.ofNullable(volume.snapshotId()),
            number(volume.volumeSize()),
            Boolean.TRUE.equals(volume.encrypted()));
  }

  private static Snapshot snapshot(software.amazon.awssdk.services.ec2.model.Snapshot snapshot) {
    return new Snapshot(
        snapshot.snapshotId(),
        text(snapshot.ownerId()),
        toEnum(snapshot.state(), Snapshot.State.UNKNOWN),
        percent(snapshot.progress()),
        number(snapshot.volumeSize()),
        text(snapshot.description()),
        tags(snapshot.tags()),
        Optional.ofNullable(snapshot.kmsKeyId()),
        new Snapshot.Creation(
            Optional.ofNullable(snapshot.startTime()),
            Optional.ofNullable(snapshot.completionTime()),
            Optional.ofNullable(snapshot.completionDurationMinutes()),
            text(snapshot.stateMessage())),
        Optional.ofNullable(snapshot.fullSnapshotSizeInBytes()));
  }

  /**
   * The constant with the name of the SDK's: they name EC2's values alike.
   *
   * @param unknown for a value that EC2 left out or that this version does not know
   */
  static <E extends Enum<E>> E toEnum(Enum<?> sdkValue, E unknown) {
    return Arrays.stream(unknown.getDeclaringClass().getEnumConstants())
        .filter(value -> sdkValue != null && value.name().equals(sdkValue.name()))
        .findFirst()
        .orElse(unknown);
  }

  static Map<String, String> tags(List<Tag> tags) {
    return tags.stream().collect(Collectors.toMap(Tag::key, tag -> text(tag.value())));
  }

  /** The percentage in EC2's {@code 42%}, which is missing at first. */
  private static int percent(String progress) {
    try {
      return Integer.parseInt(text(progress).replace("%", "").strip());
    } catch (NumberFormatException notYet) {
      return 0;
    }
  }

  /** EC2's times of images are text; an unreadable text counts as none. */
  static Optional<Instant> instant(String time) {
    try {
      return Optional.of(Instant.parse(text(time)));
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }

  private static long number(Integer number) {
    return number == null ? 0 : number;
  }

  static String text(String text) {
    return text == null ? "" : text;
  }
}
