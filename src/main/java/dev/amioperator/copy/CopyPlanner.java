package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.deletion.FailedImage;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Action;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what EC2 has to be told so that a copy comes to be in one place, and stays. Pure.
 *
 * <p>Nothing is created or cleared away that the status does not announce yet: first the entry is
 * written, and the next look at the same facts leads to the call.
 */
final class CopyPlanner {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration WHILE_PENDING = Duration.ofSeconds(5);

  private final Target target;
  private final Observed observed;
  private final Copies copies;
  private final Duration grace;
  private final Instant now;

  private CopyPlanner(Target target, Observed observed, Duration grace, Instant now) {
    this.target = target;
    this.observed = observed;
    this.copies = Copies.of(target, observed.holdings());
    this.grace = grace;
    this.now = now;
  }

  /**
   * The plan, empty once the place is as it shall be.
   *
   * @param grace how long an image has to be missed before it counts as gone
   */
  static RegionPlan plan(Target target, Observed observed, Duration grace, Instant now) {
    return new CopyPlanner(target, observed, grace, now).plan();
  }

  private RegionPlan plan() {
    if (copies.current().isPresent()) {
      return standing(copies.current().get());
    }
    if (!copies.failed().isEmpty()) {
      return failed(copies.failed().getFirst());
    }
    return new Vanished(target, observed, grace)
        .plan()
        .orElseGet(() -> new NewCopy(target, observed, previous()).plan());
  }

  private RegionPlan standing(Image image) {
    List<Snapshot> snapshots = Copies.snapshotsOf(image, observed.holdings());
    return switch (image.state()) {
      case AVAILABLE, DISABLED ->
          RegionPlan.told(
              Entry.of(target, image, snapshots, ledgers(copies.former(), broken())),
              converge(image, snapshots));
      case PENDING, TRANSIENT, UNKNOWN -> {
        RegionStatus entry = Entry.of(target, image, snapshots, ledgers(List.of(), broken()));
        yield RegionPlan.told(entry, pending(image, entry));
      }
      case FAILED, ERROR, INVALID, DEREGISTERED ->
          throw new IllegalStateException("not a standing image: " + image);
    };
  }

  private Plan pending(Image image, RegionStatus entry) {
    String progress = entry.progress() == null ? image.state().word() : entry.progress() + "%";
    String stays =
        copies.former().isEmpty()
            ? ""
            : " %s stays until it is available.".formatted(ids(copies.former()));
    return Plan.nothing(
        new Verdict.Waiting(
            Reason.Copying,
            "EC2 is copying %s to %s (%s).%s"
                .formatted(target.id().imageId(), image.id(), progress, stays),
            WHILE_PENDING));
  }

  private Plan converge(Image image, List<Snapshot> snapshots) {
    List<Action> actions = new ArrayList<>();
    actions.addAll(
        target.attributes(image.name()).converge(image, snapshots, observed.permitted(), now));
    actions.addAll(supersede());
    broken().forEach(b -> actions.addAll(Clearing.of(b, target, observed.holdings(), now)));
    return actions.isEmpty()
        ? Plan.nothing(converged(image))
        : new Plan(
            actions,
            new Verdict.Waiting(
                Reason.Progressing, "Bringing %s up to the spec.".formatted(image.id()), SOON));
  }

  private Verdict converged(Image image) {
    return image.state() == Image.State.DISABLED
        ? new Verdict.Stalled(
            Reason.ImageDisabled,
            "%s was disabled in EC2, so nobody can launch it. Enable it there."
                .formatted(image.id()))
        : target
            .attributes(image.name())
            .obstacle(image, observed.permitted())
            .orElseGet(() -> available(image));
  }

  private Verdict available(Image image) {
    String surplus =
        copies.surplus().isEmpty()
            ? ""
            : "Further copies of %s, left alone: %s."
                .formatted(target.id().imageId(), ids(copies.surplus()));
    String remark = target.attributes(image.name()).remark(observed.permitted());
    return new Verdict.Ready(Reason.Available, (surplus + remark).strip());
  }

  /** Former copies and their snapshots are marked, now that there is a new one. */
  private List<Action> supersede() {
    List<Action> actions = new ArrayList<>();
    for (Image image : copies.former()) {
      List<String> ids = new ArrayList<>();
      if (!Role.SUPERSEDED.isIn(image.tags())) {
        ids.add(image.id());
      }
      Copies.snapshotsOf(image, observed.holdings()).stream()
          .filter(snapshot -> !Role.SUPERSEDED.isIn(snapshot.tags()))
          .forEach(snapshot -> ids.add(snapshot.id()));
      if (!ids.isEmpty()) {
        actions.add(new Action.Tag(ids, Map.of(TagKeys.ROLE, Role.SUPERSEDED.word())));
      }
    }
    return actions;
  }

  private RegionPlan failed(Image image) {
    List<Snapshot> snapshots = Copies.snapshotsOf(image, observed.holdings());
    RegionStatus entry = Entry.of(target, image, snapshots, ledgers(List.of(), others(image)));
    List<Action> actions = Clearing.of(image, target, observed.holdings(), now);
    if (!actions.isEmpty()) {
      return RegionPlan.told(entry, Clearing.plan(actions, image.id()));
    }
    return RegionPlan.told(
        entry,
        Plan.nothing(
            new Verdict.Stalled(
                Reason.ImageFailed,
                "EC2 could not make the copy %s: %s. It is cleared away and tried again after %s."
                    .formatted(
                        image.id(), image.why(), new FailedImage(image).clearedAfter(now)))));
  }

  /** The image of this place that failed or vanished. */
  private Optional<String> previous() {
    return observed.known().isPresent()
        ? target.knownImageId()
        : target.entry().map(RegionStatus::previousImageId);
  }

  private List<Image> broken() {
    return Stream.concat(copies.failed().stream(), copies.failedBefore().stream()).toList();
  }

  private List<Image> others(Image image) {
    return broken().stream().filter(other -> !other.equals(image)).toList();
  }

  private List<SupersededCopy> ledgers(List<Image> some, List<Image> more) {
    return Stream.concat(some.stream(), more.stream())
        .map(
            image ->
                new SupersededCopy(
                    image.id(),
                    Entry.ledger(
                        target.entry(), image, Copies.snapshotsOf(image, observed.holdings()))))
        .toList();
  }

  private static String ids(List<Image> images) {
    return String.join(", ", images.stream().map(Image::id).toList());
  }
}
