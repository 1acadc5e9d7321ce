package dev.amioperator.simulator.state;

import dev.amioperator.simulator.iam.PrincipalPolicies;
import java.util.Map;

/**
 * IAM user with permissions.
 *
 * @param policies its permissions
 */
public record User(String arn, String id, Map<String, String> tags, PrincipalPolicies policies) {
  public User {
    tags = Map.copyOf(tags);
  }
}
