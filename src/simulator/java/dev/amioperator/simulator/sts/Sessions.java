package dev.amioperator.simulator.sts;

import dev.amioperator.simulator.ec2.Authorization;
import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.iam.AccessRequest;
import dev.amioperator.simulator.iam.AuthorizationMessage;
import dev.amioperator.simulator.iam.Decision;
import dev.amioperator.simulator.iam.PolicyType;
import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.iam.Session;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Identities;
import dev.amioperator.simulator.state.Role;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.DecodeAuthorizationMessageRequest;
import software.amazon.awssdk.services.sts.model.DecodeAuthorizationMessageResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** GetCallerIdentity, AssumeRole and DecodeAuthorizationMessage. */
public final class Sessions {
  private static final String ASSUME_ROLE = "sts:AssumeRole";

  /** GetCallerIdentity. */
  public GetCallerIdentityResponse identity(Call call) {
    return GetCallerIdentityResponse.builder()
        .account(call.accountId())
        .arn(call.principalArn())
        .userId(call.authorization().principal().userId())
        .build();
  }

  /**
   * DecodeAuthorizationMessage, of a denial by EC2.
   *
   * @throws ApiError {@code InvalidAuthorizationMessageException}
   */
  public DecodeAuthorizationMessageResponse decode(
      Call call, DecodeAuthorizationMessageRequest request) {
    SessionParameters.require(request.encodedMessage() != null, "encodedMessage is required");
    return DecodeAuthorizationMessageResponse.builder()
        .decodedMessage(
            AuthorizationMessage.decode(request.encodedMessage())
                .orElseThrow(
                    () ->
                        new ApiError(
                            "InvalidAuthorizationMessageException",
                            "The encoded authorization message is not valid")))
        .build();
  }

  /**
   * AssumeRole. A missing role and a role that does not trust the caller yield the same error.
   *
   * @throws ApiError {@code AccessDenied}, {@code ValidationError}, {@code InvalidParameterValue},
   *     {@code MalformedPolicyDocument}
   */
  public AssumeRoleResponse assume(Call call, AssumeRoleRequest request) {
    SessionParameters.require(request.roleArn() != null, "roleArn is required");
    call.authorization().checkDenials(ASSUME_ROLE, request.roleArn(), Map.of());
    SessionParameters.check(request);
    Role role =
        call.cloudState()
            .identities()
            .role(request.roleArn())
            .orElseThrow(() -> untrusted(call, request));
    SessionParameters parameters = SessionParameters.of(call, request, role);
    RequestContext keys = keys(request, parameters, role);
    authorize(call, role, ASSUME_ROLE, keys);
    if (!parameters.session().tags().isEmpty()) {
      authorize(call, role, "sts:TagSession", keys);
    }
    if (parameters.session().sourceIdentity() != null) {
      authorize(call, role, "sts:SetSourceIdentity", keys);
    }
    Instant expires = call.now().plus(parameters.duration());
    return createSession(call, role, request.roleSessionName(), parameters.session(), expires);
  }

  private static ApiError untrusted(Call call, AssumeRoleRequest request) {
    Authorization authorization = call.authorization();
    return authorization.denial(
        authorization.request(ASSUME_ROLE, request.roleArn(), RequestContext.EMPTY),
        new Decision.Denied(false, PolicyType.TRUST));
  }

  private static void authorize(Call call, Role role, String action, RequestContext keys) {
    Authorization authorization = call.authorization();
    AccessRequest request = authorization.request(action, role.arn(), keys);
    switch (role.trust().evaluate(authorization.principal(), role.accountId(), request)) {
      case Decision.Allowed allowed -> authorization.record(action, role.arn(), allowed);
      case Decision.Denied why -> throw authorization.denial(request, why);
    }
  }

  private static RequestContext keys(
      AssumeRoleRequest request, SessionParameters parameters, Role role) {
    Session session = parameters.session();
    return RequestContext.builder()
        .putTags("aws:ResourceTag", role.tags())
        .putTags("iam:ResourceTag", role.tags())
        .putTags("aws:RequestTag", session.tags())
        .put("aws:TagKeys", session.tags().keySet())
        .put("sts:TransitiveTagKeys", session.transitiveKeys())
        .put("sts:ExternalId", request.externalId())
        .put("sts:RoleSessionName", request.roleSessionName())
        .put("sts:SourceIdentity", session.sourceIdentity())
        .build();
  }

  private static AssumeRoleResponse createSession(
      Call call, Role role, String name, Session session, Instant expires) {
    String arn =
        "arn:%s:sts::%s:assumed-role/%s/%s"
            .formatted(role.arn().split(":")[1], role.accountId(), role.name(), name);
    String userId = role.id() + ":" + name;
    String random = call.cloudState().ids().nextUuid().replace("-", "").toUpperCase(Locale.ROOT);
    String accessKeyId = "ASIA" + random.substring(0, 16);
    call.cloudState()
        .identities()
        .add(
            accessKeyId, new Identities.AccessKey(role.accountId(), arn, userId, expires, session));
    return AssumeRoleResponse.builder()
        .assumedRoleUser(user -> user.arn(arn).assumedRoleId(userId))
        .sourceIdentity(session.sourceIdentity())
        .credentials(
            credentials ->
                credentials
                    .accessKeyId(accessKeyId)
                    .secretAccessKey("simulated-" + random)
                    .sessionToken("simulated-session-" + random)
                    .expiration(expires))
        .build();
  }
}
