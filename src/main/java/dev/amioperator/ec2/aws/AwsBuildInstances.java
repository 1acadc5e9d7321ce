package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.SourceInstance;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;

/** Reads of the EC2 instances that images are created from, over the SDK. */
public final class AwsBuildInstances implements BuildInstanceReads {
  private final ApiCaller apiCaller;

  public AwsBuildInstances(AwsClientProvider clients, RateLimiter rateLimiter) {
    this.apiCaller = new ApiCaller(clients, rateLimiter);
  }

  @Override
  public Page<BuildInstance> buildInstances(
      AccountRegion region, Map<String, List<String>> filters, Optional<String> token) {
    return instances(region, filters, token, AwsBuildInstances::toBuildInstance);
  }

  @Override
  public List<SourceInstance> sourceInstances(
      AccountRegion region, Map<String, List<String>> filters) {
    return Page.all(
        token -> instances(region, filters, token, AwsBuildInstances::toSourceInstance));
  }

  private <T> Page<T> instances(
      AccountRegion region,
      Map<String, List<String>> filters,
      Optional<String> token,
      Function<Instance, T> toRecord) {
    var request = BuildInstanceRequests.describe(filters, token);
    return apiCaller.read(
        region,
        ActionClass.READ,
        "DescribeInstances",
        ec2 -> toPage(ec2.describeInstances(request), toRecord));
  }

  /** EC2 has the latest output of Nitro instances only; any failure of it is answered without. */
  @Override
  public String consoleOutput(AccountRegion region, String instanceId) {
    String latest = latestConsoleOutput(region, instanceId);
    return latest.isEmpty() ? consoleOutput(region, instanceId, null) : latest;
  }

  private String latestConsoleOutput(AccountRegion region, String instanceId) {
    try {
      return consoleOutput(region, instanceId, true);
    } catch (Ec2CallException failure) {
      return "";
    }
  }

  private String consoleOutput(AccountRegion region, String instanceId, Boolean latest) {
    String output =
        apiCaller.read(
            region,
            ActionClass.PER_IMAGE_READ,
            "GetConsoleOutput",
            ec2 ->
                ec2.getConsoleOutput(request -> request.instanceId(instanceId).latest(latest))
                    .output());
    return output == null
        ? ""
        : new String(Base64.getMimeDecoder().decode(output), StandardCharsets.UTF_8);
  }

  private static <T> Page<T> toPage(
      DescribeInstancesResponse response, Function<Instance, T> toRecord) {
    return new Page<>(
        response.reservations().stream()
            .flatMap(reservation -> reservation.instances().stream())
            .map(toRecord)
            .toList(),
        Responses.token(response.nextToken()));
  }

  private static SourceInstance toSourceInstance(Instance instance) {
    return new SourceInstance(
        instance.instanceId(),
        state(instance),
        instance.blockDeviceMappings().stream()
            .map(InstanceBlockDeviceMapping::deviceName)
            .collect(Collectors.toSet()),
        Responses.tags(instance.tags()));
  }

  private static BuildInstance.State state(Instance instance) {
    return Responses.toEnum(instance.state().name(), BuildInstance.State.UNKNOWN);
  }

  private static BuildInstance toBuildInstance(Instance instance) {
    return new BuildInstance(
        instance.instanceId(),
        state(instance),
        instance.stateReason() == null ? "" : Responses.text(instance.stateReason().message()),
        instance.launchTime(),
        Optional.ofNullable(instance.spotInstanceRequestId()).filter(id -> !id.isEmpty()),
        Optional.ofNullable(instance.clientToken()).filter(token -> !token.isEmpty()),
        Responses.tags(instance.tags()));
  }
}
