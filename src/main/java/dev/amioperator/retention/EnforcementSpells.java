package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The spells of mode Enforce of a policy: each account has its own, by the AwsAccount's name. */
final class EnforcementSpells {
  private EnforcementSpells() {}

  /** The spells at an evaluation; none in mode Plan. */
  static Map<String, EnforcementSpell> at(
      AmiRetentionPolicy policy,
      PolicyAccess access,
      EffectivePolicy effective,
      AmiRetentionPolicyStatusFactory status) {
    Map<String, EnforcementSpell> spells = new HashMap<>();
    if (effective.enforce()) {
      Map<String, EnforcementSpell> previous = status.accounts().spells();
      String uid = policy.getMetadata().getUid();
      access
          .evaluatedIds()
          .forEach(
              (name, id) ->
                  spells.put(
                      name,
                      EnforcementSpell.at(
                          status.now(),
                          Optional.ofNullable(previous.get(name)),
                          OrphanRules.scope(
                              policy.getSpec(), EnforcementSpell.scope(uid, id, effective)),
                          PolicySchedule.interval(policy))));
    }
    return spells;
  }

  /** The spells for the status; an account that is not evaluated now keeps its own. */
  static Map<String, EnforcementSpell> recorded(
      Map<String, EnforcementSpell> spells,
      PolicyAccess access,
      AmiRetentionPolicy policy,
      GatheredFacts gathered,
      AmiRetentionPolicyStatusFactory status) {
    Map<String, EnforcementSpell> previous = status.accounts().spells();
    Map<String, EnforcementSpell> recorded = new HashMap<>(previous);
    for (PolicyAccess.Account account : access.evaluated()) {
      recorded.remove(account.name());
      Optional.ofNullable(spells.get(account.name()))
          .flatMap(
              spell ->
                  spell.evaluated(
                      status.now(),
                      Optional.ofNullable(previous.get(account.name())),
                      PolicySchedule.interval(policy),
                      Collections.disjoint(account.regions(), gathered.notListed())))
          .ifPresent(spell -> recorded.put(account.name(), spell));
    }
    return recorded;
  }
}
