package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** IAM roles and access keys of every account. */
public final class Identities {
  private final Map<String, Role> roles = new HashMap<>();
  private final Map<String, Principal> byAccessKey = new HashMap<>();

  /**
   * Principal of an access key.
   *
   * @param userId AWS's own id of the user or session
   * @param expires null for long-lived keys
   */
  public record Principal(String accountId, String arn, String userId, Instant expires) {}

  public void add(Role role) {
    roles.put(role.arn(), role);
  }

  public Optional<Role> role(String arn) {
    return Optional.ofNullable(roles.get(arn));
  }

  public void add(String accessKeyId, Principal principal) {
    byAccessKey.put(accessKeyId, principal);
  }

  public Optional<Principal> principal(String accessKeyId) {
    return Optional.ofNullable(byAccessKey.get(accessKeyId));
  }
}
