package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a policy's decisions look at, gathered beforehand.
 *
 * @param otherPolicies the other policies of the account, by name: what one of them keeps, stays
 * @param inventory every image that the account owns, place by place, all pages in
 * @param foreignRetentionAllowed whether images that the operator did not make may go
 * @param usage what uses an image, by id; what is not in it has not been asked yet
 * @param proofNotBefore a proof of non-use that is older is none
 * @param history what the policy did lately
 */
record Facts(
    EffectivePolicy policy,
    Map<String, EffectivePolicy> otherPolicies,
    Map<AccountRegion, List<Image>> inventory,
    DeclaredImages declaredImages,
    boolean foreignRetentionAllowed,
    Map<String, Usage> usage,
    Instant proofNotBefore,
    History history,
    Instant now) {

  Facts {
    otherPolicies = Map.copyOf(otherPolicies);
    inventory = Map.copyOf(inventory);
    usage = Map.copyOf(usage);
  }

  /** The same policy, with what was found out about images and their use. */
  Facts withObserved(Map<AccountRegion, List<Image>> found, Map<String, Usage> known) {
    return new Facts(
        policy,
        otherPolicies,
        found,
        declaredImages,
        foreignRetentionAllowed,
        known,
        proofNotBefore,
        history,
        now);
  }

  /**
   * What a policy did lately, from its status.
   *
   * @param retiring the images in the ledger: they are counted already
   * @param retired when images were counted
   */
  record History(Set<String> retiring, List<Instant> retired) {
    /** The span that the limits speak of. */
    static final Duration LIMIT_PERIOD = Duration.ofHours(24);

    History {
      retiring = Set.copyOf(retiring);
      retired = List.copyOf(retired);
    }

    /** The moments that still count. */
    List<Instant> withinLimitPeriod(Instant now) {
      return retired.stream().filter(at -> at.plus(LIMIT_PERIOD).isAfter(now)).sorted().toList();
    }
  }
}
