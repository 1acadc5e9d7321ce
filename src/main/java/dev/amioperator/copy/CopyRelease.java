package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.Suspension;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Revokes what a deleted AmiCopy let other accounts do, before it leaves its copies in EC2. Only
 * its status says which permissions those are. Copies in progress may still need them.
 */
@ApplicationScoped
class CopyRelease {
  private static final ReadyState COMPLETE = new ReadyState.Ready(Reason.Available, "");

  private final RegionSessions sessions;
  private final CopyAdmission admission;
  private final RequeuePolicy requeuePolicy;

  CopyRelease(RegionSessions sessions, CopyAdmission admission, RequeuePolicy requeuePolicy) {
    this.sessions = sessions;
    this.admission = admission;
    this.requeuePolicy = requeuePolicy;
  }

  /** Takes the next step; empty once the status records no permission. EC2 is not read then. */
  Optional<CopyResult> revokeGrants(CopyContext copy, SourceGrants grants) {
    if (copy.recorded().grants().isEmpty()) {
      return Optional.empty();
    }
    Optional<ReadyState> suspension =
        Suspension.of(copy.statusFactory().resource().getSpec().suspend());
    if (suspension.isPresent()) {
      return suspension.map(copy.statusFactory()::withReadyState).map(CopyResult::new);
    }
    List<RegionResult> copies =
        copy.recorded().regions().stream().map(entry -> observe(copy, entry)).toList();
    SourceGrantResult revoked = grants.revokeUnused(copy.recorded().source(), copies);
    return revoked.toRecord().isEmpty()
        ? Optional.empty()
        : Optional.of(
            CopyResult.of(copy, copy.source(), explained(copies, revoked.states()), revoked));
  }

  /** Whether the copy of an entry needs a permission; reads EC2 if it did when it was read last. */
  private RegionResult observe(CopyContext copy, RegionStatus entry) {
    admission.withdraw(copy, entry);
    String source = copy.recorded().source().map(SourceId::imageId).orElse(null);
    boolean copying =
        copy.recorded().grants().stream()
            .anyMatch(grant -> SourceGrantUse.inUse(source, List.of(entry), grant));
    if (!copying) {
      return result(entry, COMPLETE);
    }
    return switch (copy.access().of(RecordedCopy.key(entry))) {
      case Access.Unavailable(ReadyState why) -> result(entry, unknown(entry, why));
      case Access.Granted(AccountRegion at, _) -> observe(copy, entry, at);
    };
  }

  private RegionResult observe(CopyContext copy, RegionStatus entry, AccountRegion at) {
    DestinationKey key = RecordedCopy.key(entry);
    ObservationSession session = sessions.ofDestination(copy, at, key, false);
    try {
      List<Image> images =
          session.get(OwnedResourceQueries.byOwner(session.owner())).images().stream()
              .filter(copy.desired().owner()::owns)
              .toList();
      Instant readAt = session.oldestObservedAt();
      sessions.decided(copy.desired(), key);
      return observed(entry, images, !readAt.isBefore(visibleBy(copy)));
    } catch (ObservationPendingException pending) {
      return result(entry, unknown(entry, pending.readyState())).withoutAnswer();
    }
  }

  /** When EC2 shows every copy that this object asked for: the deletion ended its calls. */
  private Instant visibleBy(CopyContext copy) {
    String deletedAt = copy.statusFactory().resource().getMetadata().getDeletionTimestamp();
    return Instant.parse(deletedAt).plus(requeuePolicy.gracePeriod());
  }

  /**
   * The result for a copy that was in progress when it was read last. Pure.
   *
   * @param images of the AmiCopy in the region
   * @param allVisible whether an image that is not among them does not exist
   */
  static RegionResult observed(RegionStatus entry, List<Image> images, boolean allVisible) {
    List<Image> its =
        images.stream()
            .filter(image -> entry.imageId() == null || image.id().equals(entry.imageId()))
            .toList();
    // Without a recorded id, the images may be superseded copies.
    boolean known = allVisible || entry.imageId() != null && !its.isEmpty();
    if (!known || its.stream().anyMatch(CopyRelease::inProgress)) {
      return result(RegionStatusFactory.withState(entry, entry.state()), copying(entry));
    }
    String state =
        its.stream().findFirst().map(i -> i.state().value()).orElse(RegionStatusFactory.GONE);
    return result(RegionStatusFactory.withState(entry, state), COMPLETE);
  }

  private static boolean inProgress(Image image) {
    return switch (image.state()) {
      case PENDING, TRANSIENT, UNKNOWN -> true;
      case AVAILABLE, DISABLED, FAILED, ERROR, INVALID, DEREGISTERED -> false;
    };
  }

  private static ReadyState copying(RegionStatus entry) {
    return new ReadyState.Reconciling(
        Reason.Deleting,
        "%s is still being copied; then the permission on its source is revoked."
            .formatted(RegionStatusFactory.describe(entry)),
        Requeue.COPY_PENDING);
  }

  private static ReadyState unknown(RegionStatus entry, ReadyState why) {
    String consequence =
        (" %s may still be in progress, and account %s keeps the permission on its source. Annotate"
                + " this object %s to end it now, and revoke what its status.grants lists.")
            .formatted(
                RegionStatusFactory.describe(entry), entry.accountId(), Annotations.ABANDON_TRUE);
    return switch (why) {
      case ReadyState.Blocked blocked ->
          new ReadyState.Blocked(
              blocked.reason(), blocked.message() + consequence, blocked.requeueAfter());
      case ReadyState.Stalled stalled ->
          new ReadyState.Stalled(stalled.reason(), stalled.message() + consequence);
      case ReadyState.Reconciling reconciling -> reconciling;
      case ReadyState.Ready ready -> ready;
    };
  }

  /** The results, with what keeps the permissions where the copies themselves do not. */
  private static List<RegionResult> explained(List<RegionResult> copies, List<ReadyState> states) {
    return Stream.of(ReadyState.Stalled.class, ReadyState.Blocked.class, ReadyState.class)
        .flatMap(type -> states.stream().filter(type::isInstance))
        .findFirst()
        .map(
            why ->
                copies.stream()
                    .map(copy -> copy.ready() ? copy.withReadyState(why) : copy)
                    .toList())
        .orElse(copies);
  }

  private static RegionResult result(RegionStatus entry, ReadyState readyState) {
    return new RegionResult(
        RecordedCopy.key(entry), true, true, Optional.of(entry), readyState, false);
  }
}
