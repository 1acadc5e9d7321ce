package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Merges the ready states of an AmiCopy's destinations into its own. */
record CopyReadiness(
    List<RegionResult> regions,
    Optional<ReadyState> obstacle,
    long inSpec,
    long available,
    boolean severalAccounts) {
  private CopyReadiness(List<RegionResult> regions, Optional<ReadyState> obstacle) {
    this(
        regions,
        obstacle,
        regions.stream().filter(RegionResult::inSpec).count(),
        regions.stream().filter(RegionResult::available).count(),
        regions.stream().map(region -> region.key().account()).distinct().count() > 1);
  }

  /**
   * Ready if every required copy is; else the worst state: Stalled, Blocked, then Reconciling.
   * Copies that are not required appear in the message only.
   *
   * @param obstacle what prevents Ready besides the copies
   */
  static ReadyState of(List<RegionResult> regions, Optional<ReadyState> obstacle) {
    return new CopyReadiness(regions, obstacle).readyState();
  }

  /** Available copies of those desired, such as 3/5. */
  static String availableCount(List<RegionResult> regions) {
    CopyReadiness copies = new CopyReadiness(regions, Optional.empty());
    return "%d/%d".formatted(copies.available, copies.inSpec);
  }

  private ReadyState readyState() {
    List<RegionResult> stalled = matching(ReadyState.Stalled.class);
    if (!stalled.isEmpty()) {
      return new ReadyState.Stalled(stalled.getFirst().readyState().reason(), withCount(stalled));
    }
    List<RegionResult> blocked = matching(ReadyState.Blocked.class);
    if (!blocked.isEmpty()) {
      return new ReadyState.Blocked(
          blocked.getFirst().readyState().reason(), withCount(blocked), shortestRequeue(blocked));
    }
    List<RegionResult> reconciling = matching(ReadyState.Reconciling.class);
    return reconciling.isEmpty()
        ? obstacle
            .map(this::withCount)
            .orElseGet(() -> new ReadyState.Ready(Reason.Available, withCount(regions)))
        : new ReadyState.Reconciling(
            commonReason(reconciling), withCount(reconciling), shortestRequeue(reconciling));
  }

  private ReadyState withCount(ReadyState why) {
    String message = joined(count(), why.message());
    return why instanceof ReadyState.Blocked blocked
        ? new ReadyState.Blocked(blocked.reason(), message, blocked.requeueAfter())
        : new ReadyState.Stalled(why.reason(), message);
  }

  private List<RegionResult> matching(Class<? extends ReadyState> type) {
    return regions.stream()
        .filter(RegionResult::required)
        .filter(region -> type.isInstance(region.readyState()))
        .toList();
  }

  /** The reason that all regions share; otherwise Copying, because some copy is under way. */
  private static Reason commonReason(List<RegionResult> regions) {
    List<Reason> reasons = regions.stream().map(r -> r.readyState().reason()).distinct().toList();
    return reasons.size() == 1 ? reasons.getFirst() : Reason.Copying;
  }

  private String withCount(List<RegionResult> some) {
    return joined(count(), message(some));
  }

  private String count() {
    return inSpec == 0 ? "" : "%d of %d copies available".formatted(available, inSpec);
  }

  private static String joined(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
  }

  /** The messages of the regions, equal messages merged. */
  private String message(List<RegionResult> regions) {
    Map<String, String> regionsByMessage = new LinkedHashMap<>();
    regions.forEach(
        region -> regionsByMessage.merge(message(region), label(region), (a, b) -> a + ", " + b));
    regionsByMessage.remove("");
    return regionsByMessage.entrySet().stream()
        .map(entry -> entry.getValue() + entry.getKey())
        .collect(Collectors.joining("; "))
        .replace(".; ", "; ");
  }

  private String label(RegionResult region) {
    return severalAccounts ? region.key().toString() : region.key().region();
  }

  private static String message(RegionResult region) {
    ReadyState state = region.readyState();
    Integer progress = region.regionStatus().map(entry -> entry.progress()).orElse(null);
    if (region.inSpec() && state instanceof ReadyState.Reconciling && progress != null) {
      boolean late = region.regionStatus().map(RegionStatus::late).orElse(false);
      return " " + progress + (late ? "%, later than its completeWithin" : "%");
    }
    if (state.reason() == Reason.Copying) {
      return " queued";
    }
    return state.message().isEmpty() ? "" : ": " + state.message();
  }

  private static Duration shortestRequeue(List<RegionResult> regions) {
    return regions.stream()
        .flatMap(
            region ->
                switch (region.readyState()) {
                  case ReadyState.Reconciling reconciling -> Stream.of(reconciling.requeueAfter());
                  case ReadyState.Blocked blocked -> Stream.of(blocked.requeueAfter());
                  case ReadyState.Ready ready -> Stream.of();
                  case ReadyState.Stalled stalled -> Stream.of();
                })
        .min(Comparator.naturalOrder())
        .orElse(Requeue.NEXT_STEP);
  }
}
