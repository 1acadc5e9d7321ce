package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.SnapshotLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The images and snapshots that an entry of an AmiCopy's {@code status.regions} records. They are
 * recorded before an image is deregistered, because EC2 does not tell its snapshots afterwards.
 */
final class RegionLedger {
  private RegionLedger() {}

  /** The ids of all images of an entry, superseded copies included. */
  static List<String> imageIds(RegionStatus entry) {
    return Stream.concat(
            Stream.ofNullable(entry.imageId()),
            RegionStatusFactory.orEmpty(entry.superseded()).stream().map(SupersededCopy::imageId))
        .toList();
  }

  /** The ledger of an image: the recorded snapshots, and those observed in EC2. */
  static List<SnapshotEntry> of(
      Optional<RegionStatus> entry, Image image, List<Snapshot> snapshots) {
    return SnapshotLedger.of(
        entry.flatMap(e -> recordedSnapshots(e, image.id())).orElse(null),
        Optional.of(image),
        snapshots);
  }

  /** The merged ledgers of all images of an entry. */
  static List<SnapshotEntry> of(RegionStatus entry) {
    List<SnapshotEntry> all = new ArrayList<>(RegionStatusFactory.orEmpty(entry.snapshots()));
    RegionStatusFactory.orEmpty(entry.superseded())
        .forEach(copy -> all.addAll(RegionStatusFactory.orEmpty(copy.snapshots())));
    return SnapshotLedger.of(all, Optional.empty(), List.of());
  }

  /** Whether the status records an image and its whole ledger, so that the image may be deleted. */
  static boolean isRecorded(
      Optional<RegionStatus> entry, String imageId, List<SnapshotEntry> ledger) {
    return entry
        .flatMap(e -> recordedSnapshots(e, imageId))
        .filter(recorded -> recorded.containsAll(ledger))
        .isPresent();
  }

  private static Optional<List<SnapshotEntry>> recordedSnapshots(
      RegionStatus entry, String imageId) {
    if (imageId.equals(entry.imageId())) {
      return Optional.of(RegionStatusFactory.orEmpty(entry.snapshots()));
    }
    return RegionStatusFactory.orEmpty(entry.superseded()).stream()
        .filter(copy -> copy.imageId().equals(imageId))
        .findFirst()
        .map(copy -> RegionStatusFactory.orEmpty(copy.snapshots()));
  }
}
