package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.Whereabouts;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Action;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Verdict;
import dev.amioperator.recyclebin.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides about the image that the status names and that does not carry our tags any more. Pure.
 *
 * @param grace how long an image has to be missed before it counts as gone
 */
record Vanished(Target target, Observed observed, Duration grace) {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration WHILE_UNPROVEN = Duration.ofSeconds(5);

  /** What to do before a new copy is made; empty when there is nothing, or no such image. */
  Optional<RegionPlan> plan() {
    return observed.known().flatMap(known -> plan(target.entry().orElseThrow(), known));
  }

  private Optional<RegionPlan> plan(RegionStatus entry, Presence<Image> known) {
    return switch (Whereabouts.of(known, observed.askedAt(), grace)) {
      case Whereabouts.There(Image image) when lostItsTags(image) ->
          Optional.of(RegionPlan.told(entry, tagAgain(image)));
      case Whereabouts.There(Image image) when target.desired().owner().owns(image) ->
          Optional.of(unproven(entry));
      case Whereabouts.There anothers -> gone(entry);
      case Whereabouts.Missed missed -> Optional.of(unproven(entry));
      case Whereabouts.Gone gone -> gone(entry);
    };
  }

  /** Ours by the status, of the same source still, and nobody else's. */
  private boolean lostItsTags(Image image) {
    return !TagKeys.managed(image.tags())
        && image.ownerId().equals(target.place().accountId())
        && target.desired().copied().equals(Optional.of(target.id()));
  }

  private Plan tagAgain(Image image) {
    return new Plan(
        List.of(new Action.Tag(List.of(image.id()), target.attributes(image.name()).tags())),
        new Verdict.Waiting(
            Reason.Progressing, "Tagging %s as this object's.".formatted(image.id()), SOON));
  }

  private static RegionPlan unproven(RegionStatus entry) {
    return RegionPlan.told(
        entry,
        Plan.nothing(
            new Verdict.Waiting(
                Reason.Observing,
                "%s is not seen; making sure before anything is concluded."
                    .formatted(entry.imageId()),
                WHILE_UNPROVEN)));
  }

  private Optional<RegionPlan> gone(RegionStatus entry) {
    List<Action> leftOver = Clearing.leftOver(entry, target, observed.holdings());
    return leftOver.isEmpty()
        ? restored(entry)
        : Optional.of(RegionPlan.told(entry, Clearing.plan(leftOver, entry.imageId())));
  }

  /** A copy comes back from the Recycle Bin, unless somebody else took its name. */
  private Optional<RegionPlan> restored(RegionStatus entry) {
    boolean taken =
        observed
            .holder()
            .filter(holder -> holder.name().equals(entry.imageName()))
            .filter(holder -> !holder.id().equals(entry.imageId()))
            .isPresent();
    return Recovery.plan(entry.imageId(), observed.remains(), observed.askedAt(), grace)
        .filter(plan -> plan.actions().isEmpty() || !taken)
        .map(plan -> RegionPlan.told(Entry.gone(entry), plan));
  }
}
