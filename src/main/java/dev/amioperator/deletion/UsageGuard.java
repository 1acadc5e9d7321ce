package dev.amioperator.deletion;

import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Refuses to deregister an image that is in use, or whose usage is not proven. */
public final class UsageGuard {
  /** The age up to which an answer of EC2 proves that nothing uses an image. */
  public static final Duration MAX_PROOF_AGE = Duration.ofMinutes(15);

  /** Objects that are deleted within this time share the listings of a region. */
  private static final Duration MAX_LISTING_AGE = Duration.ofMinutes(5);

  private UsageGuard() {}

  /**
   * Reads what uses an image.
   *
   * @throws ObservationReader.ObservationPendingException while EC2 is queried: a slow answer would
   *     be too old for the next decision
   */
  static Usage observe(ObservationSession session, Image image) {
    UsageObserver observer = UsageObserver.of(session);
    return observer.usage(
        image.id(), observer.references(image.id()), session.now().minus(MAX_LISTING_AGE));
  }

  /** Why the image must not be deregistered now; empty with a recent proof that it is unused. */
  static Optional<ReadyState> refusal(Image image, Usage usage, Instant now) {
    return switch (usage) {
      case Usage.Unused(var observedAt) when !observedAt.isBefore(now.minus(MAX_PROOF_AGE)) ->
          Optional.empty();
      case Usage.Unused stale -> Optional.of(usagePending(image));
      case Usage.Pending pending -> Optional.of(usagePending(image));
      case Usage.Used used ->
          Optional.of(
              inUse(
                  ("%s is still used by %s. Remove that use. With spec.deletionGuard: None it is"
                          + " deregistered all the same, and launches from it then fail.")
                      .formatted(image.id(), used.summary())));
      case Usage.Unknown(var why) ->
          Optional.of(
              inUse(
                  ("The usage of %s could not be determined, so it counts as in use: %s. Allow"
                          + " the call, or wait: it is retried. spec.deletionGuard: None deregisters"
                          + " it without the check.")
                      .formatted(image.id(), why)));
    };
  }

  private static ReadyState inUse(String message) {
    return new ReadyState.Blocked(Reason.InUse, message, Requeue.IN_USE);
  }

  private static ReadyState usagePending(Image image) {
    return new ReadyState.Reconciling(
        Reason.Deleting,
        "Querying EC2 for the usage of %s.".formatted(image.id()),
        Requeue.NEXT_STEP);
  }
}
