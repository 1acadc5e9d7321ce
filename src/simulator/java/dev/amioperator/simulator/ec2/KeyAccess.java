package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.iam.Principal;
import dev.amioperator.simulator.state.KmsKey;
import dev.amioperator.simulator.state.KmsPrincipal;
import java.time.Instant;

/** Access of a caller to KMS keys, by ownership, key policy or grant. */
public final class KeyAccess {
  private KeyAccess() {}

  /** Principal of an AWS call, as KMS sees it. */
  public static KmsPrincipal principal(Call call) {
    Principal principal = call.authorization().principal();
    return new KmsPrincipal(call.accountId(), principal.arn(), principal.policyArn());
  }

  /** Whether the caller may call an operation on a KMS key, such as {@code DescribeKey}. */
  public static boolean allows(Call call, KmsKey key, String operation) {
    return key.allows(principal(call), operation, effective(call));
  }

  /** Whether the caller may use a KMS key for encrypted snapshots. */
  static boolean mayUse(Call call, KmsKey key) {
    return key.usableBy(principal(call), effective(call));
  }

  /** Creation time from which on a grant has no effect yet. */
  private static Instant effective(Call call) {
    return call.now().minus(call.timing().grants());
  }
}
