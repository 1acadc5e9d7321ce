package dev.amioperator.simulator;

import dev.amioperator.simulator.sts.Sessions;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** STS for one caller. */
final class SimulatedSts implements StsClient {
  private static final String REGION = "us-east-1";

  private final Sessions sessions = new Sessions();
  private final CallDispatcher dispatcher;
  private final Caller caller;

  SimulatedSts(CallDispatcher dispatcher, Caller caller) {
    this.dispatcher = dispatcher;
    this.caller = caller;
  }

  @Override
  public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
    return dispatcher.dispatch(
        Service.STS,
        caller,
        REGION,
        "GetCallerIdentity",
        request,
        call -> sessions.identity(call, caller.accessKeyId()));
  }

  @Override
  public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
    return dispatcher.dispatch(
        Service.STS, caller, REGION, "AssumeRole", request, call -> sessions.assume(call, request));
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
