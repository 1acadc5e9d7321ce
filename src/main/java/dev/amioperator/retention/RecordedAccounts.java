package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.PolicyAccount;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The accounts of a policy as its status recorded them.
 *
 * @param recorded {@code status.accounts}; null: none
 */
record RecordedAccounts(AmiRetentionPolicy policy, List<PolicyAccount> recorded) {
  /** The characters of a message in {@code status.accounts}. */
  private static final int MAX_MESSAGE = 1024;

  /**
   * The spells of mode Enforce up to now, by the name of the AwsAccount; none in mode Plan, while
   * suspended, or where unreadable.
   */
  Map<String, EnforcementSpell> spells() {
    Map<String, EnforcementSpell> spells = new HashMap<>();
    if (EffectivePolicy.enforced(policy.getSpec())) {
      all()
          .forEach(
              account ->
                  EnforcementSpell.recorded(
                          account.enforcingSince(), account.lastEnforced(), account.enforcedScope())
                      .ifPresent(spell -> spells.put(account.accountRef(), spell)));
    }
    return spells;
  }

  /** The account id of an AwsAccount when the policy evaluated it before; empty: it did not. */
  Optional<String> accountId(String accountRef) {
    return all()
        .filter(account -> account.accountRef().equals(accountRef))
        .findFirst()
        .map(PolicyAccount::accountId);
  }

  private Stream<PolicyAccount> all() {
    return Stream.ofNullable(recorded).flatMap(List::stream);
  }

  /**
   * The entries for the status, of accounts that were evaluated or cannot be used.
   *
   * @param access which accounts can be used now; empty: not checked
   */
  List<PolicyAccount> entries(Optional<PolicyAccess> access, Map<String, EnforcementSpell> spells) {
    return ClusterResources.accountNames(policy).stream()
        .map(name -> entry(name, access, Optional.ofNullable(spells.get(name))))
        .filter(account -> account.accountId() != null || account.message() != null)
        .toList();
  }

  private PolicyAccount entry(
      String name, Optional<PolicyAccess> access, Optional<EnforcementSpell> spell) {
    return new PolicyAccount(
        name,
        access
            .map(checked -> checked.evaluatedIds().get(name))
            .or(() -> accountId(name))
            .orElse(null),
        spell.map(EnforcementSpell::since).map(Instant::toString).orElse(null),
        spell.map(EnforcementSpell::lastEvaluated).map(Instant::toString).orElse(null),
        spell.map(EnforcementSpell::scope).orElse(null),
        access
            .map(checked -> checked.unavailable().get(name))
            .map(state -> state.message(MAX_MESSAGE))
            .orElse(null));
  }
}
