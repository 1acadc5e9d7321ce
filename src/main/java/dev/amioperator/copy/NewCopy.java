package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.MadeAs;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Action;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Verdict;
import dev.amioperator.recyclebin.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides how a place that has no copy gets one: source, name, quota, announcement, call. Pure.
 *
 * @param previous the image of this place that failed or vanished
 */
record NewCopy(Target target, Observed observed, Optional<String> previous) {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration WHILE_FULL = Duration.ofSeconds(30);

  RegionPlan plan() {
    return switch (target.source()) {
      case Source.Available(var id, Image image) -> plan(image);
      case Source.Unread(var id) -> queued(target.announcedName(), unread(id));
      case Source.Unavailable(var id, Verdict why) -> queued(target.announcedName(), why);
      case Source.Unknown(Verdict why) -> queued(target.announcedName(), why);
    };
  }

  private static Verdict unread(SourceId id) {
    return new Verdict.Waiting(Reason.Observing, "Reading %s.".formatted(id), SOON);
  }

  private RegionPlan plan(Image image) {
    String name = CopyName.of(target, image, observed.holdings());
    Optional<Verdict> obstacle = taken(name).or(() -> full(image));
    if (obstacle.isPresent()) {
      return queued(Optional.of(name), obstacle.get());
    }
    Verdict copying =
        new Verdict.Waiting(
            Reason.Copying,
            "Copying %s as \"%s\".%s"
                .formatted(target.id(), name, Recovery.note(observed.remains())),
            SOON);
    return announced(name)
        ? queued(
            Optional.of(name),
            new Plan(List.of(new Action.Copy(CopyRequest.of(target, name, previous))), copying))
        : queued(Optional.of(name), copying);
  }

  /** Whether the status says already that just this copy may be asked for. */
  private boolean announced(String name) {
    return target.announcedName().equals(Optional.of(name))
        && target
            .entry()
            .filter(entry -> Objects.equals(entry.previousImageId(), previous.orElse(null)))
            .isPresent();
  }

  private Optional<Verdict> taken(String name) {
    return observed.holder().map(holder -> late(holder) ? awaited(holder) : taken(name, holder));
  }

  /** Whether it is ours, and only the look at what carries our tags lags behind. */
  private boolean late(Image holder) {
    return target.desired().owner().owns(holder)
        && !MadeAs.contradictedBy(holder, target.place().region())
        && observed.holdings().images().stream().noneMatch(i -> i.id().equals(holder.id()));
  }

  private static Verdict awaited(Image holder) {
    return new Verdict.Waiting(
        Reason.Observing, "%s is there; reading its tags.".formatted(holder.id()), SOON);
  }

  private Verdict taken(String name, Image holder) {
    String whose = holder.tags().getOrDefault(TagKeys.RESOURCE, "no object of this operator");
    return new Verdict.Stalled(
        Reason.NameTaken,
        ("%s has the name \"%s\" in %s already and belongs to %s. Deregister it, or make a new"
                + " AmiCopy with another imageName.")
            .formatted(holder.id(), name, target.place().region(), whose));
  }

  private Optional<Verdict> full(Image image) {
    if (CopyQuota.DEFAULT.admits(observed.copying(), image.snapshotIds().size())) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Waiting(
            Reason.QuotaExceeded,
            "Queued: %d snapshots are being copied into %s already."
                .formatted(observed.copying(), target.place().region()),
            WHILE_FULL));
  }

  private RegionPlan queued(Optional<String> name, Verdict verdict) {
    return queued(name, Plan.nothing(verdict));
  }

  private RegionPlan queued(Optional<String> name, Plan plan) {
    return RegionPlan.told(Entry.queued(target, name, previous), plan);
  }
}
