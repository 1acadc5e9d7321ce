package dev.amioperator.retention;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction.DeleteSnapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.OwnershipClaim;
import dev.amioperator.ownership.TagKeys;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The claim of a policy on orphaned snapshots: to delete those that are still due by what EC2 tells
 * right before the call, and to change the tag {@value TagKeys#UNKEPT_SINCE}.
 *
 * @param claimant the policy
 * @param entitled whether the action may be executed on a snapshot as it is now
 */
record OrphanClaim(Owner claimant, Predicate<Snapshot> entitled) implements OwnershipClaim {
  private static final Set<String> TAG = Set.of(TagKeys.UNKEPT_SINCE);

  @Override
  public boolean permits(AwsAction action) {
    return switch (action) {
      case DeleteSnapshot delete -> true;
      case TagAction.CreateTags(var ids, var tags) -> tags.keySet().equals(TAG);
      case TagAction.DeleteTags(var ids, var keys) -> keys.equals(TAG);
      default -> false;
    };
  }

  @Override
  public Optional<String> objection(AwsAction action, Map<String, String> tags) {
    return OptOut.contains(tags) && OptOut.prevents(action)
        ? Optional.of("has the tag %s, which keeps it from every policy".formatted(TagKeys.KEEP))
        : Optional.empty();
  }

  /** A claim on snapshots only. */
  @Override
  public boolean owns(Image image) {
    return false;
  }

  @Override
  public boolean owns(Snapshot snapshot) {
    return entitled.test(snapshot);
  }
}
