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
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Derives the Kubernetes events of an AmiCopy from two successive statuses. */
final class CopyEvents {
  private CopyEvents() {}

  /** The events of all regions between two statuses; either may be null. */
  static List<ObjectEvent> of(AmiCopyStatus previous, AmiCopyStatus next) {
    Map<DestinationKey, RegionStatus> before = byDestination(previous);
    Map<DestinationKey, RegionStatus> now = byDestination(next);
    Map<DestinationKey, RegionStatus> all = new TreeMap<>(before);
    all.putAll(now);
    return all.keySet().stream()
        .flatMap(
            key ->
                Stream.concat(
                    lateEvent(Optional.ofNullable(before.get(key)), now.get(key)).stream(),
                    of(Optional.ofNullable(before.get(key)), now.get(key)).stream()))
        .toList();
  }

  /** Reports a time-based copy that took longer than it was to take. */
  private static Optional<ObjectEvent> lateEvent(
      Optional<RegionStatus> previous, RegionStatus now) {
    boolean told =
        previous
            .filter(entry -> Boolean.TRUE.equals(entry.late()))
            .filter(entry -> Objects.equals(entry.imageId(), now == null ? null : now.imageId()))
            .isPresent();
    return now != null && Boolean.TRUE.equals(now.late()) && !told
        ? Optional.of(
            ObjectEvent.warning(
                Reason.Copying,
                ("%s: EC2 did not complete %s within its completeWithin: time-based copies between two"
                        + " regions share a throughput of 2,000 MiB/s unless AWS raised the quota.")
                    .formatted(now.region(), now.imageId())))
        : Optional.empty();
  }

  /** Entries by account id: an AwsAccount may have been replaced by another of the same account. */
  private static Map<DestinationKey, RegionStatus> byDestination(AmiCopyStatus status) {
    return Optional.ofNullable(status).map(AmiCopyStatus::regions).orElse(List.of()).stream()
        .collect(
            Collectors.toMap(
                entry -> new DestinationKey(entry.accountId(), entry.region()),
                Function.identity()));
  }

  /** The event of a region; {@code now} is null once its copies are deleted. */
  private static Optional<ObjectEvent> of(Optional<RegionStatus> previous, RegionStatus now) {
    if (now == null) {
      return previous.map(
          entry ->
              ObjectEvent.normal(
                  Reason.Deleting, "%s: no managed copy remains.".formatted(entry.region())));
    }
    boolean changed = previous.filter(entry -> sameImageAndState(entry, now)).isEmpty();
    return (changed ? stateEvent(previous, now) : Optional.<ObjectEvent>empty())
        .or(() -> previous.flatMap(entry -> recopiedEvent(entry, now)));
  }

  private static Optional<ObjectEvent> stateEvent(
      Optional<RegionStatus> previous, RegionStatus now) {
    if (Image.State.AVAILABLE.value().equals(now.state())) {
      return Optional.of(ObjectEvent.normal(Reason.Available, available(previous, now)));
    }
    if (RegionStatusFactory.isFailed(now)) {
      return Optional.of(
          ObjectEvent.warning(Reason.ImageFailed, "%s: %s".formatted(now.region(), now.message())));
    }
    return RegionStatusFactory.GONE.equals(now.state())
        ? Optional.of(imageGone(now, "."))
        : Optional.empty();
  }

  /** Reports a new copy in place of an image that neither failed nor was being deleted. */
  private static Optional<ObjectEvent> recopiedEvent(RegionStatus previous, RegionStatus now) {
    boolean replaced =
        previous.imageId() != null
            && previous.imageId().equals(now.previousImageId())
            && now.imageId() == null;
    return replaced
            && !RegionStatusFactory.isFailed(previous)
            && !RegionStatusFactory.DELETING.equals(previous.state())
        ? Optional.of(imageGone(previous, "; copying the source again."))
        : Optional.empty();
  }

  private static ObjectEvent imageGone(RegionStatus entry, String ending) {
    return ObjectEvent.warning(
        Reason.ImageGone,
        "%s: %s was deregistered outside the operator%s"
            .formatted(entry.region(), entry.imageId(), ending));
  }

  private static String available(Optional<RegionStatus> previous, RegionStatus now) {
    List<String> before = previous.map(CopyEvents::supersededIds).orElse(List.of());
    List<String> superseded =
        supersededIds(now).stream().filter(id -> !before.contains(id)).toList();
    return superseded.isEmpty()
        ? "%s: %s is available.".formatted(now.region(), now.imageId())
        : "%s: %s is available and supersedes %s."
            .formatted(now.region(), now.imageId(), String.join(", ", superseded));
  }

  private static List<String> supersededIds(RegionStatus entry) {
    return RegionStatusFactory.orEmpty(entry.superseded()).stream()
        .map(SupersededCopy::imageId)
        .toList();
  }

  private static boolean sameImageAndState(RegionStatus previous, RegionStatus now) {
    return Objects.equals(previous.imageId(), now.imageId())
        && Objects.equals(previous.state(), now.state());
  }
}
