package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.AllowedImagesNote;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads the source image in its own region, at most once per reconcile and only if needed. */
final class SourceObserver {
  private final Function<SourceId, ObservationSession> sourceRegion;
  private final Duration gracePeriod;
  private final Predicate<SourceId> copiedBefore;
  private ObservedSource source;
  private boolean observed;

  /**
   * The observer for a reconcile.
   *
   * @param source the source before EC2 is read
   * @param sourceRegion opens a session in the region of the source
   * @param gracePeriod how long an image must be missing before it counts as gone
   * @param copiedBefore whether the status records that an image was there before
   */
  SourceObserver(
      ObservedSource source,
      Function<SourceId, ObservationSession> sourceRegion,
      Duration gracePeriod,
      Predicate<SourceId> copiedBefore) {
    this.source = source;
    this.sourceRegion = sourceRegion;
    this.gracePeriod = gracePeriod;
    this.copiedBefore = copiedBefore;
  }

  /** The source as far as it is known, without a read of EC2. */
  ObservedSource known() {
    return source;
  }

  /** The source after a read of EC2; still unobserved while the answer is pending. */
  ObservedSource observe() {
    if (!observed && source instanceof ObservedSource.Unobserved(SourceId id)) {
      source = observe(id);
    }
    observed = true;
    return source;
  }

  /** The reads of EC2 in the region of the source. */
  ObservationSession session(SourceId id) {
    return sourceRegion.apply(id);
  }

  /**
   * The snapshots of the source, if they belong to the account that reads it.
   *
   * @throws ObservationPendingException while EC2 is queried, or after it failed
   */
  List<Snapshot> snapshots(SourceId id, Image image) {
    return session(id).getAll(image.snapshotIds(), SnapshotQueries::byId).values().stream()
        .flatMap(presence -> presence.found().stream())
        .toList();
  }

  private ObservedSource observe(SourceId id) {
    ObservationSession session = session(id);
    try {
      Presence<Image> presence = session.get(ImageQueries.byId(id.imageId()));
      return SourceResolver.fromObservation(
          id,
          presence,
          session.oldestObservedAt(),
          gracePeriod,
          session.accountRegion().accountId(),
          copiedBefore.test(id),
          () -> AllowedImagesNote.of(session));
    } catch (ObservationPendingException pending) {
      return pending.readyState().reason() == Reason.Observing
          ? new ObservedSource.Unobserved(id)
          : new ObservedSource.Unavailable(id, pending.readyState());
    }
  }
}
