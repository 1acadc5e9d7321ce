package dev.amioperator.retention;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Item;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.retention.PlanPublisher.PublishedPlan;
import dev.amioperator.retention.RetentionReason.Group;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Summarizes decisions about images for {@code status.plan}: counts, and the most urgent ones. */
final class PlanSummary {
  /** The images that {@code kubectl get -o yaml} can show without hiding the rest. */
  private static final int MAX_ITEMS = 50;

  private static final Comparator<Decision> MOST_URGENT_FIRST =
      comparing(Decision::reason)
          .reversed()
          .thenComparing(decision -> decision.accountRegion().region())
          .thenComparing(Decision::imageId);

  private PlanSummary() {}

  /** The plan so far, which cannot be approved. */
  static Plan of(List<Decision> decisions) {
    return of(decisions, Optional.empty(), Optional.empty());
  }

  /** The plan of a complete evaluation. */
  static Plan of(List<Decision> decisions, PublishedPlan published) {
    return of(decisions, published.approved(), published.hash());
  }

  private static Plan of(
      List<Decision> decisions, Optional<Integer> approved, Optional<String> hash) {
    return new Plan(
        decisions.size(),
        count(decisions, Group.RETIRE),
        count(decisions, Group.BLOCKED),
        approved.orElse(null),
        hash.orElse(null),
        reclaimableGib(decisions) + " GiB",
        reasons(decisions),
        decisions.stream()
            .sorted(MOST_URGENT_FIRST)
            .limit(MAX_ITEMS)
            .map(PlanSummary::item)
            .toList(),
        warnings(decisions),
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

  /** The volume size of each snapshot that only images to retire use, in GiB. */
  private static long reclaimableGib(List<Decision> decisions) {
    Set<String> kept =
        decisions.stream()
            .filter(decision -> !decision.is(Group.RETIRE))
            .flatMap(PlanSummary::devicesWithSnapshot)
            .map(device -> device.snapshotId().orElseThrow())
            .collect(toSet());
    return decisions.stream()
        .filter(decision -> decision.is(Group.RETIRE))
        .flatMap(PlanSummary::devicesWithSnapshot)
        .filter(device -> !kept.contains(device.snapshotId().orElseThrow()))
        .collect(toMap(BlockDevice::snapshotId, BlockDevice::sizeGib, Math::max))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static Stream<BlockDevice> devicesWithSnapshot(Decision decision) {
    return decision.image().blockDevices().stream()
        .filter(device -> device.snapshotId().isPresent());
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
