package dev.amioperator.simulator;

import dev.amioperator.simulator.autoscaling.DescribeGroups;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsResponse;

/** Auto Scaling client for a caller and a region. */
final class SimulatedAutoScaling extends SimulatedClient implements AutoScalingClient {
  private final DescribeGroups describeGroups = new DescribeGroups();

  SimulatedAutoScaling(CallDispatcher dispatcher, Caller caller, String region) {
    super(dispatcher, Service.AUTOSCALING, caller, region);
  }

  @Override
  public DescribeLaunchConfigurationsResponse describeLaunchConfigurations(
      DescribeLaunchConfigurationsRequest request) {
    return serve("DescribeLaunchConfigurations", request, describeGroups::configurations);
  }

  @Override
  public DescribeAutoScalingGroupsResponse describeAutoScalingGroups(
      DescribeAutoScalingGroupsRequest request) {
    return serve("DescribeAutoScalingGroups", request, describeGroups::groups);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }
}
