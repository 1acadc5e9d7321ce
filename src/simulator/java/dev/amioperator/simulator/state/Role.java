package dev.amioperator.simulator.state;

import dev.amioperator.simulator.iam.PrincipalPolicies;
import dev.amioperator.simulator.iam.TrustPolicy;
import java.time.Duration;
import java.util.Map;

/**
 * IAM role that can be assumed.
 *
 * @param trust trust policy, which says who can assume it
 * @param maxSession longest duration of a session
 * @param policies its permissions
 */
public record Role(
    String arn,
    String id,
    TrustPolicy trust,
    Duration maxSession,
    Map<String, String> tags,
    PrincipalPolicies policies) {
  public Role {
    tags = Map.copyOf(tags);
  }

  /** Name of the IAM role, the last part of its ARN. */
  public String name() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** AWS account of the IAM role. */
  public String accountId() {
    return arn.split(":")[4];
  }
}
