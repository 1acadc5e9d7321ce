package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Revokes recorded permissions on source images, one step per reconcile of an AmiCopy.
 *
 * @param used the recorded grants that copies still need
 */
record SourceGrantRevoker(
    CopyContext context, SourceGrants.Environment environment, List<CopyGrant> used) {
  /** Why a grant is kept; empty once EC2 shows none of its permissions. */
  Optional<ReadyState> revoke(CopyGrant grant) {
    if (context.grantUse().inUse(grant)) {
      return Optional.of(
          new ReadyState.Reconciling(
              Reason.Progressing,
              "Another AmiCopy lets account %s copy %s."
                  .formatted(grant.accountId(), grant.imageId()),
              Requeue.GRANT_IN_USE));
    }
    return switch (context.access().ofGrant(grant)) {
      case Access.Unavailable(ReadyState why) -> Optional.of(why);
      case Access.Granted(AccountRegion at, _) -> revoke(grant, at);
    };
  }

  private Optional<ReadyState> revoke(CopyGrant grant, AccountRegion at) {
    try {
      ObservationSession session = environment.sessions().apply(at);
      SourceGrantObserver.Found found =
          new SourceGrantObserver(session).observe(grant, environment.grace());
      Instant readAt = session.oldestObservedAt();
      environment.decided().run();
      return switch (found) {
        case SourceGrantObserver.Found.Unproven() -> Optional.of(revoking(grant));
        case SourceGrantObserver.Found.Existing(SourceSharing sharing) ->
            execute(
                at,
                readAt,
                new SourceGrantRevocation(
                    context.desired().owner(),
                    grant,
                    keysInUse(grant.accountId()),
                    sharing,
                    context.grantUse().declared(grant),
                    context.grantUse().isCopyingAccount(grant.accountId())));
      };
    } catch (ObservationPendingException pending) {
      return Optional.of(pending.readyState());
    }
  }

  /** An AmiCopy has one grant on a key, also if it copies several images with it. */
  private Set<String> keysInUse(String accountId) {
    return used.stream()
        .filter(grant -> grant.accountId().equals(accountId))
        .flatMap(grant -> SourceGrantPlanner.keyArns(grant).stream())
        .collect(Collectors.toSet());
  }

  private Optional<ReadyState> execute(
      AccountRegion at, Instant readAt, SourceGrantRevocation revocation) {
    CopyGrant grant = revocation.grant();
    List<AwsAction> actions = revocation.actions();
    if (actions.isEmpty()) {
      return revocation
          .obstacle()
          .or(
              () ->
                  environment
                      .absence()
                      .missed(context.desired().uid(), grant, readAt, window(grant))
                      .map(left -> revoking(grant, left)));
    }
    environment.absence().present(context.desired().uid(), grant);
    ReadyState after =
        environment
            .actionExecutor()
            .executePlan(
                at,
                new SourceGrantClaim(context.desired().owner(), context.amiImage(grant.imageRef())),
                new Plan(actions, revoking(grant)))
            .readyState();
    return Optional.of(after.reason() == Reason.NotOwned ? lost(grant) : after);
  }

  /** How long a grant has to be missing: KMS applies changes of grants later than EC2. */
  private Duration window(CopyGrant grant) {
    Duration grace = environment.grace();
    Duration ofKeys = environment.keyGrace();
    return SourceGrantPlanner.keyArns(grant).isEmpty() || grace.compareTo(ofKeys) > 0
        ? grace
        : ofKeys;
  }

  private static ReadyState revoking(CopyGrant grant) {
    return revoking(grant, Requeue.NEXT_STEP);
  }

  private static ReadyState revoking(CopyGrant grant, Duration requeueAfter) {
    return new ReadyState.Reconciling(
        Reason.Progressing,
        "Revoking the permission of account %s to copy %s."
            .formatted(grant.accountId(), grant.imageId()),
        requeueAfter);
  }

  private static ReadyState lost(CopyGrant grant) {
    return new ReadyState.Blocked(
        Reason.NotOwned,
        ("Account %s may still copy %s, whose tags name AmiImage %s no longer. Remove the account from"
                + " its launchPermission (ModifyImageAttribute) and from the createVolumePermission of"
                + " its snapshots (ModifySnapshotAttribute).")
            .formatted(grant.accountId(), grant.imageId(), grant.imageRef()),
        Requeue.GRANT_IN_USE);
  }
}
