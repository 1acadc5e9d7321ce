package dev.amioperator.ec2;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An EC2 action on the instance of a build, or on its Spot request. */
public sealed interface InstanceAction extends Ec2Action {
  @Override
  default String resource() {
    return switch (this) {
      case RunInstances run -> "an instance of " + run.imageId();
      case TerminateInstances terminate -> terminate.instanceId();
      case CancelSpotInstanceRequests cancel -> cancel.requestId();
    };
  }

  /**
   * RunInstances: launches a single build instance, which requires IMDSv2 and is stopped by its
   * shutdown. The client token of another launch fails with {@code ALREADY_EXISTS}.
   *
   * @param spotValidUntil for a Spot Instance: when EC2 gives up launching it
   * @param userData not yet encoded
   * @param blockDevices those that differ from the image's
   * @param clientToken makes a repeated call return the same instance (at most 64 characters)
   * @param tags of the instance and its Spot request
   * @param volumeTags of its volumes, without the owner's: snapshots that others create of a volume
   *     may take over its tags
   */
  record RunInstances(
      String imageId,
      String instanceType,
      Optional<Instant> spotValidUntil,
      Optional<String> subnetId,
      List<String> securityGroupIds,
      boolean publicAddress,
      Optional<String> instanceProfile,
      UserData userData,
      List<ImageBlockDevice> blockDevices,
      String clientToken,
      Map<String, String> tags,
      Map<String, String> volumeTags)
      implements InstanceAction {
    /** The user data of an instance, which may be secret and stays out of logs. */
    public record UserData(byte[] bytes) {
      @Override
      public String toString() {
        return bytes.length + " bytes";
      }
    }
  }

  /** TerminateInstances. A missing instance counts as terminated. */
  record TerminateInstances(String instanceId) implements InstanceAction {}

  /**
   * CancelSpotInstanceRequests, or EC2 would launch a terminated instance again. A missing request
   * counts as cancelled.
   */
  record CancelSpotInstanceRequests(String requestId) implements InstanceAction {}
}
