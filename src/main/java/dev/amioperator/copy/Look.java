package dev.amioperator.copy;

import dev.amioperator.attributes.Permitted;
import dev.amioperator.attributes.SharingLook;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Holdings;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Asking;
import dev.amioperator.reconcile.Inquiry;
import dev.amioperator.recyclebin.Remains;
import dev.amioperator.recyclebin.RemainsLook;
import java.util.Optional;

/** Gathers what a plan for one place needs to know, asking for no more than that. */
final class Look {
  private final Inquiry inquiry;
  private final Target target;

  private Look(Inquiry inquiry, Target target) {
    this.inquiry = inquiry;
    this.target = target;
  }

  /**
   * What was seen.
   *
   * @throws Asking.NotYet when EC2 is still being asked, or could not be
   */
  static Observed at(Inquiry inquiry, Target target) {
    return new Look(inquiry, target).observe();
  }

  private Observed observe() {
    Holdings holdings = inquiry.holdings();
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
        inquiry.since(),
        remains);
  }

  private Remains remains(Presence<Image> known) {
    return new RemainsLook(inquiry).of(known, target.toRestore(), target.ledger());
  }

  private Optional<Presence<Image>> known(Holdings holdings) {
    return target
        .knownImageId()
        .filter(id -> holdings.images().stream().noneMatch(image -> image.id().equals(id)))
        .map(id -> inquiry.image(id));
  }

  private Optional<Presence<Image>> named(Holdings holdings) {
    return target.source() instanceof Source.Available(var id, Image source)
        ? Optional.of(inquiry.named(CopyName.of(target, source, holdings)))
        : Optional.empty();
  }

  private Permitted permitted(Image copy, Holdings holdings) {
    return new SharingLook(inquiry)
        .at(target.attributes(copy.name()), copy, Copies.snapshotsOf(copy, holdings));
  }

  private static int pending(Holdings holdings) {
    return (int)
        holdings.snapshots().stream()
            .filter(snapshot -> snapshot.state() == Snapshot.State.PENDING)
            .count();
  }
}
