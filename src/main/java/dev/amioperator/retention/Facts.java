package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The facts of EC2 and Kubernetes that a policy's decisions are based on.
 *
 * @param otherPolicies the other policies of the account, by name: each may keep an image
 * @param inventory every image that the account owns, by account and region
 * @param enforcingSince since when the policy is enforced without a break, by account id; empty: in
 *     mode Plan
 * @param usage what uses an image, by image id; no entry: not read yet
 * @param freshness how old an observation may be to prove that an image is unused
 * @param history the policy's recent retirements
 * @param approval what mode Approved may retire
 */
record Facts(
    EffectivePolicy policy,
    Map<String, EffectivePolicy> otherPolicies,
    Map<AccountRegion, List<Image>> inventory,
    DeclaredImages declaredImages,
    Map<String, Instant> enforcingSince,
    Map<String, Usage> usage,
    UsageFreshness freshness,
    History history,
    Approval approval,
    Instant now) {

  Facts {
    otherPolicies = Map.copyOf(otherPolicies);
    inventory = Map.copyOf(inventory);
    usage = Map.copyOf(usage);
    enforcingSince = Map.copyOf(enforcingSince);
  }

  /** These facts with images and usage as observed in EC2. */
  Facts withObserved(Map<AccountRegion, List<Image>> images, Map<String, Usage> usages) {
    return new Facts(
        policy,
        otherPolicies,
        images,
        declaredImages,
        enforcingSince,
        usages,
        freshness,
        history,
        approval,
        now);
  }

  /**
   * The recent retirements of images, from a policy's status.
   *
   * @param retiring the ids of the images in status.retiring, counted already
   * @param retired when images were counted
   */
  record History(Set<String> retiring, List<Instant> retired) {
    History {
      retiring = Set.copyOf(retiring);
      retired = List.copyOf(retired);
    }

    /** When images were retired that still count for {@code spec.limits}. */
    List<Instant> withinLimitPeriod(Instant now) {
      return retired.stream()
          .filter(at -> at.plus(RetirementLimit.PERIOD).isAfter(now))
          .sorted()
          .toList();
    }
  }
}
