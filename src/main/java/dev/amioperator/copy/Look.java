package dev.amioperator.copy;

import dev.amioperator.ec2.Holdings;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Observer;
import dev.amioperator.ec2.Presence;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.lifecycle.Asking;
import dev.amioperator.lifecycle.Freshness;
import dev.amioperator.lifecycle.Permitted;
import dev.amioperator.lifecycle.Remains;
import dev.amioperator.lifecycle.RemainsLook;
import dev.amioperator.lifecycle.SharingLook;
import java.util.Optional;

/** Gathers what a plan for one place needs to know, asking for no more than that. */
final class Look {
  private final Observer observer;
  private final Target target;
  private final Freshness freshness;
  private final Asking asking = new Asking();

  private Look(Observer observer, Target target, Freshness freshness) {
    this.observer = observer;
    this.target = target;
    this.freshness = freshness;
  }

  /**
   * What was seen.
   *
   * @throws Asking.NotYet when EC2 is still being asked, or could not be
   */
  static Observed at(Observer observer, Target target, Freshness freshness) {
    return new Look(observer, target, freshness).observe();
  }

  private Observed observe() {
    Holdings holdings =
        asking.value(observer.holdings(target.place(), owner(), freshness.ofImages()));
    Copies copies = Copies.of(target, holdings);
    boolean none = copies.current().isEmpty() && copies.failed().isEmpty();
    Optional<Presence<Image>> known = none ? known(holdings) : Optional.empty();
    Remains remains = known.map(this::remains).orElseGet(Remains.Unasked::new);
    return new Observed(
        holdings,
        known,
        none ? named(holdings) : Optional.empty(),
        copies.current().map(copy -> permitted(copy, holdings)).orElse(Permitted.UNSEEN),
        pending(holdings),
        asking.since(),
        remains);
  }

  /** The Recycle Bin is looked into only for a copy of ours that EC2 does not show. */
  private Remains remains(Presence<Image> known) {
    boolean there =
        known.found().filter(image -> image.state() != Image.State.DEREGISTERED).isPresent();
    return there || !target.restorable()
        ? new Remains.Unasked()
        : new RemainsLook(observer, target.place(), owner(), freshness, asking)
            .at(target.knownImageId().orElseThrow(), target.ledger());
  }

  private Optional<Presence<Image>> known(Holdings holdings) {
    return target
        .knownImageId()
        .filter(id -> holdings.images().stream().noneMatch(image -> image.id().equals(id)))
        .map(id -> asking.value(observer.image(target.place(), owner(), id, freshness.ofImages())));
  }

  private Optional<Presence<Image>> named(Holdings holdings) {
    return target.source() instanceof Source.Available(var id, Image source)
        ? Optional.of(
            asking.value(
                observer.named(
                    target.place(),
                    owner(),
                    CopyName.of(target, source, holdings),
                    freshness.ofImages())))
        : Optional.empty();
  }

  private Permitted permitted(Image copy, Holdings holdings) {
    return new SharingLook(observer, target.place(), owner(), freshness, asking)
        .at(target.attributes(), copy, Copies.snapshotsOf(copy, holdings));
  }

  private static int pending(Holdings holdings) {
    return (int)
        holdings.snapshots().stream()
            .filter(snapshot -> snapshot.state() == Snapshot.State.PENDING)
            .count();
  }

  private String owner() {
    return target.desired().owner().resource();
  }
}
