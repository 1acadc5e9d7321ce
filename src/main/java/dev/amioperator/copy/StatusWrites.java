package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatusRegionStatusBuilder;
import dev.amioperator.api.v1alpha1.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Writes of AmiCopies' statuses, which collect what changes in several regions.
 *
 * <p>A change that may be written later is kept in memory for some seconds, and the next reconcile
 * continues from it. A crash loses it like the response of a lost write; so what is recorded before
 * a call of EC2, what is to be deleted, and what a change of the spec or of the reason causes is
 * written at once.
 */
final class StatusWrites {
  private final Duration pause;
  private final Map<String, LastWrite> byUid = new ConcurrentHashMap<>();

  /**
   * The last write of an object's status.
   *
   * @param written what the API server has
   * @param unwritten what the last reconcile found since
   * @param changedAt when the status differed first from what was written
   */
  private record LastWrite(
      AmiCopyStatus written, Optional<AmiCopyStatus> unwritten, Instant changedAt) {
    static LastWrite of(AmiCopyStatus written) {
      return new LastWrite(written, Optional.empty(), Instant.MAX);
    }
  }

  StatusWrites(Duration pause) {
    this.pause = pause;
  }

  /** The object with the status that was found for it last, written or not. */
  AmiCopy latest(AmiCopy resource) {
    LastWrite last = byUid.get(resource.getMetadata().getUid());
    return last == null
            || !Objects.equals(last.written, resource.getStatus())
            || !Objects.equals(observed(resource.getStatus()), generation(resource))
        ? resource
        : last.unwritten.map(status -> with(resource, status)).orElse(resource);
  }

  private static AmiCopy with(AmiCopy resource, AmiCopyStatus status) {
    AmiCopy latest = new AmiCopy();
    latest.setMetadata(resource.getMetadata());
    latest.setSpec(resource.getSpec());
    latest.setStatus(status);
    return latest;
  }

  /** How long the write of a status waits; empty if it is written now. */
  Optional<Duration> delay(AmiCopy resource, AmiCopyStatus next, Instant now) {
    String uid = resource.getMetadata().getUid();
    AmiCopyStatus written = resource.getStatus();
    LastWrite last = byUid.get(uid);
    if (Objects.equals(written, next)) {
      byUid.computeIfPresent(uid, (key, _) -> LastWrite.of(next));
      return Optional.empty();
    }
    Instant changedAt = last == null || last.unwritten.isEmpty() ? now : last.changedAt;
    Instant due = changedAt.plus(pause);
    if (last == null || urgent(resource, next) || !due.isAfter(now)) {
      byUid.put(uid, LastWrite.of(next));
      return Optional.empty();
    }
    byUid.put(uid, new LastWrite(written, Optional.of(next), changedAt));
    return Optional.of(Duration.between(now, due));
  }

  /** Drops what is kept in memory for a deleted object. */
  void forget(AmiCopy resource) {
    byUid.remove(resource.getMetadata().getUid());
  }

  private static boolean urgent(AmiCopy resource, AmiCopyStatus next) {
    AmiCopyStatus written = resource.getStatus();
    return !Objects.equals(observed(written), generation(resource))
        || !reasons(written).equals(reasons(next))
        || !urgentPart(written).equals(urgentPart(next));
  }

  private static Map<Condition.Type, String> reasons(AmiCopyStatus status) {
    return RegionStatusFactory.orEmpty(status.conditions()).stream()
        .collect(Collectors.toMap(Condition::type, c -> c.status() + "/" + c.reason()));
  }

  /** What has to be recorded before the next call of EC2. */
  private static AmiCopyStatus urgentPart(AmiCopyStatus status) {
    return AmiCopyStatusBuilder.builder(status)
        .copies(null)
        .conditions(null)
        .regions(
            RegionStatusFactory.orEmpty(status.regions()).stream()
                .map(StatusWrites::urgentPart)
                .toList())
        .build();
  }

  /** What a live or queued copy is may be found again in EC2, and by the queue. */
  private static RegionStatus urgentPart(RegionStatus entry) {
    boolean lost =
        RegionStatusFactory.isFailed(entry)
            || RegionStatusFactory.DELETING.equals(entry.state())
            || RegionStatusFactory.GONE.equals(entry.state());
    return lost
        ? entry
        : AmiCopyStatusRegionStatusBuilder.builder(entry)
            .imageId(null)
            .state(null)
            .queuedSince(null)
            .estimatedEnd(null)
            .progress(null)
            .snapshots(null)
            .message(null)
            .requested(RegionStatusFactory.mayHaveCopies(entry))
            .build();
  }

  private static Long observed(AmiCopyStatus status) {
    return status == null ? null : status.observedGeneration();
  }

  private static Long generation(AmiCopy resource) {
    return resource.getMetadata().getGeneration();
  }
}
