package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Builder;
import dev.amioperator.ec2.BuilderReads;
import dev.amioperator.ec2.BuilderWrites;
import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.aws.Limits.ActionClass;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** Builders over the SDK. */
public final class AwsBuilders implements BuilderReads, BuilderWrites {
  /** The code for an instance that is not on Nitro: EC2 has only what it kept by itself. */
  private static final String NO_LATEST = "UnsupportedOperation";

  private final Calls calls;

  public AwsBuilders(ClientSource clients, Limits limits) {
    this.calls = new Calls(clients, limits);
  }

  @Override
  public Page<Builder> builders(
      Place place, Map<String, List<String>> filters, Optional<String> token) {
    var request = BuilderRequests.describe(filters, token);
    return calls.read(
        place, ActionClass.READ, "DescribeInstances", ec2 -> page(ec2.describeInstances(request)));
  }

  @Override
  public String console(Place place, String instanceId) {
    try {
      String latest = console(place, instanceId, true);
      return latest.isEmpty() ? console(place, instanceId, null) : latest;
    } catch (Ec2Failure failure) {
      if (!failure.code().equals(NO_LATEST)) {
        throw failure;
      }
      return console(place, instanceId, null);
    }
  }

  private String console(Place place, String instanceId, Boolean latest) {
    String output =
        calls.read(
            place,
            ActionClass.PER_IMAGE_READ,
            "GetConsoleOutput",
            ec2 ->
                ec2.getConsoleOutput(request -> request.instanceId(instanceId).latest(latest))
                    .output());
    return output == null
        ? ""
        : new String(Base64.getMimeDecoder().decode(output), StandardCharsets.UTF_8);
  }

  @Override
  public void launch(Place place, String owner, Launch launch) {
    var request = BuilderRequests.run(launch);
    calls.call(place, ActionClass.WRITE, "RunInstances", ec2 -> ec2.runInstances(request));
  }

  @Override
  public void terminate(Place place, String owner, String instanceId) {
    calls.unlessGone(
        place,
        "TerminateInstances",
        ec2 -> ec2.terminateInstances(request -> request.instanceIds(instanceId)));
  }

  @Override
  public void cancelSpotRequest(Place place, String owner, String requestId) {
    calls.unlessGone(
        place,
        "CancelSpotInstanceRequests",
        ec2 ->
            ec2.cancelSpotInstanceRequests(request -> request.spotInstanceRequestIds(requestId)));
  }

  private static Page<Builder> page(DescribeInstancesResponse response) {
    return new Page<>(
        response.reservations().stream()
            .map(Reservation::instances)
            .flatMap(List::stream)
            .map(AwsBuilders::builder)
            .toList(),
        Answers.token(response.nextToken()));
  }

  private static Builder builder(Instance instance) {
    return new Builder(
        instance.instanceId(),
        switch (instance.state().name()) {
          case PENDING -> Builder.State.PENDING;
          case RUNNING -> Builder.State.RUNNING;
          case STOPPING -> Builder.State.STOPPING;
          case STOPPED -> Builder.State.STOPPED;
          case SHUTTING_DOWN -> Builder.State.SHUTTING_DOWN;
          case TERMINATED -> Builder.State.TERMINATED;
          case UNKNOWN_TO_SDK_VERSION -> Builder.State.UNKNOWN;
        },
        instance.stateReason() == null ? "" : String.valueOf(instance.stateReason().message()),
        instance.launchTime(),
        Optional.ofNullable(instance.spotInstanceRequestId()).filter(id -> !id.isEmpty()),
        Optional.ofNullable(instance.clientToken()).filter(token -> !token.isEmpty()),
        Answers.tags(instance.tags()));
  }
}
