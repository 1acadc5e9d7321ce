package dev.amioperator.simulator.autoscaling;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.ScalingGroups;
import dev.amioperator.simulator.state.Subnet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.BlockDeviceMapping;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsResponse;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;

/** DescribeAutoScalingGroups and DescribeLaunchConfigurations. */
public final class DescribeGroups {
  private static final int MAX_RECORDS = 100;
  private static final int DEFAULT_RECORDS = 50;

  private record Page<T>(List<T> items, String nextToken) {}

  /**
   * DescribeLaunchConfigurations, with pages of 50 by default and 100 at most.
   *
   * @throws ApiError {@code ValidationError}, {@code InvalidNextToken}
   */
  public DescribeLaunchConfigurationsResponse configurations(
      Call call, DescribeLaunchConfigurationsRequest request) {
    Page<ScalingGroups.Configuration> page =
        page(
            call,
            call.region().scalingGroups().configurations(),
            ScalingGroups.Configuration::ownerId,
            ScalingGroups.Configuration::name,
            request.launchConfigurationNames(),
            request.maxRecords(),
            request.nextToken());
    return DescribeLaunchConfigurationsResponse.builder()
        .launchConfigurations(
            page.items().stream().map(configuration -> show(call, configuration)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** DescribeAutoScalingGroups, with pages of 50 by default and 100 at most. */
  public DescribeAutoScalingGroupsResponse groups(
      Call call, DescribeAutoScalingGroupsRequest request) {
    Page<ScalingGroups.Group> page =
        page(
            call,
            call.region().scalingGroups().groups(),
            ScalingGroups.Group::ownerId,
            ScalingGroups.Group::name,
            request.autoScalingGroupNames(),
            request.maxRecords(),
            request.nextToken());
    return DescribeAutoScalingGroupsResponse.builder()
        .autoScalingGroups(page.items().stream().map(group -> show(call, group)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static <T> Page<T> page(
      Call call,
      NavigableMap<String, T> all,
      Function<T, String> owner,
      Function<T, String> name,
      List<String> names,
      Integer maxRecords,
      String token) {
    int limit = maxRecords == null ? DEFAULT_RECORDS : maxRecords;
    if (limit < 1 || limit > MAX_RECORDS) {
      throw new ApiError("ValidationError", "MaxRecords must be from 1 to " + MAX_RECORDS);
    }
    NavigableMap<String, T> own = new TreeMap<>(all);
    own.values()
        .removeIf(
            item ->
                !owner.apply(item).equals(call.accountId())
                    || (!names.isEmpty() && !names.contains(name.apply(item))));
    if (token != null && !own.containsKey(token)) {
      throw new ApiError("InvalidNextToken", "The token '" + token + "' is invalid");
    }
    NavigableMap<String, T> rest = token == null ? own : own.tailMap(token, true);
    List<T> items = rest.values().stream().limit(limit).toList();
    String next = rest.keySet().stream().skip(limit).findFirst().orElse(null);
    return new Page<>(items, next);
  }

  private static LaunchConfiguration show(Call call, ScalingGroups.Configuration configuration) {
    return LaunchConfiguration.builder()
        .launchConfigurationName(configuration.name())
        .launchConfigurationARN(
            arn(call, "launchConfiguration", "launchConfigurationName/" + configuration.name()))
        .imageId(configuration.imageId())
        .instanceType(configuration.instanceType())
        .createdTime(configuration.created())
        .keyName("")
        .userData("")
        .kernelId("")
        .ramdiskId("")
        .securityGroups(List.of())
        .classicLinkVPCSecurityGroups(List.of())
        .blockDeviceMappings(
            configuration.snapshotIds().stream()
                .map(
                    id ->
                        BlockDeviceMapping.builder()
                            .deviceName(
                                "/dev/sd" + (char) ('b' + configuration.snapshotIds().indexOf(id)))
                            .ebs(ebs -> ebs.snapshotId(id))
                            .build())
                .toList())
        .instanceMonitoring(monitoring -> monitoring.enabled(true))
        .ebsOptimized(false)
        .build();
  }

  private static AutoScalingGroup show(Call call, ScalingGroups.Group group) {
    var view =
        AutoScalingGroup.builder()
            .autoScalingGroupName(group.name())
            .autoScalingGroupARN(
                arn(call, "autoScalingGroup", "autoScalingGroupName/" + group.name()))
            .launchConfigurationName(group.configuration())
            .minSize(0)
            .maxSize(Math.max(1, group.desired()))
            .desiredCapacity(group.desired())
            .createdTime(group.created())
            .applyMutation(builder -> showDefaults(call, builder));
    if (!group.overrides().isEmpty()) {
      view.mixedInstancesPolicy(showPolicy(group));
    } else if (group.templateId() != null) {
      view.launchTemplate(showTemplate(group));
    }
    return view.build();
  }

  private static LaunchTemplateSpecification showTemplate(ScalingGroups.Group group) {
    return LaunchTemplateSpecification.builder()
        .launchTemplateId(group.templateId())
        .version(group.templateVersion())
        .build();
  }

  private static MixedInstancesPolicy showPolicy(ScalingGroups.Group group) {
    return MixedInstancesPolicy.builder()
        .launchTemplate(
            template ->
                template
                    .launchTemplateSpecification(showTemplate(group))
                    .overrides(
                        group.overrides().stream()
                            .map(
                                image ->
                                    LaunchTemplateOverrides.builder()
                                        .instanceType("m7g.large")
                                        .imageId(image)
                                        .build())
                            .toList()))
        .build();
  }

  /** Members with the values of a group that was created without options. */
  private static void showDefaults(Call call, AutoScalingGroup.Builder group) {
    Subnet subnet = call.region().networks().defaultSubnet(call.accountId(), null).orElseThrow();
    group
        .defaultCooldown(300)
        .availabilityZones(subnet.zone().name())
        .vpcZoneIdentifier(subnet.id())
        .loadBalancerNames(List.of())
        .targetGroupARNs(List.of())
        .trafficSources(List.of())
        .healthCheckType("EC2")
        .healthCheckGracePeriod(0)
        .instances(List.of())
        .suspendedProcesses(List.of())
        .enabledMetrics(List.of())
        .tags(List.of())
        .terminationPolicies("Default")
        .newInstancesProtectedFromScaleIn(false)
        .serviceLinkedRoleARN(
            "arn:"
                + Partition.of(call.region().name()).id()
                + ":iam::"
                + call.accountId()
                + ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling");
  }

  private static String arn(Call call, String kind, String rest) {
    return Partition.arn(
        "autoscaling", call.region().name(), call.accountId(), kind + ":*:" + rest);
  }
}
