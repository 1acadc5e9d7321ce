package dev.amioperator.ownership;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.AwsActions;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageUsageReport;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagAction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Executes AWS actions on EC2 resources that belong to the claimant, by tags read right before. The
 * read that an action was planned from may be minutes old; another cluster, namespace or user may
 * have taken the resource since. No other class calls {@link AwsActions}.
 *
 * <p>Cost: writes that are due at the same moment share an EC2 read of up to 200 images or
 * snapshots, and changes of an image that can be undone share a read of the last five seconds. A
 * write alone costs a read; EC2 allows more reads than writes, so that these reads never limit the
 * writes.
 */
public final class OwnershipCheckedActions implements OwnedActions {
  private static final String SNAPSHOT_PREFIX = "snap-";

  private final AwsActions actions;
  private final TaggedResourceReads reads;

  /**
   * @param batchWindow how long a write waits for others to share its read, in real time
   */
  public OwnershipCheckedActions(
      AwsActions actions,
      Ec2Reads ec2Reads,
      BuildInstanceReads instanceReads,
      InstantSource clock,
      Duration batchWindow) {
    this.actions = actions;
    this.reads = new TaggedResourceReads(ec2Reads, instanceReads, clock, batchWindow);
  }

  @Override
  public ActionResult execute(AccountRegion accountRegion, OwnershipClaim claim, AwsAction action) {
    if (!new Check(accountRegion, claim, action).passes(OwnershipRule.of(action))) {
      return ActionResult.EMPTY;
    }
    try {
      return actions.execute(accountRegion, action);
    } finally {
      if (action instanceof TagAction tagAction) {
        reads.forget(accountRegion, tagAction.ids());
      }
    }
  }

  /** The comparison of a claim with the tags that the resources of an action have now. */
  private final class Check {
    private final AccountRegion accountRegion;
    private final OwnershipClaim claim;
    private final AwsAction action;

    Check(AccountRegion accountRegion, OwnershipClaim claim, AwsAction action) {
      this.accountRegion = accountRegion;
      this.claim = claim;
      this.action = action;
    }

    /**
     * Whether the action has to be executed; no, if nothing is left to delete.
     *
     * @throws Ec2CallException when a resource is another's, is not listed, or cannot be read
     */
    boolean passes(OwnershipRule rule) {
      requirePermitted();
      return switch (rule) {
        case OwnershipRule.Unchecked() -> true;
        case OwnershipRule.OwnedImage(var id, boolean readNow) -> {
          requireOwned(readNow ? image(id) : reads.recentImage(accountRegion, id), id);
          yield true;
        }
        case OwnershipRule.OwnedSnapshot(var id, boolean absentIsDone) -> isOwned(id, absentIsDone);
        case OwnershipRule.OwnedInstance(var id) ->
            areOwned(reads.instance(accountRegion, id).stream().toList());
        case OwnershipRule.OwnedSpotRequest(var id) ->
            areOwned(reads.instancesOfSpotRequest(accountRegion, id));
        case OwnershipRule.OwnedUsageReport(var id) -> isOwnedReport(id);
        case OwnershipRule.OwnedResources(var ids) -> {
          byId(ids).forEach((id, resource) -> require(resource.owned(), id, resource.tags()));
          yield true;
        }
        case OwnershipRule.TakenOver(var ids, var tags) -> {
          requireOwnTags(tags);
          byId(ids).forEach((id, resource) -> require(resource.free(), id, resource.tags()));
          yield true;
        }
        case OwnershipRule.NamedGrant(var name) -> {
          requireOwn(name.equals(GrantName.of(claim.claimant())), "the name of another's grants");
          yield true;
        }
        case OwnershipRule.OwnedGrant(var keyArn, var grantId) -> isOwnedGrant(keyArn, grantId);
      };
    }

    private void requirePermitted() {
      if (!claim.permits(action)) {
        throw Ec2CallException.operatorFault(
            actionName(), new IllegalArgumentException("beyond the claim of " + claim.resource()));
      }
    }

    private Optional<Image> image(String id) {
      return reads.images(accountRegion, List.of(id)).stream().findFirst();
    }

    private void requireOwned(Optional<Image> image, String id) {
      Image found = image.orElseThrow(() -> notListed(id));
      require(claim.owns(found, accountRegion.region()), id, found.tags());
      requireNoObjection(id, found.tags());
    }

    private boolean isOwned(String snapshotId, boolean absentIsDone) {
      Optional<Snapshot> found =
          reads.snapshots(accountRegion, List.of(snapshotId)).stream().findFirst();
      if (found.isEmpty() && !absentIsDone) {
        throw notListed(snapshotId);
      }
      found.ifPresent(
          snapshot -> {
            require(claim.owns(snapshot, accountRegion.region()), snapshotId, snapshot.tags());
            requireNoObjection(snapshotId, snapshot.tags());
          });
      return found.isPresent();
    }

    private boolean areOwned(List<BuildInstance> instances) {
      instances.forEach(instance -> require(claim.owns(instance), instance.id(), instance.tags()));
      return !instances.isEmpty();
    }

    /** The objects of a cluster share its reports about an image. */
    private boolean isOwnedReport(String id) {
      String cluster = claim.claimant().cluster().value();
      Optional<ImageUsageReport> found = reads.usageReport(accountRegion, id);
      found.ifPresent(r -> require(cluster.equals(r.tags().get(TagKeys.CLUSTER)), id, r.tags()));
      return found.isPresent();
    }

    private boolean isOwnedGrant(String keyArn, String grantId) {
      Optional<KmsKeyAccess.Grant> found = reads.grant(accountRegion, keyArn, grantId);
      found.ifPresent(
          grant ->
              require(
                  grant.name().equals(GrantName.of(claim.claimant())),
                  "grant " + grantId,
                  Map.of()));
      return found.isPresent();
    }

    /**
     * The images and snapshots with these ids, each of which EC2 has to list. It may list an image
     * twice, on two pages; the later page counts.
     */
    private Map<String, TaggedResource> byId(List<String> ids) {
      Map<Boolean, List<String>> parts =
          ids.stream().collect(Collectors.partitioningBy(id -> id.startsWith(SNAPSHOT_PREFIX)));
      Map<String, TaggedResource> found =
          reads.images(accountRegion, parts.get(false)).stream()
              .collect(Collectors.toMap(Image::id, this::of, (earlier, later) -> later));
      reads
          .snapshots(accountRegion, parts.get(true))
          .forEach(snapshot -> found.put(snapshot.id(), of(snapshot)));
      requireListed(ids, found.keySet());
      return found;
    }

    private TaggedResource of(Image image) {
      boolean owned = claim.owns(image, accountRegion.region());
      return new TaggedResource(image.tags(), owned, claim.mayTakeOver(image.tags()));
    }

    private TaggedResource of(Snapshot snapshot) {
      boolean owned = claim.owns(snapshot, accountRegion.region());
      return new TaggedResource(snapshot.tags(), owned, claim.mayTakeOver(snapshot.tags()));
    }

    private void requireListed(List<String> ids, Collection<String> listed) {
      ids.stream()
          .filter(id -> !listed.contains(id))
          .findFirst()
          .ifPresent(
              id -> {
                throw notListed(id);
              });
    }

    private void requireOwnTags(Map<String, String> tags) {
      Owner claimant = claim.claimant();
      boolean own =
          claimant.resource().equals(tags.get(TagKeys.RESOURCE))
              && claimant.cluster().value().equals(tags.get(TagKeys.CLUSTER));
      requireOwn(own, "ownership tags of another object");
    }

    private void requireOwn(boolean own, String otherwise) {
      if (!own) {
        throw Ec2CallException.operatorFault(actionName(), new IllegalArgumentException(otherwise));
      }
    }

    private void require(boolean owned, String id, Map<String, String> tags) {
      if (!owned) {
        throw OwnershipErrors.notOwned(
            actionName(), id, OwnerDescription.of(tags, claim.claimant()));
      }
    }

    private void requireNoObjection(String id, Map<String, String> tags) {
      claim
          .objection(action, tags)
          .ifPresent(
              objection -> {
                throw OwnershipErrors.notPermitted(actionName(), id, objection);
              });
    }

    private Ec2CallException notListed(String id) {
      return OwnershipErrors.notListed(actionName(), id);
    }

    private String actionName() {
      return action.getClass().getSimpleName();
    }
  }

  /** The tags of an image or snapshot, and whether the claimant may change or take it. */
  private record TaggedResource(Map<String, String> tags, boolean owned, boolean free) {}
}
