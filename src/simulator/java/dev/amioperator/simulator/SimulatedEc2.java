package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.Call;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.ec2.model.Ec2Response;
import software.amazon.awssdk.services.ec2.waiters.Ec2Waiter;

/**
 * EC2 for one caller in one region: each action hands its call to the front door. The actions are
 * in the interfaces, by family.
 */
final class SimulatedEc2
    implements ImageActions, ImageUsageActions, SnapshotActions, InstanceActions, RegionActions {
  private final CallDispatcher dispatcher;
  private final Caller caller;
  private final String region;

  SimulatedEc2(CallDispatcher dispatcher, Caller caller, String region) {
    this.dispatcher = dispatcher;
    this.caller = caller;
    this.region = region;
  }

  @Override
  public <R extends Ec2Request, S extends Ec2Response> S serve(
      String action, R request, BiFunction<Call, R, S> body) {
    return dispatcher.dispatch(
        Service.EC2, caller, region, action, request, call -> body.apply(call, request));
  }

  @Override
  public Ec2Waiter waiter() {
    return Ec2Waiter.builder().client(this).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
