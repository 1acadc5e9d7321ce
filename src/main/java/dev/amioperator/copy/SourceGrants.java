package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.api.v1alpha1.CopyGrantBuilder;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Grants on source images to the accounts that copy them, within a reconcile of an AmiCopy. */
final class SourceGrants {
  private final CopyContext context;
  private final Environment environment;
  private final Map<String, Optional<ReadyState>> obstacles = new HashMap<>();
  private final List<CopyGrant> grants;

  /**
   * EC2 as the grants use it.
   *
   * @param sessions opens a session in the account and region of an image
   * @param decided ends the reads of a decision
   * @param absence since when recorded grants are missing
   * @param grace how long a resource must be missing before it counts as gone
   * @param keyGrace the same of the grants of a KMS key, whose changes take effect later
   */
  record Environment(
      Function<AccountRegion, ObservationSession> sessions,
      Runnable decided,
      ActionExecutor actionExecutor,
      SourceGrantAbsence absence,
      Duration grace,
      Duration keyGrace) {}

  SourceGrants(CopyContext context, Environment environment) {
    this.context = context;
    this.environment = environment;
    this.grants = new ArrayList<>(context.recorded().grants());
  }

  /**
   * Why CopyImage cannot be called yet: the account of a destination is to get permissions on the
   * source first. Empty if it needs none, or none that this AmiCopy may give.
   */
  Optional<ReadyState> obstacle(CopyTarget target) {
    return target.source() instanceof ObservedSource.Available(_, Image image)
        ? sourceImage(target, image).flatMap(owner -> obstacle(target, image, owner))
        : Optional.empty();
  }

  /** Whether EC2 is being queried who may copy the source of a target. */
  boolean pendingFor(CopyTarget target) {
    return obstacles
        .getOrDefault(target.accountRegion().accountId(), Optional.empty())
        .filter(why -> why.reason() == Reason.Observing)
        .isPresent();
  }

  /** The AmiImage of the source, if it owns the image and another account is to copy it. */
  private Optional<Owner> sourceImage(CopyTarget target, Image image) {
    AccountRegion at = target.sourceAccount().accountRegion();
    boolean otherAccount = !image.ownerId().equals(target.accountRegion().accountId());
    return context
        .sourceImage()
        .filter(_ -> otherAccount)
        .filter(owner -> owner.owns(image))
        .filter(owner -> NamespaceResources.of(owner, at).created(image));
  }

  private Optional<ReadyState> obstacle(CopyTarget target, Image image, Owner owner) {
    // No computeIfAbsent: the grants change meanwhile.
    String accountId = target.accountRegion().accountId();
    if (!obstacles.containsKey(accountId)) {
      obstacles.put(accountId, prepare(target, image, owner));
    }
    return obstacles.get(accountId);
  }

  private Optional<ReadyState> prepare(CopyTarget target, Image image, Owner owner) {
    AccountRegion at = target.sourceAccount().accountRegion();
    ObservationSession session = environment.sessions().apply(at);
    CopyGrant wanted = identity(target, image);
    try {
      List<Snapshot> own = session.get(OwnedResourceQueries.byOwner(owner.resource())).snapshots();
      SourceSharing sharing =
          new SourceGrantObserver(session)
              .observe(image.id(), image.snapshotIds(), keyArns(image, own));
      environment.decided().run();
      return next(
          new SourceGrantPlanner(
              context.desired().owner(),
              wanted,
              sharing,
              own.stream().map(Snapshot::id).collect(Collectors.toSet()),
              target.sourceAccount().allowlist(),
              recorded(wanted),
              context.grantUse().recorded(wanted),
              context.now()),
          at,
          owner);
    } catch (ObservationPendingException pending) {
      return Optional.of(pending.readyState());
    }
  }

  private static List<String> keyArns(Image image, List<Snapshot> snapshots) {
    return snapshots.stream()
        .filter(snapshot -> image.snapshotIds().contains(snapshot.id()))
        .flatMap(snapshot -> snapshot.kmsKeyArn().stream())
        .distinct()
        .toList();
  }

  private Optional<ReadyState> next(SourceGrantPlanner planner, AccountRegion at, Owner owner) {
    return switch (planner.plan()) {
      case SourceGrantPlanner.Step.Shared() -> Optional.empty();
      case SourceGrantPlanner.Step.AwaitGrant(ReadyState why) -> Optional.of(why);
      case SourceGrantPlanner.Step.Refused(ReadyState why) -> Optional.of(why);
      case SourceGrantPlanner.Step.Record(CopyGrant grant) -> {
        grants.removeIf(other -> SourceGrantUse.same(other, grant));
        grants.add(grant);
        yield Optional.of(
            new ReadyState.Reconciling(
                Reason.Progressing,
                "Account %s is to get the permission to copy %s."
                    .formatted(grant.accountId(), grant.imageId()),
                Requeue.NEXT_STEP));
      }
      case SourceGrantPlanner.Step.Execute(Plan plan) ->
          Optional.of(
              environment.actionExecutor().executePlan(at, claim(owner), plan).readyState());
    };
  }

  private SourceGrantClaim claim(Owner sourceImage) {
    return new SourceGrantClaim(context.desired().owner(), sourceImage);
  }

  private CopyGrant identity(CopyTarget target, Image image) {
    AccountRegion at = target.sourceAccount().accountRegion();
    return CopyGrantBuilder.builder()
        .accountId(target.accountRegion().accountId())
        .imageRef(context.imageRef().orElseThrow())
        .sourceAccount(at.account())
        .sourceAccountId(at.accountId())
        .region(at.region())
        .imageId(image.id())
        .build();
  }

  private Optional<CopyGrant> recorded(CopyGrant wanted) {
    return context.recorded().grants().stream()
        .filter(grant -> SourceGrantUse.same(grant, wanted))
        .findFirst();
  }

  /**
   * Revokes the recorded permissions that no copy needs any more.
   *
   * @param source the image that is being copied
   * @param regions the results of the desired destinations; none of a deleted object
   */
  SourceGrantResult revokeUnused(Optional<SourceId> source, List<RegionResult> regions) {
    List<RegionStatus> desired =
        regions.stream()
            .filter(region -> region.inSpec() && mayCopy(region.key()))
            .flatMap(region -> region.regionStatus().stream())
            .toList();
    List<ReadyState> states = new ArrayList<>();
    String imageId = source.map(SourceId::imageId).orElse(null);
    List<CopyGrant> used =
        context.recorded().grants().stream()
            .filter(
                grant ->
                    obstacles.containsKey(grant.accountId())
                        || SourceGrantUse.inUse(imageId, desired, grant))
            .toList();
    SourceGrantRevoker revoker = new SourceGrantRevoker(context, environment, used);
    used.forEach(grant -> environment.absence().present(context.desired().uid(), grant));
    for (CopyGrant grant : context.recorded().grants()) {
      if (!used.contains(grant)) {
        revoker.revoke(grant).ifPresentOrElse(states::add, () -> grants.remove(grant));
      }
    }
    List<CopyGrant> unused = grants.stream().filter(grant -> !used.contains(grant)).toList();
    return new SourceGrantResult(List.copyOf(grants), unused, states);
  }

  /**
   * A refused namespace gets no further copies, so that what one depended on is not known again.
   */
  private boolean mayCopy(DestinationKey destination) {
    return context.access().refusal(context.sourceAccountRef()).isEmpty()
        && context.access().refusal(destination.account()).isEmpty();
  }
}
