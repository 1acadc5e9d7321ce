package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import java.util.List;

/** Decides about every image that a policy selects. */
final class RetentionDecisions {
  private RetentionDecisions() {}

  /** The decision about each selected image, sorted by account, region and id. */
  static List<Decision> decide(Facts facts) {
    RuleChain rules = RuleChain.of(facts);
    return RetirementLimit.apply(
        ApprovedImages.apply(
            facts.inventory().entrySet().stream()
                .flatMap(
                    entry ->
                        entry.getValue().stream()
                            .filter(image -> facts.policy().selects(entry.getKey(), image))
                            .map(image -> rules.decide(entry.getKey(), image)))
                .sorted(
                    comparing((Decision decision) -> decision.accountRegion().account())
                        .thenComparing(decision -> decision.accountRegion().region())
                        .thenComparing(decision -> decision.image().id()))
                .toList(),
            facts.approval()),
        facts);
  }
}
