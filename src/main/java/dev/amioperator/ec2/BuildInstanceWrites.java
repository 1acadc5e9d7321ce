package dev.amioperator.ec2;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What EC2 is told about builders. Every method may throw {@link Ec2CallException}; none waits for
 * what it starts.
 */
public interface BuildInstanceWrites {
  /**
   * RunInstances, of one instance. Its metadata is to be had with a session only (IMDSv2), and
   * shutting down stops it.
   */
  void launch(AccountRegion accountRegion, String owner, LaunchRequest request);

  /** TerminateInstances. What is gone already is no failure. */
  void terminate(AccountRegion accountRegion, String owner, String instanceId);

  /** CancelSpotInstanceRequests, or EC2 would launch what is terminated again. */
  void cancelSpotRequest(AccountRegion accountRegion, String owner, String requestId);

  /**
   * A builder to be launched.
   *
   * @param spotValidUntil for a Spot Instance: when EC2 gives up launching it
   * @param userData as it stands, not yet encoded
   * @param blockDevices those that shall differ from the image's
   * @param clientToken makes a repeated call answer the same instance (at most 64 characters)
   * @param tags of the instance and its Spot request
   * @param volumeTags of its volumes. They do not say whose they are: tags travel from a volume to
   *     snapshots that others make of it
   */
  record LaunchRequest(
      String imageId,
      String instanceType,
      Optional<Instant> spotValidUntil,
      Optional<String> subnetId,
      List<String> securityGroupIds,
      boolean publicAddress,
      Optional<String> instanceProfile,
      byte[] userData,
      List<ImageBlockDevice> blockDevices,
      String clientToken,
      Map<String, String> tags,
      Map<String, String> volumeTags) {

    /** Without the user data, which is nobody's business in a log. */
    @Override
    public String toString() {
      return ("LaunchRequest[%s of %s, spotValidUntil=%s, subnet=%s, groups=%s, publicAddress=%s, profile=%s,"
              + " userData=%d bytes, blockDevices=%s, token=%s, tags=%s]")
          .formatted(
              instanceType,
              imageId,
              spotValidUntil,
              subnetId,
              securityGroupIds,
              publicAddress,
              instanceProfile,
              userData.length,
              blockDevices,
              clientToken,
              tags);
    }
  }
}
