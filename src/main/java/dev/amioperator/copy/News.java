package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.ec2.Image;
import dev.amioperator.lifecycle.Reason;
import dev.amioperator.lifecycle.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happened in one region between two statuses that a person would want to have seen. */
final class News {
  private News() {}

  /** The news of all regions between two statuses; either may be null. */
  static List<Verdict> of(AmiCopyStatus former, AmiCopyStatus next) {
    Map<String, RegionStatus> before = byRegion(former);
    Map<String, RegionStatus> now = byRegion(next);
    return Stream.concat(before.keySet().stream(), now.keySet().stream())
        .distinct()
        .sorted()
        .flatMap(
            region ->
                of(Optional.ofNullable(before.get(region)), Optional.ofNullable(now.get(region)))
                    .stream())
        .toList();
  }

  private static Map<String, RegionStatus> byRegion(AmiCopyStatus status) {
    return Optional.ofNullable(status).map(AmiCopyStatus::regions).orElse(List.of()).stream()
        .collect(Collectors.toMap(RegionStatus::region, Function.identity()));
  }

  /**
   * The news, as verdicts for events.
   *
   * @param former the region's entry before; empty if it had none
   * @param next its entry now; empty if nothing is left there
   */
  static Optional<Verdict> of(Optional<RegionStatus> former, Optional<RegionStatus> next) {
    if (next.isEmpty()) {
      return former.map(
          entry -> normal(Reason.Deleting, "%s: nothing is left.".formatted(entry.region())));
    }
    RegionStatus now = next.get();
    if (is(Image.State.AVAILABLE, now) && former.filter(f -> same(f, now)).isEmpty()) {
      return Optional.of(normal(Reason.Available, available(former, now)));
    }
    if (Entry.broken(now) && former.filter(f -> same(f, now)).isEmpty()) {
      return Optional.of(
          new Verdict.Stalled(Reason.ImageFailed, "%s: %s".formatted(now.region(), now.message())));
    }
    if (Entry.GONE.equals(now.state()) && former.filter(f -> same(f, now)).isEmpty()) {
      return Optional.of(
          new Verdict.Held(
              Reason.ImageGone,
              "%s: %s was deregistered behind our back.".formatted(now.region(), now.imageId()),
              Duration.ZERO));
    }
    return former
        .filter(f -> f.imageId() != null && f.imageId().equals(now.previousImageId()))
        .filter(f -> now.imageId() == null && !Entry.broken(f) && !Entry.DELETING.equals(f.state()))
        .map(
            f ->
                new Verdict.Held(
                    Reason.ImageGone,
                    "%s: %s was deregistered behind our back; it is copied again."
                        .formatted(f.region(), f.imageId()),
                    Duration.ZERO));
  }

  private static String available(Optional<RegionStatus> former, RegionStatus now) {
    List<String> before = former.map(f -> ids(f.superseded())).orElse(List.of());
    List<String> superseded =
        ids(now.superseded()).stream().filter(id -> !before.contains(id)).toList();
    return superseded.isEmpty()
        ? "%s: %s is available.".formatted(now.region(), now.imageId())
        : "%s: %s is available and supersedes %s."
            .formatted(now.region(), now.imageId(), String.join(", ", superseded));
  }

  private static List<String> ids(List<SupersededCopy> copies) {
    return Entry.orEmpty(copies).stream().map(SupersededCopy::imageId).toList();
  }

  private static boolean same(RegionStatus former, RegionStatus now) {
    return Objects.equals(former.imageId(), now.imageId())
        && Objects.equals(former.state(), now.state());
  }

  private static boolean is(Image.State state, RegionStatus entry) {
    return state.word().equals(entry.state());
  }

  private static Verdict normal(Reason reason, String message) {
    return new Verdict.Ready(reason, message);
  }
}
