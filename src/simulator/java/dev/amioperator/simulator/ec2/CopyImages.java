package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CopyImageResponse;

/** CopyImage: called in the destination region, it copies an image with all its snapshots. */
public final class CopyImages {
  private static final Set<String> TAGGABLE = Set.of("image", "snapshot");

  /**
   * CopyImage.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidAMIID.*}, {@code
   *     InvalidAMIName.*}, {@code InvalidRequest}, {@code IdempotentParameterMismatch}, {@code
   *     ResourceLimitExceeded}
   */
  public CopyImageResponse copy(Call call, CopyImageRequest request) {
    Optional<String> before =
        ClientTokens.replay(
            call, "CopyImage", request.clientToken(), request.toBuilder().dryRun(null).build());
    if (before.isPresent()) {
      return CopyImageResponse.builder().imageId(before.get()).build();
    }
    Region sourceRegion = sourceRegion(call, request.sourceRegion());
    Image source = source(call, sourceRegion, request.sourceImageId());
    ImageNames.check(call, request.name());
    Map<String, String> imageTags = imageTags(call, request, source);
    Map<String, String> snapshotTags =
        TagRules.tagsFor(request.tagSpecifications(), "snapshot", TAGGABLE);
    List<Snapshot> sources = sourceSnapshots(call, sourceRegion, source);
    SnapshotCopies copies =
        SnapshotCopies.plan(
            call,
            sourceRegion,
            sources,
            Boolean.TRUE.equals(request.encrypted()),
            request.kmsKeyId(),
            request.snapshotCopyCompletionDurationMinutes());
    ImageRegistration.checkQuota(call);
    call.authorizeCreate("image", imageTags);
    call.authorizeCreate("snapshot", snapshotTags);
    call.checkDryRun();

    String id = call.newId("ami");
    List<BlockDevice> devices = new ArrayList<>();
    AsyncOperation making = AsyncOperation.lasting(call.now(), call.timing().overhead());
    for (BlockDevice device : source.blockDevices()) {
      if (device.snapshotId() == null) {
        devices.add(device);
        continue;
      }
      Snapshot original = sourceRegion.snapshots().get(device.snapshotId());
      Snapshot copied = copies.start(call, original, description(call, id, source, original));
      snapshotTags.forEach((k, v) -> call.region().snapshots().tag(copied, k, v));
      devices.add(device.withSnapshot(copied.id(), copied.encryption().encrypted()));
      making = laterOf(making, copied.creation());
    }
    Image image =
        ImageRegistration.register(
            call,
            id,
            new Image.Origin(
                request.name(),
                null,
                call.accountId() + "/" + request.name(),
                null,
                source.id(),
                sourceRegion.name()),
            source.traits(),
            devices,
            making);
    image.description(request.description());
    image.watermarks().addAll(source.watermarks());
    imageTags.forEach((k, v) -> call.region().images().tag(image, k, v));
    ClientTokens.store(
        call, "CopyImage", request.clientToken(), request.toBuilder().dryRun(null).build(), id);
    return CopyImageResponse.builder().imageId(id).build();
  }

  static Region sourceRegion(Call call, String name) {
    if (name == null || name.isEmpty()) {
      throw Ec2Errors.missingParameter("SourceRegion");
    }
    return call.cloudState()
        .region(name)
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
    if (!state.equals("available")) {
      throw Ec2Errors.incorrectState(
          "The image '" + id + "' is in state '" + state + "' and cannot be copied");
    }
    return source;
  }

  private static Map<String, String> imageTags(Call call, CopyImageRequest request, Image source) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (Boolean.TRUE.equals(request.copyImageTags()) && source.ownerId().equals(call.accountId())) {
      source
          .tags()
          .forEach(
              (k, v) -> {
                if (!TagRules.reserved(k)) tags.put(k, v);
              });
    }
    tags.putAll(TagRules.tagsFor(request.tagSpecifications(), "image", TAGGABLE));
    TagRules.checkLimit(tags);
    return tags;
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

  private static String description(Call call, String id, Image source, Snapshot original) {
    return "Copied for DestinationAmi %s from SourceAmi %s for SourceSnapshot %s. Task created on %,d."
        .formatted(id, source.id(), original.id(), call.now().toEpochMilli());
  }

  private static AsyncOperation laterOf(AsyncOperation a, AsyncOperation b) {
    AsyncOperation.Failure failure = a.failure() != null ? a.failure() : b.failure();
    return Duration.between(a.end(), b.end()).isNegative()
        ? a.withFailure(failure)
        : b.withFailure(failure);
  }
}
