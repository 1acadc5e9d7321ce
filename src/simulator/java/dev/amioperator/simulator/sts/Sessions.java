package dev.amioperator.simulator.sts;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Identities;
import dev.amioperator.simulator.state.Role;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** GetCallerIdentity and AssumeRole. */
public final class Sessions {
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final int DEFAULT_SECONDS = 3600;
  private static final int MIN_SECONDS = 900;
  private static final int MAX_SECONDS = 43_200;

  /** GetCallerIdentity. */
  public GetCallerIdentityResponse identity(Call call, String accessKeyId) {
    String userId =
        call.cloudState()
            .identities()
            .principal(accessKeyId)
            .map(Identities.Principal::userId)
            .orElse(accessKeyId);
    return GetCallerIdentityResponse.builder()
        .account(call.accountId())
        .arn(call.principalArn())
        .userId(userId)
        .build();
  }

  /**
   * AssumeRole. A missing role and a role that does not trust the caller yield the same error.
   *
   * @throws ApiError {@code AccessDenied}, {@code ValidationError}
   */
  public AssumeRoleResponse assume(Call call, AssumeRoleRequest request) {
    require(request.roleArn() != null, "roleArn is required");
    call.authorize(request.roleArn(), Map.of());
    String session = request.roleSessionName();
    require(session != null && NAME.matcher(session).matches(), "roleSessionName is malformed");
    int seconds = request.durationSeconds() == null ? DEFAULT_SECONDS : request.durationSeconds();
    require(
        seconds >= MIN_SECONDS && seconds <= MAX_SECONDS,
        "durationSeconds must be from 900 to 43200");
    Role role =
        call.cloudState()
            .identities()
            .role(request.roleArn())
            .filter(
                r -> r.canBeAssumedBy(call.accountId(), call.principalArn(), request.externalId()))
            .orElseThrow(() -> denied(call, request.roleArn()));
    return createSession(call, role, session, call.now().plusSeconds(seconds));
  }

  private static AssumeRoleResponse createSession(
      Call call, Role role, String session, Instant expires) {
    String[] roleArn = role.arn().split(":");
    String accountId = roleArn[4];
    String arn =
        "arn:%s:sts::%s:assumed-role/%s/%s".formatted(roleArn[1], accountId, role.name(), session);
    String userId = role.id() + ":" + session;
    String random = call.cloudState().ids().nextUuid().replace("-", "").toUpperCase(Locale.ROOT);
    String accessKeyId = "ASIA" + random.substring(0, 16);
    call.cloudState()
        .identities()
        .add(accessKeyId, new Identities.Principal(accountId, arn, userId, expires));
    return AssumeRoleResponse.builder()
        .assumedRoleUser(user -> user.arn(arn).assumedRoleId(userId))
        .credentials(
            credentials ->
                credentials
                    .accessKeyId(accessKeyId)
                    .secretAccessKey("simulated-" + random)
                    .sessionToken("simulated-session-" + random)
                    .expiration(expires))
        .build();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new ApiError("ValidationError", "1 validation error detected: " + message);
    }
  }

  private static ApiError denied(Call call, String roleArn) {
    return new ApiError(
        "AccessDenied",
        "User: "
            + call.principalArn()
            + " is not authorized to perform: sts:AssumeRole on resource: "
            + roleArn,
        403);
  }
}
