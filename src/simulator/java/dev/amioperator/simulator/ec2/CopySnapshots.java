package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.CopySnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CopySnapshotResponse;

/** CopySnapshot, called in the destination region. */
public final class CopySnapshots {

  /**
   * Starts a copy of a snapshot, without a client token.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidSnapshot.NotFound}, {@code
   *     IncorrectState}, {@code ResourceLimitExceeded}
   */
  public CopySnapshotResponse copy(Call call, CopySnapshotRequest request) {
    Region sourceRegion = CopyImages.sourceRegion(call, request.sourceRegion());
    Snapshot source = source(call, sourceRegion, request.sourceSnapshotId());
    Map<String, String> tags =
        TagRules.tagsFor(request.tagSpecifications(), "snapshot", Set.of("snapshot"));
    SnapshotCopies copies =
        SnapshotCopies.plan(
            call,
            sourceRegion,
            List.of(source),
            Boolean.TRUE.equals(request.encrypted()),
            request.kmsKeyId(),
            request.completionDurationMinutes() == null
                ? null
                : request.completionDurationMinutes().longValue());
    CopyQuotas.checkSnapshotCopies(call, 1);
    call.authorizeCreate("snapshot", tags);
    call.checkDryRun();
    String description =
        request.description() != null
            ? request.description()
            : "[Copied " + source.id() + " from " + sourceRegion.name() + "]";
    Snapshot copy = copies.start(call, source, description);
    tags.forEach((k, v) -> call.region().snapshots().tag(copy, k, v));
    return CopySnapshotResponse.builder()
        .snapshotId(copy.id())
        .tags(ImageViews.tags(copy.tags()))
        .build();
  }

  private static Snapshot source(Call call, Region region, String id) {
    if (id == null) {
      throw Ec2Errors.missingParameter("SourceSnapshotId");
    }
    Snapshot source = ResourceLookup.snapshot(call, region, id);
    String state = source.state(call.now());
    if (!state.equals("completed")) {
      throw Ec2Errors.incorrectState(
          "Snapshot '" + source.id() + "' is in state '" + state + "' and cannot be copied");
    }
    return source;
  }
}
