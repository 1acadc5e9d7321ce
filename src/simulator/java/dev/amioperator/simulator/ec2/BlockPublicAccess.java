package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.RegionSettings;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.DisableImageBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.DisableSnapshotBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.DisableSnapshotBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.EnableSnapshotBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.EnableSnapshotBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.GetImageBlockPublicAccessStateRequest;
import software.amazon.awssdk.services.ec2.model.GetImageBlockPublicAccessStateResponse;
import software.amazon.awssdk.services.ec2.model.GetSnapshotBlockPublicAccessStateRequest;
import software.amazon.awssdk.services.ec2.model.GetSnapshotBlockPublicAccessStateResponse;

/** Block public access of images and of snapshots, per account and region. */
public final class BlockPublicAccess {
  private static final String BLOCKED = "block-new-sharing";
  private static final String UNBLOCKED = "unblocked";
  private static final Set<String> SNAPSHOT_STATES = Set.of("block-all-sharing", BLOCKED);

  /** EnableImageBlockPublicAccess: public images stay public, and no other image becomes public. */
  public EnableImageBlockPublicAccessResponse blockImages(
      Call call, EnableImageBlockPublicAccessRequest request) {
    if (!BLOCKED.equals(request.imageBlockPublicAccessStateAsString())) {
      throw Ec2Errors.invalidValue(
          request.imageBlockPublicAccessStateAsString(),
          "ImageBlockPublicAccessState",
          "It must be " + BLOCKED + ".");
    }
    call.checkDryRun();
    settings(call).imagePublicAccessBlockedFrom(call.now());
    return EnableImageBlockPublicAccessResponse.builder()
        .imageBlockPublicAccessState(BLOCKED)
        .build();
  }

  /** DisableImageBlockPublicAccess. */
  public DisableImageBlockPublicAccessResponse unblockImages(
      Call call, DisableImageBlockPublicAccessRequest request) {
    call.checkDryRun();
    settings(call).imagePublicAccessBlockedFrom(null);
    return DisableImageBlockPublicAccessResponse.builder()
        .imageBlockPublicAccessState(UNBLOCKED)
        .build();
  }

  /** GetImageBlockPublicAccessState. */
  public GetImageBlockPublicAccessStateResponse images(
      Call call, GetImageBlockPublicAccessStateRequest request) {
    return GetImageBlockPublicAccessStateResponse.builder()
        .imageBlockPublicAccessState(
            settings(call).imagePublicAccessBlocked(call.now()) ? BLOCKED : UNBLOCKED)
        .managedBy("account")
        .build();
  }

  /** EnableSnapshotBlockPublicAccess, for new snapshot permissions or for all. */
  public EnableSnapshotBlockPublicAccessResponse blockSnapshots(
      Call call, EnableSnapshotBlockPublicAccessRequest request) {
    String state = request.stateAsString();
    if (state == null || !SNAPSHOT_STATES.contains(state)) {
      throw Ec2Errors.invalidValue(state, "State", "It must be one of " + SNAPSHOT_STATES + ".");
    }
    call.checkDryRun();
    settings(call).snapshotPublicAccessState(state);
    return EnableSnapshotBlockPublicAccessResponse.builder().state(state).build();
  }

  /** DisableSnapshotBlockPublicAccess. */
  public DisableSnapshotBlockPublicAccessResponse unblockSnapshots(
      Call call, DisableSnapshotBlockPublicAccessRequest request) {
    call.checkDryRun();
    settings(call).snapshotPublicAccessState(UNBLOCKED);
    return DisableSnapshotBlockPublicAccessResponse.builder().state(UNBLOCKED).build();
  }

  /** GetSnapshotBlockPublicAccessState. */
  public GetSnapshotBlockPublicAccessStateResponse snapshots(
      Call call, GetSnapshotBlockPublicAccessStateRequest request) {
    return GetSnapshotBlockPublicAccessStateResponse.builder()
        .state(settings(call).snapshotPublicAccessState())
        .managedBy("account")
        .build();
  }

  private static RegionSettings settings(Call call) {
    return call.region().settings(call.accountId());
  }
}
