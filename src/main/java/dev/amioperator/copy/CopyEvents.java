package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Annotations;
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

/**
 * Derives the Kubernetes events of an AmiCopy from two successive statuses.
 *
 * @param severalAccounts whether the copies are in several accounts, so that events name them
 */
record CopyEvents(boolean severalAccounts) {
  /** Copies that an event names: its length is limited. */
  private static final int MAX_NAMED = 10;

  /** The events of all regions between two statuses; either may be null. */
  static List<ObjectEvent> of(AmiCopyStatus previous, AmiCopyStatus next) {
    Map<DestinationKey, RegionStatus> before = byDestination(previous);
    Map<DestinationKey, RegionStatus> now = byDestination(next);
    Map<DestinationKey, RegionStatus> all = new TreeMap<>(before);
    all.putAll(now);
    CopyEvents events =
        new CopyEvents(all.keySet().stream().map(DestinationKey::account).distinct().count() > 1);
    return Stream.concat(
            grantEvents(previous, next),
            all.keySet().stream()
                .flatMap(
                    key ->
                        Stream.concat(
                            events
                                .lateEvent(Optional.ofNullable(before.get(key)), now.get(key))
                                .stream(),
                            events
                                .of(Optional.ofNullable(before.get(key)), now.get(key))
                                .stream())))
        .toList();
  }

  private static Stream<ObjectEvent> grantEvents(AmiCopyStatus previous, AmiCopyStatus next) {
    return Stream.concat(
        withoutSame(grants(next), grants(previous))
            .map(grant -> grantEvent("Account %s gets permission to copy %s.", grant)),
        withoutSame(grants(previous), grants(next))
            .map(
                grant -> grantEvent("Account %s has no permission of this AmiCopy on %s.", grant)));
  }

  /**
   * The permissions that stay in EC2 and KMS when an AmiCopy is abandoned; the status may be null.
   */
  static List<ObjectEvent> abandonedGrants(AmiCopyStatus status) {
    return grants(status).stream().map(CopyEvents::abandonedGrant).toList();
  }

  private static ObjectEvent abandonedGrant(CopyGrant grant) {
    Stream<String> launching =
        SourceGrantPlanner.launches(grant)
            ? Stream.of("launchPermission of " + grant.imageId())
            : Stream.empty();
    Stream<String> copying =
        SourceGrantPlanner.snapshotIds(grant).stream().map("createVolumePermission of "::concat);
    Stream<String> keys = SourceGrantPlanner.keyArns(grant).stream().map("grants of "::concat);
    return ObjectEvent.warning(
        Reason.Deleting,
        "Abandoned: account %s may still copy %s. Remove it in account %s, %s, from: %s."
            .formatted(
                grant.accountId(),
                grant.imageId(),
                grant.sourceAccountId(),
                grant.region(),
                Stream.of(launching, copying, keys)
                    .flatMap(Function.identity())
                    .collect(Collectors.joining(", "))));
  }

  /** The event that a deleted object released its copies; empty of one without copies. */
  static Optional<ObjectEvent> released(AmiCopy deleted) {
    boolean releases =
        deleted.getSpec().deletionPolicy() == DeletionPolicy.RELEASE
            && !Annotations.abandoned(deleted);
    List<String> copies =
        Stream.ofNullable(deleted.getStatus())
            .flatMap(status -> RegionStatusFactory.orEmpty(status.regions()).stream())
            .filter(entry -> releases && entry.imageId() != null)
            .map(entry -> "%s in %s".formatted(entry.imageId(), entry.region()))
            .toList();
    return copies.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ObjectEvent.normal(
                Reason.Released,
                ("Left in EC2 with their tags: %s%s. An AmiRetentionPolicy that selects them may"
                        + " retire them, and the same AmiCopy applied again adopts them.")
                    .formatted(
                        String.join(", ", copies.stream().limit(MAX_NAMED).toList()),
                        copies.size() > MAX_NAMED
                            ? " and %d more".formatted(copies.size() - MAX_NAMED)
                            : "")));
  }

  private static Stream<CopyGrant> withoutSame(List<CopyGrant> grants, List<CopyGrant> others) {
    return grants.stream()
        .filter(grant -> others.stream().noneMatch(other -> SourceGrantUse.same(grant, other)));
  }

  private static List<CopyGrant> grants(AmiCopyStatus status) {
    return Optional.ofNullable(status).map(AmiCopyStatus::grants).orElse(List.of());
  }

  private static ObjectEvent grantEvent(String message, CopyGrant grant) {
    return ObjectEvent.normal(
        Reason.Progressing, message.formatted(grant.accountId(), grant.imageId()));
  }

  private String place(RegionStatus entry) {
    return severalAccounts
        ? "%s/%s".formatted(RecordedCopy.key(entry).account(), entry.region())
        : entry.region();
  }

  /** Reports a time-based copy that took longer than it was to take. */
  private Optional<ObjectEvent> lateEvent(Optional<RegionStatus> previous, RegionStatus now) {
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
                    .formatted(place(now), now.imageId())))
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
  private Optional<ObjectEvent> of(Optional<RegionStatus> previous, RegionStatus now) {
    if (now == null) {
      return previous.map(
          entry ->
              ObjectEvent.normal(
                  Reason.Deleting, "%s: no managed copy remains.".formatted(place(entry))));
    }
    boolean changed = previous.filter(entry -> sameImageAndState(entry, now)).isEmpty();
    return (changed ? stateEvent(previous, now) : Optional.<ObjectEvent>empty())
        .or(() -> previous.flatMap(entry -> recopiedEvent(entry, now)));
  }

  private Optional<ObjectEvent> stateEvent(Optional<RegionStatus> previous, RegionStatus now) {
    if (Image.State.AVAILABLE.value().equals(now.state())) {
      return Optional.of(ObjectEvent.normal(Reason.Available, available(previous, now)));
    }
    if (RegionStatusFactory.isFailed(now)) {
      return Optional.of(
          ObjectEvent.warning(Reason.ImageFailed, "%s: %s".formatted(place(now), now.message())));
    }
    return RegionStatusFactory.GONE.equals(now.state())
        ? Optional.of(imageGone(now, "."))
        : Optional.empty();
  }

  /** Reports a new copy in place of an image that neither failed nor was being deleted. */
  private Optional<ObjectEvent> recopiedEvent(RegionStatus previous, RegionStatus now) {
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

  private ObjectEvent imageGone(RegionStatus entry, String ending) {
    return ObjectEvent.warning(
        Reason.ImageGone,
        "%s: %s was deregistered outside the operator%s"
            .formatted(place(entry), entry.imageId(), ending));
  }

  private String available(Optional<RegionStatus> previous, RegionStatus now) {
    List<String> before = previous.map(CopyEvents::supersededIds).orElse(List.of());
    List<String> superseded =
        supersededIds(now).stream().filter(id -> !before.contains(id)).toList();
    return superseded.isEmpty()
        ? "%s: %s is available.".formatted(place(now), now.imageId())
        : "%s: %s is available and supersedes %s."
            .formatted(place(now), now.imageId(), String.join(", ", superseded));
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
