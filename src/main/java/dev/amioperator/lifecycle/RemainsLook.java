package dev.amioperator.lifecycle;

import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.Binned;
import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Observer;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.Presence;
import dev.amioperator.ec2.Sight;
import dev.amioperator.ec2.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** Asks the Recycle Bin for an image that EC2 does not show any more, and for its snapshots. */
public final class RemainsLook {
  private final Observer observer;
  private final Place place;
  private final String owner;
  private final Freshness freshness;
  private final Asking asking;

  /**
   * @param owner the object that asks
   * @param asking the round of questions that this is a part of
   */
  public RemainsLook(
      Observer observer, Place place, String owner, Freshness freshness, Asking asking) {
    this.observer = observer;
    this.place = place;
    this.owner = owner;
    this.freshness = freshness;
    this.asking = asking;
  }

  /**
   * What is left of an image.
   *
   * @param ledger the image's snapshots, as they stand in the status
   * @throws Asking.NotYet when EC2 is still being asked, or could not be
   */
  public Remains at(String imageId, List<SnapshotEntry> ledger) {
    try {
      Presence<Binned> image =
          binned(observer.binnedImage(place, owner, imageId, freshness.ofImages()));
      return new Remains.Seen(image, image.found().isEmpty() ? List.of() : pieces(ledger));
    } catch (NoEntry noEntry) {
      return new Remains.Hidden(noEntry.getMessage());
    }
  }

  /** All are asked for before the first answer is waited for, so that they share the calls. */
  private List<Remains.Piece> pieces(List<SnapshotEntry> ledger) throws NoEntry {
    List<Sight<Presence<Snapshot>>> standing =
        ledger.stream()
            .map(e -> observer.snapshot(place, owner, e.snapshotId(), freshness.ofImages()))
            .toList();
    List<Sight<Presence<Binned>>> binned =
        ledger.stream()
            .map(e -> observer.binnedSnapshot(place, owner, e.snapshotId(), freshness.ofImages()))
            .toList();
    List<Remains.Piece> pieces = new ArrayList<>();
    for (int i = 0; i < ledger.size(); i++) {
      pieces.add(
          new Remains.Piece(ledger.get(i), asking.value(standing.get(i)), binned(binned.get(i))));
    }
    return pieces;
  }

  private Presence<Binned> binned(Sight<Presence<Binned>> sight) throws NoEntry {
    if (sight instanceof Sight.Failed<Presence<Binned>>(Ec2Failure failure, var retryAt)
        && forGood(failure)) {
      throw new NoEntry(failure);
    }
    return asking.value(sight);
  }

  /** An outage tells nothing, and is waited out; without the permission no waiting helps. */
  private static boolean forGood(Ec2Failure failure) {
    return failure.kind() == Ec2Failure.Kind.DENIED
        || failure.kind() == Ec2Failure.Kind.UNSUPPORTED;
  }

  private static final class NoEntry extends Exception {
    private static final long serialVersionUID = 1L;

    NoEntry(Ec2Failure failure) {
      super(Failures.verdict(failure).message(), failure);
    }
  }
}
