package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.Call;
import java.util.function.BiFunction;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkRequest;

/** Client of a simulated AWS service for a caller and a region. */
abstract class SimulatedClient implements AutoCloseable {
  private final CallDispatcher dispatcher;
  private final Service service;
  private final Caller caller;
  private final String region;

  SimulatedClient(CallDispatcher dispatcher, Service service, Caller caller, String region) {
    this.dispatcher = dispatcher;
    this.service = service;
    this.caller = caller;
    this.region = region;
  }

  /** Serves an AWS call of this caller in this region. */
  public final <R extends SdkRequest, S extends AwsResponse> S serve(
      String action, R request, BiFunction<Call, R, S> body) {
    return dispatcher.dispatch(
        service, caller, region, action, request, call -> body.apply(call, request));
  }

  @Override
  public final void close() {}
}
