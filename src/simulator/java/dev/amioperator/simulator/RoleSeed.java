package dev.amioperator.simulator;

import dev.amioperator.simulator.iam.NamedPolicy;
import dev.amioperator.simulator.iam.PolicyDocument;
import dev.amioperator.simulator.iam.PrincipalPolicies;
import dev.amioperator.simulator.iam.TrustPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * IAM role to seed.
 *
 * @param trust its trust policy
 * @param permissions its policies and its tags
 */
public record RoleSeed(
    String name, TrustPolicy trust, Duration maxSession, IdentitySeed permissions) {

  /** Role without policies, so that nothing limits it, and with sessions of up to an hour. */
  public static RoleSeed named(String name, TrustPolicy trust) {
    return new RoleSeed(name, trust, Duration.ofHours(1), IdentitySeed.UNRESTRICTED);
  }

  /** Role that accounts or principal ARNs can assume; null for no external id. */
  public static RoleSeed trusting(String name, String externalId, String... trusted) {
    return named(name, TrustPolicy.of(List.of(trusted), externalId));
  }

  /** Copy with longest duration of a session. */
  public RoleSeed withMaxSession(Duration duration) {
    return new RoleSeed(name, trust, duration, permissions);
  }

  /** Copy with an identity-based policy, besides those that it has. */
  public RoleSeed withPolicy(String policyName, String json) {
    return new RoleSeed(name, trust, maxSession, permissions.withPolicy(policyName, json));
  }

  /** Copy with other permissions. */
  public RoleSeed withPermissions(IdentitySeed other) {
    return new RoleSeed(name, trust, maxSession, other);
  }

  /** Copy with a tag of the role. */
  public RoleSeed tagged(String key, String value) {
    return new RoleSeed(name, trust, maxSession, permissions.tagged(key, value));
  }

  /**
   * Permissions and tags of an IAM role or user to seed.
   *
   * @param policies limits of the principal; unrestricted without any identity-based policy
   */
  public record IdentitySeed(PrincipalPolicies policies, Map<String, String> tags) {
    /** Principal that may do everything. */
    public static final IdentitySeed UNRESTRICTED =
        new IdentitySeed(PrincipalPolicies.UNRESTRICTED, Map.of());

    /** Principal that may do nothing, as IAM creates it. */
    public static final IdentitySeed NONE =
        new IdentitySeed(new PrincipalPolicies(List.of(), null, null), Map.of());

    public IdentitySeed {
      tags = Map.copyOf(tags);
    }

    /** Copy with an identity-based policy, besides those that it has. */
    public IdentitySeed withPolicy(String name, String json) {
      List<NamedPolicy> all =
          policies.identity() == null ? new ArrayList<>() : new ArrayList<>(policies.identity());
      all.add(new NamedPolicy(name, PolicyDocument.parse(json)));
      return new IdentitySeed(
          new PrincipalPolicies(List.copyOf(all), policies.boundary(), null), tags);
    }

    /** Copy with a permissions boundary. */
    public IdentitySeed withBoundary(String json) {
      NamedPolicy boundary = new NamedPolicy("boundary", PolicyDocument.parse(json));
      return new IdentitySeed(new PrincipalPolicies(policies.identity(), boundary, null), tags);
    }

    /** Copy with a tag. */
    public IdentitySeed tagged(String key, String value) {
      Map<String, String> all = new HashMap<>(tags);
      all.put(key, value);
      return new IdentitySeed(policies, all);
    }
  }
}
