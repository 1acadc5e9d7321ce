package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.Snapshot;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.ImdsSupportValues;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.PermissionGroup;
import software.amazon.awssdk.services.ec2.model.ProductCodeValues;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.kms.model.GrantListEntry;

/** The answers that come in, as the operator's records. What EC2 leaves out becomes empty. */
final class Responses {
  /** EC2 writes it in lower case, the SDK's enum does not. */
  private static final String WINDOWS = "windows";

  private Responses() {}

  static Page<Image> images(DescribeImagesResponse answer) {
    return new Page<>(
        answer.images().stream().map(Responses::image).toList(), token(answer.nextToken()));
  }

  static Page<ImageSummary> imageSummaries(DescribeImagesResponse answer) {
    return new Page<>(
        answer.images().stream()
            .map(
                image ->
                    new ImageSummary(
                        image.imageId(),
                        instant(image.creationDate()),
                        instant(image.deprecationTime())))
            .toList(),
        token(answer.nextToken()));
  }

  static Page<Snapshot> snapshots(DescribeSnapshotsResponse answer) {
    return new Page<>(
        answer.snapshots().stream().map(Responses::snapshot).toList(), token(answer.nextToken()));
  }

  static LaunchPermissions launchPermissions(List<LaunchPermission> permissions) {
    Set<String> others = new HashSet<>();
    permissions.stream()
        .flatMap(one -> Stream.of(one.organizationArn(), one.organizationalUnitArn()))
        .filter(Objects::nonNull)
        .forEach(others::add);
    return new LaunchPermissions(
        permissions.stream().anyMatch(one -> one.group() == PermissionGroup.ALL),
        permissions.stream()
            .map(LaunchPermission::userId)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet()),
        others);
  }

  /** The accounts; that a snapshot is public is not managed, and not told. */
  static Set<String> createVolumeAccounts(List<CreateVolumePermission> permissions) {
    return permissions.stream()
        .map(CreateVolumePermission::userId)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  static KmsKeyAccess.Grant grant(GrantListEntry grant) {
    return new KmsKeyAccess.Grant(
        text(grant.granteePrincipal()), grant.operationsAsStrings(), grant.constraints() != null);
  }

  static ImageReference imageReference(
      software.amazon.awssdk.services.ec2.model.ImageReference reference) {
    return new ImageReference(
        reference.imageId(), text(reference.resourceTypeAsString()), text(reference.arn()));
  }

  /** An empty token means what no token means: this was the last page. */
  static Optional<String> token(String token) {
    return Optional.ofNullable(token).filter(text -> !text.isEmpty());
  }

  private static Image image(software.amazon.awssdk.services.ec2.model.Image image) {
    return new Image(
        image.imageId(),
        text(image.name()),
        text(image.ownerId()),
        state(image.state()),
        image.stateReason() == null ? "" : text(image.stateReason().message()),
        instant(image.creationDate()),
        text(image.description()),
        tags(image.tags()),
        image.blockDeviceMappings().stream().map(Responses::blockDevice).toList(),
        new Image.Settings(
            instant(image.deprecationTime()),
            protection(text(image.deregistrationProtection())),
            image.imdsSupport() == ImdsSupportValues.V2_0,
            image.productCodes().stream()
                .anyMatch(code -> code.productCodeType() == ProductCodeValues.MARKETPLACE),
            WINDOWS.equalsIgnoreCase(image.platformAsString())));
  }

  /**
   * EC2 writes {@code disabled}, {@code enabled-without-cooldown}, {@code enabled-with-cooldown}.
   */
  private static Image.DeregistrationProtection protection(String word) {
    if (!word.startsWith("enabled")) {
      return Image.DeregistrationProtection.DISABLED;
    }
    return word.endsWith("with-cooldown")
        ? Image.DeregistrationProtection.ENABLED_WITH_COOLDOWN
        : Image.DeregistrationProtection.ENABLED;
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
        state(snapshot.state()),
        percent(snapshot.progress()),
        number(snapshot.volumeSize()),
        text(snapshot.description()),
        tags(snapshot.tags()),
        Optional.ofNullable(snapshot.kmsKeyId()));
  }

  private static Image.State state(ImageState state) {
    return switch (state) {
      case null -> Image.State.UNKNOWN;
      case PENDING -> Image.State.PENDING;
      case AVAILABLE -> Image.State.AVAILABLE;
      case DISABLED -> Image.State.DISABLED;
      case FAILED -> Image.State.FAILED;
      case ERROR -> Image.State.ERROR;
      case INVALID -> Image.State.INVALID;
      case TRANSIENT -> Image.State.TRANSIENT;
      case DEREGISTERED -> Image.State.DEREGISTERED;
      case UNKNOWN_TO_SDK_VERSION -> Image.State.UNKNOWN;
    };
  }

  private static Snapshot.State state(SnapshotState state) {
    return switch (state) {
      case null -> Snapshot.State.UNKNOWN;
      case PENDING -> Snapshot.State.PENDING;
      case COMPLETED -> Snapshot.State.COMPLETED;
      case ERROR -> Snapshot.State.ERROR;
      case RECOVERABLE -> Snapshot.State.RECOVERABLE;
      case RECOVERING -> Snapshot.State.RECOVERING;
      case UNKNOWN_TO_SDK_VERSION -> Snapshot.State.UNKNOWN;
    };
  }

  static Map<String, String> tags(List<Tag> tags) {
    return tags.stream().collect(Collectors.toMap(Tag::key, tag -> text(tag.value())));
  }

  /** EC2 writes {@code 42%}, and nothing at first. */
  private static int percent(String progress) {
    try {
      return Integer.parseInt(text(progress).replace("%", "").strip());
    } catch (NumberFormatException notYet) {
      return 0;
    }
  }

  /** EC2's times of images are text; one that cannot be read is as good as none. */
  private static Optional<Instant> instant(String time) {
    try {
      return Optional.of(Instant.parse(text(time)));
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }

  private static long number(Integer number) {
    return number == null ? 0 : number;
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }
}
