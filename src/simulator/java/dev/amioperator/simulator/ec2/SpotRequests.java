package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.SpotRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CancelSpotInstanceRequestsRequest;
import software.amazon.awssdk.services.ec2.model.CancelSpotInstanceRequestsResponse;
import software.amazon.awssdk.services.ec2.model.CancelledSpotInstanceRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SpotMarketOptions;

/**
 * Spot requests of RunInstances. A persistent request replaces a terminated instance, without its
 * tags, until the request is cancelled or expires.
 */
public final class SpotRequests {

  /** CancelSpotInstanceRequests; a stopped instance is terminated with its request. */
  public CancelSpotInstanceRequestsResponse cancel(
      Call call, CancelSpotInstanceRequestsRequest request) {
    List<SpotRequest> found = new ArrayList<>();
    for (String id : request.spotInstanceRequestIds()) {
      SpotRequest spot = call.region().spotRequests().get(id);
      if (spot == null || !spot.ownerId().equals(call.accountId())) {
        throw new ApiError(
            "InvalidSpotInstanceRequestID.NotFound",
            "The spot instance request ID '" + id + "' does not exist");
      }
      call.authorize(spot);
      found.add(spot);
    }
    call.checkDryRun();
    found.forEach(spot -> cancel(call, spot));
    return CancelSpotInstanceRequestsResponse.builder()
        .cancelledSpotInstanceRequests(
            found.stream()
                .map(
                    spot ->
                        CancelledSpotInstanceRequest.builder()
                            .spotInstanceRequestId(spot.id())
                            .state("cancelled")
                            .build())
                .toList())
        .build();
  }

  private static void cancel(Call call, SpotRequest spot) {
    spot.cancel();
    Instance instance = call.region().instances().get(spot.instanceId());
    if (instance.state(call.now()) == Instance.State.STOPPED) {
      terminate(call, instance);
    }
  }

  private static void terminate(Call call, Instance instance) {
    instance.scheduleState(Instance.State.SHUTTING_DOWN, call.now());
    instance.scheduleState(
        Instance.State.TERMINATED, call.now().plus(call.timing().instanceChange()));
    call.recordDeleted(instance.id());
  }

  /**
   * Spot request of a RunInstances call, if the call asks for Spot Instances.
   *
   * @throws ApiError {@code InvalidParameterCombination}
   */
  static Optional<SpotRequest> of(Call call, RunInstancesRequest request) {
    var market = request.instanceMarketOptions();
    if (market == null || !"spot".equals(market.marketTypeAsString())) {
      return Optional.empty();
    }
    SpotMarketOptions options =
        Optional.ofNullable(market.spotOptions()).orElse(SpotMarketOptions.builder().build());
    boolean persistent = "persistent".equals(options.spotInstanceTypeAsString());
    checkOptions(options, persistent);
    return Optional.of(
        new SpotRequest(
            call.cloudState().ids().next("sir"),
            call.accountId(),
            persistent,
            options.validUntil()));
  }

  private static void checkOptions(SpotMarketOptions options, boolean persistent) {
    String interruption = options.instanceInterruptionBehaviorAsString();
    boolean stops = "stop".equals(interruption) || "hibernate".equals(interruption);
    if (persistent && !stops) {
      throw combination(
          "The request with type 'persistent' needs instanceInterruptionBehavior 'stop' or"
              + " 'hibernate'.");
    }
    if (!persistent && stops) {
      throw combination(
          "The request with type 'one-time' is not supported when instanceInterruptionBehavior is"
              + " set to '"
              + interruption
              + "'.");
    }
    if (!persistent && options.validUntil() != null) {
      throw combination("validUntil is supported only for persistent requests.");
    }
  }

  private static ApiError combination(String message) {
    return new ApiError("InvalidParameterCombination", message);
  }

  /** Replaces a terminated instance whose Spot request is still active. */
  static void relaunch(Call call, Instance gone) {
    SpotRequest spot =
        gone.spotRequestId() == null
            ? null
            : call.region().spotRequests().get(gone.spotRequestId());
    if (spot == null || !spot.isActive(call.now()) || !gone.id().equals(spot.instanceId())) {
      return;
    }
    Instant up = call.now().plus(call.timing().instanceChange());
    Instance next =
        new Instance(
            call.newId("i"),
            gone.ownerId(),
            gone.launch(),
            gone.traits(),
            gone.volumes(),
            Instance.State.PENDING);
    next.spotRequestId(spot.id());
    spot.instanceId(next.id());
    call.region().add(next);
    next.scheduleState(Instance.State.PENDING, call.now());
    next.scheduleState(Instance.State.RUNNING, up);
    GuestScript.of(next).scheduleShutdown(next, up, call.timing());
  }
}
