package dev.amioperator.copy;

import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an AmiCopy says as a whole: the worst of its regions, and how far the others are. */
final class CopyReadiness {

  private final List<RegionResult> regions;

  private CopyReadiness(List<RegionResult> regions) {
    this.regions = regions;
  }

  /** Ready only if every region is; Stalled if any is; else the state of what is under way. */
  static ReadyState of(List<RegionResult> regions) {
    return new CopyReadiness(regions).readyState();
  }

  /** Available copies of those wanted, such as 3/5. */
  static String availableCount(List<RegionResult> regions) {
    return "%d/%d"
        .formatted(
            regions.stream().filter(RegionResult::available).count(),
            regions.stream().filter(RegionResult::inSpec).count());
  }

  private ReadyState readyState() {
    List<RegionResult> stalled = matching(ReadyState.Stalled.class::isInstance);
    if (!stalled.isEmpty()) {
      return new ReadyState.Stalled(stalled.getFirst().readyState().reason(), message(stalled));
    }
    List<RegionResult> held = matching(ReadyState.Blocked.class::isInstance);
    if (!held.isEmpty()) {
      return new ReadyState.Blocked(
          held.getFirst().readyState().reason(), withCount(message(held)), shortestRequeue(held));
    }
    List<RegionResult> waiting = matching(ReadyState.Reconciling.class::isInstance);
    if (!waiting.isEmpty()) {
      return new ReadyState.Reconciling(
          reason(waiting), withCount(message(waiting)), shortestRequeue(waiting));
    }
    return new ReadyState.Ready(Reason.Available, withCount(message(regions)));
  }

  private List<RegionResult> matching(Predicate<ReadyState> verdict) {
    return regions.stream().filter(r -> verdict.test(r.readyState())).toList();
  }

  /** The reason that all share; otherwise it is copying, if only in part. */
  private static Reason reason(List<RegionResult> waiting) {
    List<Reason> reasons = waiting.stream().map(r -> r.readyState().reason()).distinct().toList();
    return reasons.size() == 1 ? reasons.getFirst() : Reason.Copying;
  }

  private String withCount(String words) {
    long wanted = regions.stream().filter(RegionResult::inSpec).count();
    String count =
        wanted == 0
            ? ""
            : "%d of %d copies available"
                .formatted(regions.stream().filter(RegionResult::available).count(), wanted);
    return Stream.of(count, words).filter(s -> !s.isEmpty()).collect(Collectors.joining("; "));
  }

  /** What the regions say; those that say the same together. */
  private static String message(List<RegionResult> regions) {
    Map<String, List<String>> byWords = new LinkedHashMap<>();
    for (RegionResult region : regions) {
      byWords.merge(
          regionMessage(region),
          List.of(region.region()),
          (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    }
    byWords.remove("");
    return byWords.entrySet().stream()
        .map(entry -> String.join(", ", entry.getValue()) + entry.getKey())
        .collect(Collectors.joining("; "))
        .replace(".; ", "; ");
  }

  private static String regionMessage(RegionResult region) {
    Integer progress = region.regionStatus().map(e -> e.progress()).orElse(null);
    if (region.inSpec()
        && region.readyState() instanceof ReadyState.Reconciling
        && progress != null) {
      return " " + progress + "%";
    }
    if (region.readyState().reason() == Reason.Copying) {
      return " queued";
    }
    return region.readyState().message().isEmpty() ? "" : ": " + region.readyState().message();
  }

  private static Duration shortestRequeue(List<RegionResult> regions) {
    return regions.stream()
        .map(RegionResult::readyState)
        .flatMap(
            readyState ->
                switch (readyState) {
                  case ReadyState.Reconciling reconciling -> Stream.of(reconciling.requeueAfter());
                  case ReadyState.Blocked blocked -> Stream.of(blocked.requeueAfter());
                  case ReadyState.Ready ready -> Stream.of();
                  case ReadyState.Stalled stalled -> Stream.of();
                })
        .min(Comparator.naturalOrder())
        .orElse(Requeue.NEXT_STEP);
  }
}
