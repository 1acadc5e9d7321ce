package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happened in one region between two statuses that a person would want to have seen. */
final class CopyEvents {
  private CopyEvents() {}

  /** The events of all regions between two statuses; either may be null. */
  static List<ObjectEvent> of(AmiCopyStatus former, AmiCopyStatus next) {
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
   * The event of one region, if its change is worth one.
   *
   * @param former the region's entry before; empty if it had none
   * @param next its entry now; empty if nothing is left there
   */
  static Optional<ObjectEvent> of(Optional<RegionStatus> former, Optional<RegionStatus> next) {
    if (next.isEmpty()) {
      return former.map(
          entry ->
              ObjectEvent.normal(
                  Reason.Deleting, "%s: nothing is left.".formatted(entry.region())));
    }
    RegionStatus now = next.get();
    boolean changed = former.filter(entry -> sameImageAndState(entry, now)).isEmpty();
    return (changed ? stateEvent(former, now) : Optional.<ObjectEvent>empty())
        .or(() -> former.flatMap(entry -> recopiedEvent(entry, now)));
  }

  /** What the state of another image, or another state, is worth telling. */
  private static Optional<ObjectEvent> stateEvent(Optional<RegionStatus> former, RegionStatus now) {
    if (Image.State.AVAILABLE.value().equals(now.state())) {
      return Optional.of(ObjectEvent.normal(Reason.Available, available(former, now)));
    }
    if (RegionStatusFactory.isFailed(now)) {
      return Optional.of(
          ObjectEvent.warning(Reason.ImageFailed, "%s: %s".formatted(now.region(), now.message())));
    }
    return RegionStatusFactory.GONE.equals(now.state())
        ? Optional.of(
            imageGone(
                "%s: %s was deregistered behind our back.".formatted(now.region(), now.imageId())))
        : Optional.empty();
  }

  /** That a new copy is made in the place of one that did not fail and was not to go. */
  private static Optional<ObjectEvent> recopiedEvent(RegionStatus former, RegionStatus now) {
    boolean replaced =
        former.imageId() != null
            && former.imageId().equals(now.previousImageId())
            && now.imageId() == null;
    return replaced
            && !RegionStatusFactory.isFailed(former)
            && !RegionStatusFactory.DELETING.equals(former.state())
        ? Optional.of(
            imageGone(
                "%s: %s was deregistered behind our back; it is copied again."
                    .formatted(former.region(), former.imageId())))
        : Optional.empty();
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
    return RegionStatusFactory.orEmpty(copies).stream().map(SupersededCopy::imageId).toList();
  }

  private static boolean sameImageAndState(RegionStatus former, RegionStatus now) {
    return Objects.equals(former.imageId(), now.imageId())
        && Objects.equals(former.state(), now.state());
  }

  private static ObjectEvent imageGone(String message) {
    return ObjectEvent.warning(Reason.ImageGone, message);
  }
}
