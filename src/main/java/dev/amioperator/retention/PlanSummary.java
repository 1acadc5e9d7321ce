package dev.amioperator.retention;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Item;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.retention.PlanPublisher.PublishedPlan;
import dev.amioperator.retention.RetentionReason.Group;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Summarizes decisions about images for {@code status.plan}: counts, and the most urgent ones. */
final class PlanSummary {
  /** The images that {@code kubectl get -o yaml} can show without hiding the rest. */
  private static final int MAX_ITEMS = 50;

  private static final Comparator<Decision> MOST_URGENT_FIRST =
      comparing(Decision::reason)
          .reversed()
          .thenComparing(decision -> decision.accountRegion().account())
          .thenComparing(decision -> decision.accountRegion().region())
          .thenComparing(Decision::imageId);

  private PlanSummary() {}

  /** The plan so far, which cannot be approved. */
  static Plan of(List<Decision> decisions) {
    return of(
        decisions,
        new PublishedPlan(
            0,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Reclaimable.of(decisions, Map.of()),
            Optional.empty()));
  }

  /** The plan of a complete evaluation. */
  static Plan of(List<Decision> decisions, PublishedPlan published) {
    return new Plan(
        decisions.size(),
        count(decisions, Group.RETIRE),
        count(decisions, Group.BLOCKED),
        published.approved().orElse(null),
        published.hash().orElse(null),
        published.reclaimable().gib(),
        published.reclaimable().basis().map(Enum::name).orElse(null),
        published.monthlyPrice().orElse(null),
        reasons(decisions),
        decisions.stream()
            .sorted(MOST_URGENT_FIRST)
            .limit(MAX_ITEMS)
            .map(PlanSummary::item)
            .toList(),
        warnings(decisions),
        null,
        null);
  }

  /** Null for none, which is omitted from the status. */
  private static List<String> warnings(List<Decision> decisions) {
    List<String> warnings = LostArchitectures.warnings(decisions);
    return warnings.isEmpty() ? null : warnings;
  }

  static int count(List<Decision> decisions, Group group) {
    return (int) decisions.stream().filter(decision -> decision.is(group)).count();
  }

  private static Map<String, Integer> reasons(List<Decision> decisions) {
    Map<String, Integer> reasons = new TreeMap<>();
    decisions.stream()
        .collect(groupingBy(Decision::reason, counting()))
        .forEach((reason, count) -> reasons.put(reason.name(), count.intValue()));
    return reasons;
  }

  private static Item item(Decision decision) {
    return new Item(
        decision.accountRegion().account(),
        decision.accountRegion().accountId(),
        decision.accountRegion().region(),
        decision.imageId(),
        null,
        decision.image().name(),
        decision.reason().name(),
        truncated(decision.message()));
  }

  private static String truncated(String message) {
    int longest = 512;
    return message.length() <= longest ? message : message.substring(0, longest - 1) + "…";
  }
}
