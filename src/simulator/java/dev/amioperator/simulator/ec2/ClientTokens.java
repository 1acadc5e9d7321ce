package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Region;
import java.util.Optional;
import java.util.function.Supplier;

/** Client tokens of EC2: a repeated call does not repeat its effect. */
final class ClientTokens {
  private static final int MAX_LENGTH = 64;

  private ClientTokens() {}

  /**
   * Id of the EC2 resource that an earlier call with this token created, if any.
   *
   * @param parameters parameters that identify the call
   * @throws ApiError {@code IdempotentParameterMismatch}, {@code InvalidParameterValue}
   */
  static Optional<String> replay(Call call, String action, String token, Object parameters) {
    if (token == null || token.isEmpty()) {
      return Optional.empty();
    }
    if (token.length() > MAX_LENGTH || !token.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      throw Ec2Errors.invalidValue(
          token, "clientToken", "A client token has at most 64 ASCII characters.");
    }
    Optional<Region.IdempotentResult> before =
        call.region().idempotentResult(call.accountId(), action, token);
    if (before.isPresent() && !before.get().parameters().equals(parameters)) {
      throw new ApiError(
          "IdempotentParameterMismatch",
          "Arguments on this idempotent request are inconsistent with arguments used in previous"
              + " request(s).");
    }
    return before.map(Region.IdempotentResult::resourceId);
  }

  /**
   * Creates an AWS resource, unless an earlier call with this token created it.
   *
   * @return the id of the resource
   * @throws ApiError {@code IdempotentParameterMismatch}, {@code InvalidParameterValue}
   */
  static String createOnce(
      Call call, String action, String token, Object parameters, Supplier<String> create) {
    return replay(call, action, token, parameters)
        .orElseGet(
            () -> {
              String id = create.get();
              store(call, action, token, parameters, id);
              return id;
            });
  }

  /** Stores the id of the new EC2 resource under the client token, if any. */
  static void store(Call call, String action, String token, Object parameters, String resourceId) {
    if (token != null && !token.isEmpty()) {
      call.region()
          .putIdempotentResult(
              call.accountId(), action, token, new Region.IdempotentResult(parameters, resourceId));
    }
  }
}
