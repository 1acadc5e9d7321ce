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

  /** Adds an IAM role. */
  public void add(Role role) {
    roles.put(role.arn(), role);
  }

  /** IAM role with this ARN. */
  public Optional<Role> role(String arn) {
    return Optional.ofNullable(roles.get(arn));
  }

  /** Adds an access key of a principal. */
  public void add(String accessKeyId, Principal principal) {
    byAccessKey.put(accessKeyId, principal);
  }

  /** Principal of an access key. */
  public Optional<Principal> principal(String accessKeyId) {
    return Optional.ofNullable(byAccessKey.get(accessKeyId));
  }
}
