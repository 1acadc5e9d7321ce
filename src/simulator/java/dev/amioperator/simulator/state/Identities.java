package dev.amioperator.simulator.state;

import dev.amioperator.simulator.iam.Principal;
import dev.amioperator.simulator.iam.PrincipalPolicies;
import dev.amioperator.simulator.iam.Session;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** IAM roles, users and access keys of every account. */
public final class Identities {
  private final Map<String, Role> roles = new HashMap<>();
  private final Map<String, User> users = new HashMap<>();
  private final Map<String, AccessKey> accessKeys = new HashMap<>();

  /**
   * Access key of an IAM user or of a session.
   *
   * @param arn the user or the session
   * @param userId AWS's own id of the user or session
   * @param expires null for long-lived keys
   * @param session the session of a role; null for users
   */
  public record AccessKey(
      String accountId, String arn, String userId, Instant expires, Session session) {
    private AccessKey endingAt(Instant end) {
      return new AccessKey(accountId, arn, userId, end, session);
    }
  }

  /** Adds an IAM role. */
  public void add(Role role) {
    roles.put(role.arn(), role);
  }

  /** IAM role with this ARN. */
  public Optional<Role> role(String arn) {
    return Optional.ofNullable(roles.get(arn));
  }

  /** Adds an IAM user with permissions. */
  public void add(User user) {
    users.put(user.arn(), user);
  }

  /** Adds an access key of an IAM user or of a session. */
  public void add(String id, AccessKey accessKey) {
    accessKeys.put(id, accessKey);
  }

  /** Access key by id. */
  public Optional<AccessKey> accessKey(String id) {
    return Optional.ofNullable(accessKeys.get(id));
  }

  /** IAM policies of a role or user by ARN; empty if it was not seeded. */
  public Optional<PrincipalPolicies> policies(String arn) {
    return Optional.ofNullable(roles.get(arn))
        .map(Role::policies)
        .or(() -> Optional.ofNullable(users.get(arn)).map(User::policies));
  }

  /** ARNs of the IAM roles and users that identity-based policies limit. */
  public List<String> limited() {
    return Stream.concat(roles.keySet().stream(), users.keySet().stream())
        .filter(arn -> policies(arn).orElseThrow().identity() != null)
        .sorted()
        .toList();
  }

  /**
   * Principal of an AWS call. Without a seeded user, role or access key no policy limits it.
   *
   * @param arn the user or the session behind the access key
   */
  public Principal principal(String accountId, String accessKeyId, String arn) {
    AccessKey key = accessKeys.get(accessKeyId);
    if (key != null && key.session() != null) {
      return ofSession(key, key.session());
    }
    User user = users.get(arn);
    return user == null
        ? Principal.unrestricted(accountId, arn, key == null ? accessKeyId : key.userId())
        : new Principal(arn, accountId, arn, user.id(), user.tags(), null, user.policies());
  }

  /** Session of the IAM role; its tags override those of the role, whatever their case. */
  private Principal ofSession(AccessKey key, Session session) {
    Role role = roles.get(session.roleArn());
    Map<String, String> tags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    tags.putAll(role.tags());
    session.tags().keySet().forEach(tags::remove);
    tags.putAll(session.tags());
    return new Principal(
        key.arn(),
        key.accountId(),
        role.arn(),
        key.userId(),
        tags,
        session,
        session.policy() == null ? role.policies() : role.policies().withSession(session.policy()));
  }

  /** Whether an access key is that of a session that has ended. */
  public boolean hasEnded(String accessKeyId, Instant now) {
    AccessKey key = accessKeys.get(accessKeyId);
    return key != null && key.expires() != null && !now.isBefore(key.expires());
  }

  /**
   * Ends the sessions of an AWS account's roles at once.
   *
   * @param accountId null for those of every account
   * @return the number of sessions that were active
   */
  public int endSessions(String accountId, Instant now) {
    Map<String, AccessKey> active = new HashMap<>(accessKeys);
    active
        .values()
        .removeIf(
            key ->
                key.expires() == null
                    || !key.expires().isAfter(now)
                    || (accountId != null && !accountId.equals(key.accountId())));
    active.forEach((id, key) -> accessKeys.put(id, key.endingAt(now)));
    return active.size();
  }
}
