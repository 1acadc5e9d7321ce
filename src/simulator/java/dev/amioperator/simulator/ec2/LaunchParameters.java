package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Launch parameters of an instance from a RunInstances request. */
final class LaunchParameters {
  private LaunchParameters() {}

  static Instance.Launch of(
      Call call, RunInstancesRequest request, Image image, String type, String reservation) {
    boolean imdsV2 =
        request.metadataOptions() == null || request.metadataOptions().httpTokens() == null
            ? "v2.0".equals(image.traits().imdsSupport())
            : "required".equals(request.metadataOptions().httpTokensAsString());
    var profile = request.iamInstanceProfile();
    return new Instance.Launch(
        reservation,
        image.id(),
        type,
        network(request),
        profile == null ? null : profile.arn() != null ? profile.arn() : profile.name(),
        request.keyName(),
        imdsV2,
        "terminate".equals(request.instanceInitiatedShutdownBehaviorAsString()),
        request.userData(),
        request.clientToken(),
        request.launchTemplate() == null ? null : request.launchTemplate().launchTemplateId(),
        call.now());
  }

  /**
   * Primary network interface of the instance, from the interface list or the request fields.
   *
   * @throws ApiError {@code InvalidParameterCombination}
   */
  private static Instance.Network network(RunInstancesRequest request) {
    if (request.networkInterfaces().isEmpty()) {
      return new Instance.Network(
          request.subnetId(), request.securityGroupIds(), request.subnetId() == null);
    }
    if (request.subnetId() != null || !request.securityGroupIds().isEmpty()) {
      throw new ApiError(
          "InvalidParameterCombination",
          "Network interfaces and an instance-level "
              + (request.subnetId() != null ? "subnet ID" : "security groups")
              + " may not be specified on the same request");
    }
    var given = request.networkInterfaces().getFirst();
    return new Instance.Network(
        given.subnetId(),
        given.groups(),
        given.associatePublicIpAddress() == null
            ? given.subnetId() == null
            : given.associatePublicIpAddress());
  }
}
