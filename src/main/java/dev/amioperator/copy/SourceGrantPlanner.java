package dev.amioperator.copy;

import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.api.v1alpha1.CopyGrantBuilder;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ownership.GrantName;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans the permissions on a source image that another account needs to copy it. Pure.
 *
 * <p>A permission is recorded in the status before it is granted, and it is recorded only if EC2
 * does not show it yet: what others granted is never revoked. Each AmiCopy has a KMS grant of its
 * own: the grant of another object is revoked when that object needs it no more.
 *
 * @param claimant the AmiCopy
 * @param wanted the grant with the identity of account and image, and no permission
 * @param ownSnapshots the snapshots with the tags of the AmiImage
 * @param recorded the permissions that the status of the AmiCopy records
 * @param recordedByOthers the permissions that other AmiCopies of the namespace granted
 * @param now of the reconcile: KMS applies a new grant late
 */
record SourceGrantPlanner(
    Owner claimant,
    CopyGrant wanted,
    SourceSharing sharing,
    Set<String> ownSnapshots,
    Allowlist allowlist,
    Optional<CopyGrant> recorded,
    List<CopyGrant> recordedByOthers,
    Instant now) {

  /** The next step before CopyImage can be called. */
  sealed interface Step {
    /** The account may copy the image. */
    record Shared() implements Step {}

    /** The status has to record the grant first. */
    record Record(CopyGrant grant) implements Step {}

    /** The recorded permissions are granted in EC2. */
    record Execute(Plan plan) implements Step {}

    /** A grant on a KMS key exists that KMS may not apply yet. */
    record AwaitGrant(ReadyState why) implements Step {}

    /** The permissions cannot be granted. */
    record Refused(ReadyState why) implements Step {}
  }

  /** What the account lacks to copy the image. */
  private record Missing(boolean launch, List<String> snapshotIds, List<KmsKeyAccess> keys) {
    boolean isEmpty() {
      return !launch && snapshotIds.isEmpty() && keys.isEmpty();
    }
  }

  Step plan() {
    String account = wanted.accountId();
    Missing missing =
        new Missing(
            !sharing.launchableBy(account),
            sharing.snapshotsClosedTo(account),
            lasting(sharing).keysClosedTo(account));
    if (!missing.isEmpty()) {
      Optional<ReadyState> refusal = refusal(missing);
      if (refusal.isPresent()) {
        return new Step.Refused(refusal.get());
      }
    }
    CopyGrant toRecord = merged(missing);
    if (!recorded.equals(Optional.of(toRecord)) && !toRecord.equals(wanted)) {
      return new Step.Record(toRecord);
    }
    return missing.isEmpty()
        ? awaitNewGrants()
        : new Step.Execute(
            new Plan(
                grants(missing),
                new ReadyState.Reconciling(
                    Reason.Progressing,
                    "Letting account %s copy %s.".formatted(account, wanted.imageId()),
                    Requeue.NEXT_STEP)));
  }

  /** The permissions without the KMS grants of other objects, which may end during a copy. */
  private SourceSharing lasting(SourceSharing shown) {
    return shown.withoutKeyGrants(grant -> GrantName.namesOther(grant.name(), claimant));
  }

  /** The keys that the account can use by a grant of an object only, or not at all. */
  private List<KmsKeyAccess> keysToGrant() {
    return sharing
        .withoutKeyGrants(grant -> GrantName.namesAny(grant.name()))
        .keysClosedTo(wanted.accountId());
  }

  /** A copy that begins before KMS applies the grant of its source's key fails, but not at once. */
  private Step awaitNewGrants() {
    List<KmsKeyAccess> closed =
        lasting(sharing.withEffectiveGrants(now)).keysClosedTo(wanted.accountId());
    return closed.isEmpty()
        ? new Step.Shared()
        : new Step.AwaitGrant(
            new ReadyState.Reconciling(
                Reason.Progressing,
                "Account %s has a new grant on %s, which KMS may take %d minutes to apply."
                    .formatted(
                        wanted.accountId(),
                        closed.getFirst().arn(),
                        KmsKeyAccess.Grant.PROPAGATION.toMinutes()),
                Requeue.KEY_GRANT_PENDING));
  }

  private Optional<ReadyState> refusal(Missing missing) {
    List<String> foreign =
        missing.snapshotIds().stream().filter(id -> !ownSnapshots.contains(id)).toList();
    Optional<KmsKeyAccess> unshareable =
        missing.keys().stream().filter(KmsKeyAccess::awsManaged).findFirst();
    return allowlist
        .copyingAccountRefusal(wanted.accountId(), wanted.imageRef())
        .or(() -> foreign.isEmpty() ? Optional.empty() : Optional.of(foreignSnapshots(foreign)))
        .or(() -> unshareable.map(this::awsManagedKey))
        .or(
            () ->
                missing.keys().stream()
                    .flatMap(
                        key ->
                            allowlist
                                .keyGrantRefusal(key.arn(), wanted.accountId(), wanted.imageRef())
                                .stream())
                    .findFirst());
  }

  private ReadyState foreignSnapshots(List<String> ids) {
    return new ReadyState.Stalled(
        Reason.CannotShare,
        ("Account %s cannot copy %s: it may not copy %s, which AmiImage %s does not own. Add account"
                + " %s to the createVolumePermission of each (ModifySnapshotAttribute).")
            .formatted(
                wanted.accountId(),
                wanted.imageId(),
                String.join(", ", ids),
                wanted.imageRef(),
                wanted.accountId()));
  }

  private ReadyState awsManagedKey(KmsKeyAccess key) {
    return new ReadyState.Stalled(
        Reason.CannotShare,
        ("Account %s cannot copy %s: its snapshots are encrypted with %s, a key that AWS manages and"
                + " no other account can use. Create an AmiCopy within its account first, encrypted with"
                + " a customer managed key, or build AmiImage %s again with one.")
            .formatted(wanted.accountId(), wanted.imageId(), key.arn(), wanted.imageRef()));
  }

  /**
   * What is recorded, what is missing, and what another AmiCopy would revoke. A key is recorded for
   * each image that needs it, also if the grant exists: it ends with the last record.
   */
  private CopyGrant merged(Missing missing) {
    Set<String> snapshots = new TreeSet<>(missing.snapshotIds());
    Set<String> keys = new TreeSet<>();
    keysToGrant().forEach(key -> keys.add(key.arn()));
    recorded.ifPresent(grant -> snapshots.addAll(snapshotIds(grant)));
    recorded.ifPresent(grant -> keys.addAll(keyArns(grant)));
    recordedByOthers.forEach(grant -> snapshots.addAll(sharing.snapshotsShown(grant)));
    boolean launching =
        missing.launch()
            || recorded.filter(SourceGrantPlanner::launches).isPresent()
            || sharing.grantedTo(wanted.accountId())
                && recordedByOthers.stream().anyMatch(SourceGrantPlanner::launches);
    return CopyGrantBuilder.builder(wanted)
        .launchPermission(launching ? true : null)
        .snapshotIds(listOrNull(snapshots))
        .kmsKeyArns(listOrNull(keys))
        .build();
  }

  private static List<String> listOrNull(Collection<String> values) {
    return values.isEmpty() ? null : List.copyOf(values);
  }

  /** The key and the snapshots first: an image that can be found is then copied. */
  private List<AwsAction> grants(Missing missing) {
    String account = wanted.accountId();
    List<AwsAction> actions = new ArrayList<>();
    missing
        .keys()
        .forEach(
            key ->
                actions.add(
                    new KmsAction.CreateGrant(
                        key.arn(),
                        GrantName.of(claimant),
                        "arn:%s:iam::%s:root".formatted(key.partition(), account),
                        KmsAction.CreateGrant.OPERATIONS_OF_COPIES)));
    missing
        .snapshotIds()
        .forEach(
            id ->
                actions.add(
                    new SnapshotAction.ModifySnapshotAttribute(id, Set.of(account), Set.of())));
    if (missing.launch()) {
      actions.add(
          new ImageAction.ModifyLaunchPermissions(
              wanted.imageId(),
              new LaunchPermissions(false, Set.of(account), Set.of()),
              LaunchPermissions.NONE));
    }
    return actions;
  }

  static boolean launches(CopyGrant grant) {
    return Boolean.TRUE.equals(grant.launchPermission());
  }

  static List<String> snapshotIds(CopyGrant grant) {
    return RegionStatusFactory.orEmpty(grant.snapshotIds());
  }

  static List<String> keyArns(CopyGrant grant) {
    return RegionStatusFactory.orEmpty(grant.kmsKeyArns());
  }
}
