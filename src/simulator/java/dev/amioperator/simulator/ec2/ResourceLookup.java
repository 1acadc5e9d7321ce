package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Look-up of EC2 resources that a call names, with EC2's errors. */
final class ResourceLookup {
  private static final Duration TERMINATED_VISIBILITY = Duration.ofHours(1);
  private static final Pattern IMAGE = Pattern.compile("ami-([0-9a-f]{8}|[0-9a-f]{17})");
  private static final Pattern SNAPSHOT = Pattern.compile("snap-([0-9a-f]{8}|[0-9a-f]{17})");
  private static final Pattern INSTANCE = Pattern.compile("i-([0-9a-f]{8}|[0-9a-f]{17})");

  private ResourceLookup() {}

  /** Whether the caller may see and launch an image, including deregistered images. */
  static boolean canAccess(Call call, Image image) {
    return image.ownerId().equals(call.accountId())
        || (!AllowedImages.hides(call, image)
            && image
                .sharing()
                .allows(
                    call.accountId(),
                    call.cloudState().account(call.accountId()).organizationPaths()));
  }

  /**
   * Checks the format of image ids.
   *
   * @throws ApiError {@code InvalidAMIID.Malformed}
   */
  static void checkImageIds(Collection<String> ids) {
    for (String id : ids) {
      if (!IMAGE.matcher(id).matches()) {
        throw Ec2Errors.malformedImageId(id);
      }
    }
  }

  /**
   * Image that the caller may use.
   *
   * @throws ApiError {@code InvalidAMIID.*} or {@code MissingParameter}
   */
  static Image image(Call call, Region region, String id) {
    return image(call, region, id, RequestContext.EMPTY);
  }

  private static Image image(Call call, Region region, String id, RequestContext request) {
    if (id == null || id.isEmpty()) {
      throw Ec2Errors.missingParameter("ImageId");
    }
    checkImageIds(List.of(id));
    Image image = region.images().get(id);
    if (image == null || !image.visible(call.now()) || !canAccess(call, image)) {
      throw Ec2Errors.imagesNotFound(List.of(id));
    }
    call.authorizeIn(region, image, request);
    return image;
  }

  /**
   * Registered image of the caller, to change it.
   *
   * @throws ApiError {@code InvalidAMIID.*}, {@code AuthFailure}
   */
  static Image ownImage(Call call, String id) {
    return ownImage(call, id, RequestContext.EMPTY);
  }

  /**
   * Registered image of the caller, to change it.
   *
   * @param request condition keys of the request
   * @throws ApiError {@code InvalidAMIID.*}, {@code AuthFailure}
   */
  static Image ownImage(Call call, String id, RequestContext request) {
    Image image = image(call, call.region(), id, request);
    if (!image.ownerId().equals(call.accountId())) {
      throw Ec2Errors.imageNotOwned(id);
    }
    if (image.deregisteredAt() != null) {
      throw Ec2Errors.imageUnavailable(id);
    }
    return image;
  }

  /**
   * Snapshot that the caller owns or that is shared with the caller.
   *
   * @throws ApiError {@code InvalidSnapshot.NotFound}, {@code InvalidSnapshotID.Malformed}
   */
  static Snapshot snapshot(Call call, Region region, String id) {
    return snapshot(call, region, id, RequestContext.EMPTY);
  }

  private static Snapshot snapshot(Call call, Region region, String id, RequestContext request) {
    if (id == null || id.isEmpty()) {
      throw Ec2Errors.missingParameter("SnapshotId");
    }
    if (!SNAPSHOT.matcher(id).matches()) {
      throw new ApiError(
          "InvalidSnapshotID.Malformed", "Invalid id: \"" + id + "\" (expecting \"snap-...\")");
    }
    Snapshot snapshot = region.snapshots().get(id);
    if (snapshot == null || !canAccess(call, snapshot)) {
      throw Ec2Errors.snapshotNotFound(id);
    }
    call.authorizeIn(region, snapshot, request);
    return snapshot;
  }

  /**
   * Snapshot of the caller.
   *
   * @throws ApiError {@code InvalidSnapshot.NotFound}, {@code AuthFailure}
   */
  static Snapshot ownSnapshot(Call call, String id) {
    return ownSnapshot(call, id, RequestContext.EMPTY);
  }

  /**
   * Snapshot of the caller.
   *
   * @param request condition keys of the request
   * @throws ApiError {@code InvalidSnapshot.NotFound}, {@code AuthFailure}
   */
  static Snapshot ownSnapshot(Call call, String id, RequestContext request) {
    Snapshot snapshot = snapshot(call, call.region(), id, request);
    if (!snapshot.ownerId().equals(call.accountId())) {
      throw Ec2Errors.snapshotNotOwned(id);
    }
    return snapshot;
  }

  /** Whether the caller may read a snapshot. */
  static boolean canAccess(Call call, Snapshot snapshot) {
    if (snapshot.ownerId().equals(call.accountId())) {
      return true;
    }
    boolean publicBlocked =
        call.region()
            .settings(snapshot.ownerId())
            .snapshotPublicAccessState()
            .equals("block-all-sharing");
    return snapshot.sharing().accountIds().contains(call.accountId())
        || (snapshot.sharing().everyone() && !publicBlocked);
  }

  /**
   * Instance of the caller.
   *
   * @throws ApiError {@code InvalidInstanceID.NotFound}, {@code InvalidInstanceID.Malformed}
   */
  static Instance instance(Call call, String id) {
    return instance(call, id, RequestContext.EMPTY);
  }

  /**
   * Instance of the caller.
   *
   * @param request condition keys of the request
   * @throws ApiError {@code InvalidInstanceID.NotFound}, {@code InvalidInstanceID.Malformed}
   */
  static Instance instance(Call call, String id, RequestContext request) {
    if (id == null || id.isEmpty()) {
      throw Ec2Errors.missingParameter("InstanceId");
    }
    if (!INSTANCE.matcher(id).matches()) {
      throw new ApiError("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
    }
    Instance instance = call.region().instances().get(id);
    if (instance == null
        || !instance.ownerId().equals(call.accountId())
        || !listed(call, instance)) {
      throw new ApiError(
          "InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
    }
    call.authorize(instance, request);
    return instance;
  }

  /** Whether EC2 knows an instance: for an hour after its termination. */
  static boolean listed(Call call, Instance instance) {
    return instance.state(call.now()) != Instance.State.TERMINATED
        || call.now().isBefore(instance.stateSince(call.now()).plus(TERMINATED_VISIBILITY));
  }
}
