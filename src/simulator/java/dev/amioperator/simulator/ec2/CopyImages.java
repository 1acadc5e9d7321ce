package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CopyImageResponse;

/** CopyImage, called in the destination region: copies an image with all its snapshots. */
public final class CopyImages {
  /** Reason of a copy whose snapshots failed by their keys, as users of Packer reported it. */
  private static final AsyncOperation.Failure INTERNAL_ERROR =
      new AsyncOperation.Failure(
          "Client.InternalError", "Copy image failed with an internal error");

  /**
   * Starts a copy of an image.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidAMIID.*}, {@code
   *     InvalidAMIName.*}, {@code InvalidRequest}, {@code IdempotentParameterMismatch}, {@code
   *     ResourceLimitExceeded}
   */
  public CopyImageResponse copy(Call call, CopyImageRequest request) {
    Object parameters = request.toBuilder().dryRun(null).build();
    String id =
        ClientTokens.createOnce(
            call, "CopyImage", request.clientToken(), parameters, () -> start(call, request));
    return CopyImageResponse.builder().imageId(id).build();
  }

  private static String start(Call call, CopyImageRequest request) {
    Region sourceRegion = sourceRegion(call, request.sourceRegion());
    Image source = source(call, sourceRegion, request.sourceImageId());
    ImageNames.check(call, request.name());
    ImageNames.checkDescription(request.description());
    ImageCreationTags tags = tags(call, request, source);
    List<Snapshot> snapshots = sourceSnapshots(call, sourceRegion, source);
    checkEncryption(request, snapshots);
    SnapshotCopies copies =
        SnapshotCopies.plan(
                call,
                sourceRegion,
                snapshots,
                Boolean.TRUE.equals(request.encrypted()),
                request.kmsKeyId(),
                request.snapshotCopyCompletionDurationMinutes())
            .keepingKeys();
    CopyQuotas.checkImageCopy(call, snapshots.size());
    tags.checkAllowed(call);

    return register(call, request, sourceRegion, source, copies, tags);
  }

  private static String register(
      Call call,
      CopyImageRequest request,
      Region sourceRegion,
      Image source,
      SnapshotCopies copies,
      ImageCreationTags tags) {
    String id = call.newId("ami");
    List<Snapshot> copied = new ArrayList<>();
    List<BlockDevice> devices =
        ImageRegistration.withNewSnapshots(
            source.blockDevices(),
            device -> {
              Snapshot original = sourceRegion.snapshots().get(device.snapshotId());
              copied.add(copies.start(call, original, description(call, id, source, original)));
              return copied.getLast();
            });
    copied.forEach(snapshot -> tags.apply(call, snapshot));
    AsyncOperation creation =
        copied.stream()
            .map(Snapshot::creation)
            .reduce(
                AsyncOperation.lasting(call.now(), call.timing().overhead()), CopyImages::laterOf);
    Image.Origin origin =
        ImageRegistration.origin(call, request.name(), null, source.id(), sourceRegion.name());
    Image image = ImageRegistration.register(call, id, origin, source.traits(), devices, creation);
    image.description(request.description());
    image.watermarks().addAll(source.watermarks());
    tags.apply(call, image);
    return id;
  }

  static Region sourceRegion(Call call, String name) {
    if (name == null || name.isEmpty()) {
      throw Ec2Errors.missingParameter("SourceRegion");
    }
    return call.cloudState()
        .region(name)
        .filter(region -> Partition.of(name).equals(Partition.of(call.region().name())))
        .orElseThrow(() -> Ec2Errors.invalidValue(name, "sourceRegion", "Unknown region."));
  }

  private static Image source(Call call, Region region, String id) {
    if (id == null || id.isEmpty()) {
      throw Ec2Errors.missingParameter("SourceImageId");
    }
    Image source = ResourceLookup.image(call, region, id);
    String state = source.state(call.now());
    if (source.deregisteredAt() != null) {
      throw Ec2Errors.imageUnavailable(id);
    }
    if (!state.equals("available") && !state.equals("disabled")) {
      throw Ec2Errors.incorrectState(
          "The image '" + id + "' is in state '" + state + "' and cannot be copied");
    }
    return source;
  }

  private static ImageCreationTags tags(Call call, CopyImageRequest request, Image source) {
    ImageCreationTags requested = ImageCreationTags.of(request.tagSpecifications());
    Map<String, String> tags = new LinkedHashMap<>();
    if (Boolean.TRUE.equals(request.copyImageTags())) {
      tags.putAll(
          source.ownerId().equals(call.accountId())
              ? source.tags()
              : TagRules.sharedTags(source.tags()));
      tags.keySet().removeIf(TagRules::reserved);
    }
    tags.putAll(requested.image());
    TagRules.checkLimit(tags);
    return new ImageCreationTags(tags, requested.snapshots());
  }

  private static List<Snapshot> sourceSnapshots(Call call, Region region, Image source) {
    return source.blockDevices().stream()
        .filter(device -> device.snapshotId() != null)
        .map(device -> region.snapshots().get(device.snapshotId()))
        .peek(
            snapshot -> {
              if (!ResourceLookup.canAccess(call, snapshot)) {
                throw new ApiError(
                    "InvalidRequest",
                    "You do not have permission to access the storage of this ami");
              }
            })
        .toList();
  }

  private static void checkEncryption(CopyImageRequest request, List<Snapshot> snapshots) {
    if (Boolean.FALSE.equals(request.encrypted())) {
      snapshots.stream()
          .filter(snapshot -> snapshot.encryption().encrypted())
          .findFirst()
          .ifPresent(
              snapshot -> {
                throw new ApiError(
                    "InvalidRequest",
                    "Snapshot "
                        + snapshot.id()
                        + " is encrypted. Creating unencrypted copy from an encrypted snapshot is"
                        + " not supported.");
              });
    }
  }

  private static String description(Call call, String id, Image source, Snapshot original) {
    return "Copied for DestinationAmi %s from SourceAmi %s for SourceSnapshot %s. Task created on %,d."
        .formatted(id, source.id(), original.id(), call.now().toEpochMilli());
  }

  /** Both operations; the image does not say why its snapshots have no access to a key. */
  private static AsyncOperation laterOf(AsyncOperation a, AsyncOperation b) {
    AsyncOperation.Failure failure = a.failure() != null ? a.failure() : b.failure();
    if (EbsEncryption.NO_ACCESS.equals(failure)) {
      failure = INTERNAL_ERROR;
    }
    return Duration.between(a.end(), b.end()).isNegative()
        ? a.withFailure(failure)
        : b.withFailure(failure);
  }
}
