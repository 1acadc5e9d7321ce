package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Reads of EC2 build instances over the SDK. */
public final class AwsBuildInstances implements BuildInstanceReads {
  /** EC2's code for the latest output of an instance outside Nitro. */
  private static final String LATEST_UNSUPPORTED_CODE = "UnsupportedOperation";

  private final ApiCaller apiCaller;

  public AwsBuildInstances(AwsClientProvider clients, RateLimiter rateLimiter) {
    this.apiCaller = new ApiCaller(clients, rateLimiter);
  }

  @Override
  public Page<BuildInstance> buildInstances(
      AccountRegion region, Map<String, List<String>> filters, Optional<String> token) {
    var request = BuildInstanceRequests.describe(filters, token);
    return apiCaller.read(
        region,
        ActionClass.READ,
        "DescribeInstances",
        ec2 -> toPage(ec2.describeInstances(request)));
  }

  @Override
  public String consoleOutput(AccountRegion region, String instanceId) {
    try {
      String latest = consoleOutput(region, instanceId, true);
      return latest.isEmpty() ? consoleOutput(region, instanceId, null) : latest;
    } catch (Ec2CallException failure) {
      if (!failure.code().equals(LATEST_UNSUPPORTED_CODE)) {
        throw failure;
      }
      return consoleOutput(region, instanceId, null);
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

  private static Page<BuildInstance> toPage(DescribeInstancesResponse response) {
    return new Page<>(
        response.reservations().stream()
            .flatMap(reservation -> reservation.instances().stream())
            .map(AwsBuildInstances::toBuildInstance)
            .toList(),
        Responses.token(response.nextToken()));
  }

  private static BuildInstance toBuildInstance(Instance instance) {
    return new BuildInstance(
        instance.instanceId(),
        Responses.toEnum(instance.state().name(), BuildInstance.State.UNKNOWN),
        instance.stateReason() == null ? "" : Responses.text(instance.stateReason().message()),
        instance.launchTime(),
        Optional.ofNullable(instance.spotInstanceRequestId()).filter(id -> !id.isEmpty()),
        Optional.ofNullable(instance.clientToken()).filter(token -> !token.isEmpty()),
        Responses.tags(instance.tags()));
  }
}
