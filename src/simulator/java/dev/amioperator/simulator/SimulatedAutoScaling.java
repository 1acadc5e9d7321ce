package dev.amioperator.simulator;

import dev.amioperator.simulator.autoscaling.DescribeGroups;
import dev.amioperator.simulator.ec2.Call;
import java.util.function.BiFunction;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsResponse;

/** Auto Scaling for one caller in one region. */
final class SimulatedAutoScaling implements AutoScalingClient {
  private final DescribeGroups describeGroups = new DescribeGroups();

  private final CallDispatcher dispatcher;
  private final Caller caller;
  private final String region;

  SimulatedAutoScaling(CallDispatcher dispatcher, Caller caller, String region) {
    this.dispatcher = dispatcher;
    this.caller = caller;
    this.region = region;
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

  @Override
  public void close() {}

  private <R extends SdkRequest, S extends AwsResponse> S serve(
      String action, R request, BiFunction<Call, R, S> body) {
    return dispatcher.dispatch(
        Service.AUTOSCALING, caller, region, action, request, call -> body.apply(call, request));
  }
}
