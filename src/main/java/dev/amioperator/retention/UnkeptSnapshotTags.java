package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.retention.RetiringImagePlanner.RetiringImage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tag {@value TagKeys#UNKEPT_SINCE} of snapshots that others created and a policy deletes with
 * their image. They carry no other tag of the operator, so an IAM policy can restrict
 * DeleteSnapshot by this tag alone.
 */
final class UnkeptSnapshotTags {
  private UnkeptSnapshotTags() {}

  /** The plan itself, or CreateTags first, if the plan deletes snapshots without the tag. */
  static Plan before(Plan deletion, RetiringImage facts, Instant now) {
    List<String> untagged =
        deletes(deletion)
            ? snapshotsOfOthers(facts)
                .filter(snapshot -> !tagged(snapshot))
                .map(Snapshot::id)
                .toList()
            : List.of();
    return untagged.isEmpty()
        ? deletion
        : plan(
            new TagAction.CreateTags(
                untagged,
                Map.of(TagKeys.UNKEPT_SINCE, now.truncatedTo(ChronoUnit.SECONDS).toString())),
            "Tagging %s, to be deleted with %s.",
            facts,
            untagged);
  }

  /** DeleteTags on the snapshots of an image that is kept again; empty if none has the tag. */
  static Optional<Plan> removal(RetiringImage facts) {
    List<String> tagged =
        snapshotsOfOthers(facts).filter(UnkeptSnapshotTags::tagged).map(Snapshot::id).toList();
    return tagged.isEmpty()
        ? Optional.empty()
        : Optional.of(
            plan(
                new TagAction.DeleteTags(tagged, Set.of(TagKeys.UNKEPT_SINCE)),
                "Removing the tag of %s, as %s is kept again.",
                facts,
                tagged));
  }

  private static Plan plan(
      AwsAction action, String message, RetiringImage facts, List<String> snapshotIds) {
    return new Plan(
        List.of(action),
        new ReadyState.Reconciling(
            Reason.Deleting,
            message.formatted(String.join(", ", snapshotIds), facts.entry().imageId()),
            Requeue.DELETING));
  }

  private static Stream<Snapshot> snapshotsOfOthers(RetiringImage facts) {
    return SnapshotLedger.ids(RetiringImagePlanner.recordedSnapshots(facts.entry()), Origin.CREATED)
        .stream()
        .flatMap(id -> Optional.ofNullable(facts.snapshots().get(id)).stream())
        .flatMap(presence -> presence.found().stream())
        .filter(facts.claim()::owns)
        .filter(snapshot -> !facts.sharedSnapshotIds().contains(snapshot.id()))
        .filter(snapshot -> !TagKeys.managed(snapshot.tags()));
  }

  private static boolean tagged(Snapshot snapshot) {
    return snapshot.tags().containsKey(TagKeys.UNKEPT_SINCE);
  }

  private static boolean deletes(Plan plan) {
    return plan.actions().stream()
        .anyMatch(
            action ->
                action instanceof ImageAction.DeregisterImage
                    || action instanceof SnapshotAction.DeleteSnapshot);
  }
}
