package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.ReadyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The entries of {@code status.regions}: how one place is told of. */
final class RegionStatusFactory {
  /** A copy is to be made here, and EC2 shows none yet. */
  static final String QUEUED = "Queued";

  /** What is here is going. */
  static final String DELETING = "Deleting";

  /** The copy that was here was deregistered by others, and is being brought back. */
  static final String GONE = "Gone";

  private static final int MAX_SUPERSEDED = 100;
  private static final int MAX_MESSAGE_LENGTH = 1024;

  private RegionStatusFactory() {}

  /** A place without a copy; a name announces that one of that name may be asked for. */
  static RegionStatus queued(CopyTarget target, Optional<String> name, Optional<String> previous) {
    return new RegionStatus(
        target.accountRegion().accountId(),
        target.accountRegion().region(),
        null,
        name.orElse(null),
        QUEUED,
        null,
        null,
        null,
        previous.orElse(null),
        null);
  }

  /** A place with an image, whatever its state. */
  static RegionStatus of(
      CopyTarget target, Image image, List<Snapshot> snapshots, List<SupersededCopy> superseded) {
    boolean moving = image.state() == Image.State.PENDING;
    return new RegionStatus(
        target.accountRegion().accountId(),
        target.accountRegion().region(),
        image.id(),
        image.name(),
        image.state().value(),
        moving ? CopyProgress.percent(snapshots) : null,
        emptyToNull(snapshotLedger(target.regionStatus(), image, snapshots)),
        emptyToNull(superseded.stream().limit(MAX_SUPERSEDED).toList()),
        target.regionStatus().map(RegionStatus::previousImageId).orElse(null),
        null);
  }

  /** A place whose images are going, and the ledger of all snapshots there. */
  static RegionStatus deleting(RegionStatus former, List<SnapshotEntry> snapshots) {
    return new RegionStatus(
        former.accountId(),
        former.region(),
        former.imageId(),
        former.imageName(),
        DELETING,
        null,
        emptyToNull(snapshots),
        former.superseded(),
        former.previousImageId(),
        null);
  }

  /** The same place, once EC2 has answered with the id of the copy. */
  static RegionStatus created(RegionStatus queued, String imageId) {
    return new RegionStatus(
        queued.accountId(),
        queued.region(),
        imageId,
        queued.imageName(),
        Image.State.PENDING.value(),
        0,
        queued.snapshots(),
        queued.superseded(),
        queued.previousImageId(),
        queued.message());
  }

  /** A place whose image somebody deregistered, and where it is to come back. */
  static RegionStatus gone(RegionStatus former) {
    return new RegionStatus(
        former.accountId(),
        former.region(),
        former.imageId(),
        former.imageName(),
        GONE,
        null,
        former.snapshots(),
        former.superseded(),
        former.previousImageId(),
        null);
  }

  /** Whether EC2 could not make the image of the entry. */
  static boolean isFailed(RegionStatus entry) {
    return Image.State.isFailedValue(entry.state());
  }

  /** The same entry with what a verdict says of it. */
  static RegionStatus withMessage(RegionStatus entry, ReadyState readyState) {
    return new RegionStatus(
        entry.accountId(),
        entry.region(),
        entry.imageId(),
        entry.imageName(),
        entry.state(),
        entry.progress(),
        entry.snapshots(),
        entry.superseded(),
        entry.previousImageId(),
        readyState.message().isEmpty() ? null : readyState.message(MAX_MESSAGE_LENGTH));
  }

  /** The ledger of one image: what the status knew, and what is seen. */
  static List<SnapshotEntry> snapshotLedger(
      Optional<RegionStatus> entry, Image image, List<Snapshot> snapshots) {
    return SnapshotLedger.of(
        entry.flatMap(e -> recordedSnapshots(e, image.id())).orElse(null),
        Optional.of(image),
        snapshots);
  }

  /** Whether the status holds an image and every snapshot of its ledger, so that it may go. */
  static boolean isRecorded(
      Optional<RegionStatus> entry, String imageId, List<SnapshotEntry> ledger) {
    return entry
        .flatMap(e -> recordedSnapshots(e, imageId))
        .filter(l -> l.containsAll(ledger))
        .isPresent();
  }

  /** Whether there is a copy here and nothing more to say of it. */
  static boolean isSettled(RegionStatus entry) {
    return Image.State.AVAILABLE.value().equals(entry.state()) && entry.message() == null;
  }

  /** Every image that an entry names. */
  static List<String> imageIds(RegionStatus entry) {
    return Stream.concat(
            Stream.ofNullable(entry.imageId()),
            orEmpty(entry.superseded()).stream().map(SupersededCopy::imageId))
        .toList();
  }

  /** The ledgers of all images of an entry in one. */
  static List<SnapshotEntry> snapshotLedger(RegionStatus entry) {
    List<SnapshotEntry> all = new ArrayList<>(orEmpty(entry.snapshots()));
    orEmpty(entry.superseded()).forEach(copy -> all.addAll(orEmpty(copy.snapshots())));
    return SnapshotLedger.of(all, Optional.empty(), List.of());
  }

  static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  private static Optional<List<SnapshotEntry>> recordedSnapshots(
      RegionStatus entry, String imageId) {
    if (imageId.equals(entry.imageId())) {
      return Optional.of(orEmpty(entry.snapshots()));
    }
    return orEmpty(entry.superseded()).stream()
        .filter(copy -> copy.imageId().equals(imageId))
        .findFirst()
        .map(copy -> orEmpty(copy.snapshots()));
  }

  private static <T> List<T> emptyToNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
