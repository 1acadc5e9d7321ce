package dev.amioperator.simulator;

import dev.amioperator.simulator.sts.Sessions;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.DecodeAuthorizationMessageRequest;
import software.amazon.awssdk.services.sts.model.DecodeAuthorizationMessageResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** STS client for a caller. */
final class SimulatedSts extends SimulatedClient implements StsClient {
  /** The region that serves the global endpoint. */
  static final String GLOBAL_REGION = "us-east-1";

  private final Sessions sessions = new Sessions();

  SimulatedSts(CallDispatcher dispatcher, Caller caller, String region) {
    super(dispatcher, Service.STS, caller, region);
  }

  @Override
  public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
    return serve("GetCallerIdentity", request, (call, _) -> sessions.identity(call));
  }

  @Override
  public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
    return serve("AssumeRole", request, sessions::assume);
  }

  @Override
  public DecodeAuthorizationMessageResponse decodeAuthorizationMessage(
      DecodeAuthorizationMessageRequest request) {
    return serve("DecodeAuthorizationMessage", request, sessions::decode);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }
}
