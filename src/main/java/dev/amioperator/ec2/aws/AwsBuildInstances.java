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
import software.amazon.awssdk.services.ec2.model.Reservation;

/** Reads of EC2 build instances over the SDK. */
public final class AwsBuildInstances implements BuildInstanceReads {
  /** The code for an instance that is not on Nitro: EC2 has only what it kept by itself. */
  private static final String LATEST_UNSUPPORTED_CODE = "UnsupportedOperation";

  private final ApiCaller apiCaller;

  public AwsBuildInstances(AwsClientProvider clients, RateLimiter rateLimiter) {
    this.apiCaller = new ApiCaller(clients, rateLimiter);
  }

  @Override
  public Page<BuildInstance> buildInstances(
      AccountRegion accountRegion, Map<String, List<String>> filters, Optional<String> token) {
    var request = BuildInstanceRequests.describe(filters, token);
    return apiCaller.read(
        accountRegion,
        ActionClass.READ,
        "DescribeInstances",
        ec2 -> toPage(ec2.describeInstances(request)));
  }

  @Override
  public String consoleOutput(AccountRegion accountRegion, String instanceId) {
    try {
      String latest = consoleOutput(accountRegion, instanceId, true);
      return latest.isEmpty() ? consoleOutput(accountRegion, instanceId, null) : latest;
    } catch (Ec2CallException failure) {
      if (!failure.code().equals(LATEST_UNSUPPORTED_CODE)) {
        throw failure;
      }
      return consoleOutput(accountRegion, instanceId, null);
    }
  }

  private String consoleOutput(AccountRegion accountRegion, String instanceId, Boolean latest) {
    String output =
        apiCaller.read(
            accountRegion,
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
            .map(Reservation::instances)
            .flatMap(List::stream)
            .map(AwsBuildInstances::toBuildInstance)
            .toList(),
        Responses.token(response.nextToken()));
  }

  private static BuildInstance toBuildInstance(Instance instance) {
    return new BuildInstance(
        instance.instanceId(),
        switch (instance.state().name()) {
          case PENDING -> BuildInstance.State.PENDING;
          case RUNNING -> BuildInstance.State.RUNNING;
          case STOPPING -> BuildInstance.State.STOPPING;
          case STOPPED -> BuildInstance.State.STOPPED;
          case SHUTTING_DOWN -> BuildInstance.State.SHUTTING_DOWN;
          case TERMINATED -> BuildInstance.State.TERMINATED;
          case UNKNOWN_TO_SDK_VERSION -> BuildInstance.State.UNKNOWN;
        },
        instance.stateReason() == null ? "" : String.valueOf(instance.stateReason().message()),
        instance.launchTime(),
        Optional.ofNullable(instance.spotInstanceRequestId()).filter(id -> !id.isEmpty()),
        Optional.ofNullable(instance.clientToken()).filter(token -> !token.isEmpty()),
        Responses.tags(instance.tags()));
  }
}
