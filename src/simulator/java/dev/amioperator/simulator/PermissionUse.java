package dev.amioperator.simulator;

import dev.amioperator.simulator.iam.AuthorizedAction;
import dev.amioperator.simulator.iam.NamedPolicy;
import dev.amioperator.simulator.iam.Principal;
import dev.amioperator.simulator.iam.PrincipalPolicies;
import dev.amioperator.simulator.iam.Statement;
import dev.amioperator.simulator.state.CloudState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Use of the statements in the IAM policies of roles and users, by all calls since the start. A
 * test finds permissions there that a program has and does not need.
 */
public final class PermissionUse {
  private final CloudState cloudState;
  private final Map<String, Set<Use>> byPrincipal = new TreeMap<>();

  PermissionUse(CloudState cloudState) {
    this.cloudState = cloudState;
  }

  /**
   * Action that an IAM statement allowed to a principal.
   *
   * @param principal ARN of the role or user
   * @param action such as {@code ec2:CopyImage}
   */
  public record Use(String principal, String policy, String statement, String action)
      implements Comparable<Use> {
    @Override
    public int compareTo(Use other) {
      return toString().compareTo(other.toString());
    }
  }

  /**
   * Actions of an Allow statement that no call needed.
   *
   * @param actions as the statement has them, with wildcards; empty for an unused statement with
   *     NotAction
   */
  public record Unused(String principal, String policy, String statement, List<String> actions) {}

  synchronized void record(Principal principal, List<AuthorizedAction> authorized) {
    for (AuthorizedAction each : authorized) {
      if (each.policy() != null) {
        byPrincipal
            .computeIfAbsent(principal.policyArn(), _ -> new TreeSet<>())
            .add(new Use(principal.policyArn(), each.policy(), each.statement(), each.action()));
      }
    }
  }

  synchronized void clear() {
    byPrincipal.clear();
  }

  /** Actions that statements allowed to an IAM role or user. */
  public synchronized List<Use> used(String principal) {
    return List.copyOf(byPrincipal.getOrDefault(principal, Set.of()));
  }

  /** Actions that statements allow to an IAM role or user, and that no call needed. */
  public synchronized List<Unused> unused(String principal) {
    List<Unused> unused = new ArrayList<>();
    List<NamedPolicy> policies =
        cloudState.identities().policies(principal).map(PrincipalPolicies::identity).orElse(null);
    for (NamedPolicy policy : policies == null ? List.<NamedPolicy>of() : policies) {
      for (Statement statement : policy.document().statements()) {
        unused(principal, policy.name(), statement).ifPresent(unused::add);
      }
    }
    return unused;
  }

  private Optional<Unused> unused(String principal, String policy, Statement statement) {
    List<String> used =
        used(principal).stream()
            .filter(use -> use.policy().equals(policy) && use.statement().equals(statement.sid()))
            .map(Use::action)
            .toList();
    List<String> actions = statement.actionsBeside(used);
    boolean none = used.isEmpty() || !actions.isEmpty();
    return statement.allow() && none
        ? Optional.of(new Unused(principal, policy, statement.sid(), actions))
        : Optional.empty();
  }

  /** ARNs of the seeded IAM roles and users with policies. */
  public List<String> principals() {
    return cloudState.identities().limited();
  }
}
