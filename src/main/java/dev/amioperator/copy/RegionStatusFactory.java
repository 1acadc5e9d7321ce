package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatusRegionStatusBuilder;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.DeregistrationProtection;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.reconcile.ReadyState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates and reads the entries of an AmiCopy's {@code status.regions}. */
final class RegionStatusFactory {
  /** The state of a region where EC2 lists no copy yet. */
  static final String QUEUED = "Queued";

  /** The state of a region whose copies are being deleted. */
  static final String DELETING = "Deleting";

  /** The state of a region whose copy was deregistered outside the operator. */
  static final String GONE = "Gone";

  /** Failed copies are recorded before they are removed; of superseded copies, a sample. */
  private static final int MAX_OTHERS = 20;

  private static final int MAX_MESSAGE_LENGTH = 1024;

  /** EC2's words for a deregistration protection. */
  private static final Map<DeregistrationProtection, String> PROTECTION_VALUES =
      Map.of(
          DeregistrationProtection.ENABLED, "enabled-without-cooldown",
          DeregistrationProtection.ENABLED_WITH_COOLDOWN, "enabled-with-cooldown");

  private RegionStatusFactory() {}

  /**
   * A region without a copy.
   *
   * @param name of the image that CopyImage may be called for; recorded before the call
   * @param previous the image of this region that failed or vanished
   */
  static RegionStatus queued(CopyTarget target, Optional<String> name, Optional<String> previous) {
    boolean requested =
        name.isPresent()
            || previous.isPresent()
            || target.regionStatus().filter(RegionStatusFactory::mayHaveCopies).isPresent();
    return entry(target)
        .imageName(name.orElse(null))
        .state(QUEUED)
        .previousImageId(previous.orElse(null))
        .requested(requested ? true : null)
        .build();
  }

  private static AmiCopyStatusRegionStatusBuilder entry(CopyTarget target) {
    return AmiCopyStatusRegionStatusBuilder.builder()
        .accountId(target.accountRegion().accountId())
        .account(target.accountRegion().account())
        .region(target.accountRegion().region());
  }

  /** A region whose status entry was lost, or never written. */
  static RegionStatus unrecorded(String accountId, DestinationKey key) {
    return AmiCopyStatusRegionStatusBuilder.builder()
        .accountId(accountId)
        .account(key.account())
        .region(key.region())
        .state(QUEUED)
        .build();
  }

  /** An entry of a region where EC2 shows resources of the object. */
  static RegionStatus requested(RegionStatus entry) {
    return AmiCopyStatusRegionStatusBuilder.builder(entry).requested(true).build();
  }

  /** The images of an entry, for a message. */
  static String describe(RegionStatus entry) {
    List<String> ids = RegionLedger.imageIds(entry);
    return ids.isEmpty()
        ? Optional.ofNullable(entry.imageName())
            .map("A copy named \"%s\""::formatted)
            .orElse("A copy")
        : String.join(", ", ids);
  }

  /** Whether CopyImage may have been called in the region: recorded before every call. */
  static boolean mayHaveCopies(RegionStatus entry) {
    return entry.imageId() != null || Boolean.TRUE.equals(entry.requested());
  }

  /**
   * A region with an image in any state.
   *
   * @param others failed copies, then superseded ones
   * @param supersededCount of all superseded copies
   */
  static RegionStatus of(
      CopyTarget target,
      Image image,
      List<Snapshot> snapshots,
      List<SupersededCopy> others,
      int supersededCount) {
    return entry(target)
        .imageId(image.id())
        .imageName(image.name())
        .state(image.state().value())
        .progress(image.state() == Image.State.PENDING ? SnapshotProgress.percent(snapshots) : null)
        .snapshots(emptyToNull(RegionLedger.of(target.regionStatus(), image, snapshots)))
        .supersededCount(supersededCount == 0 ? null : supersededCount)
        .superseded(emptyToNull(others.stream().limit(MAX_OTHERS).toList()))
        .previousImageId(target.regionStatus().map(RegionStatus::previousImageId).orElse(null))
        .deregistrationProtection(managedProtection(target, image))
        .build();
  }

  /** The protection that the spec manages on an image, or managed last; null for none. */
  private static String managedProtection(CopyTarget target, Image image) {
    Optional<DeregistrationProtection> wanted = target.destination().protection();
    return wanted.isPresent()
        ? wanted.map(PROTECTION_VALUES::get).orElse(null)
        : target
            .regionStatus()
            .filter(entry -> image.id().equals(entry.imageId()))
            .map(RegionStatus::deregistrationProtection)
            .orElse(null);
  }

  /** The deregistration protection that the object managed on the copy of an entry. */
  static Optional<DeregistrationProtection> managedProtection(RegionStatus entry) {
    return PROTECTION_VALUES.entrySet().stream()
        .filter(value -> value.getValue().equals(entry.deregistrationProtection()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** An entry of a copy that took longer than it was to take, if it did. */
  static RegionStatus withLate(RegionStatus entry, boolean late) {
    return AmiCopyStatusRegionStatusBuilder.builder(entry).late(late ? true : null).build();
  }

  /** An entry of a failed copy, with what it depended on. */
  static RegionStatus withFailedFor(RegionStatus entry, Optional<String> facts) {
    return AmiCopyStatusRegionStatusBuilder.builder(entry).failedFor(facts.orElse(null)).build();
  }

  /** A region whose images are being deleted, with the ledger of all its snapshots. */
  static RegionStatus deleting(RegionStatus entry, List<SnapshotEntry> snapshots) {
    return AmiCopyStatusRegionStatusBuilder.builder(entry)
        .state(DELETING)
        .progress(null)
        .snapshots(emptyToNull(snapshots))
        .message(null)
        .build();
  }

  /** A queued region after CopyImage returned the id of the copy. */
  static RegionStatus created(RegionStatus queued, String imageId) {
    return AmiCopyStatusRegionStatusBuilder.builder(queued)
        .imageId(imageId)
        .state(Image.State.PENDING.value())
        .progress(0)
        .build();
  }

  /** An entry whose image is in this state, of which no progress is shown. */
  static RegionStatus withState(RegionStatus entry, String state) {
    return AmiCopyStatusRegionStatusBuilder.builder(entry).state(state).progress(null).build();
  }

  /** A region whose image was deregistered outside the operator and is to be restored. */
  static RegionStatus gone(RegionStatus entry) {
    return AmiCopyStatusRegionStatusBuilder.builder(withState(entry, GONE)).message(null).build();
  }

  /** An entry with the message of a ready state. */
  static RegionStatus withMessage(RegionStatus entry, ReadyState readyState) {
    String message = readyState.message().isEmpty() ? null : readyState.message(MAX_MESSAGE_LENGTH);
    return AmiCopyStatusRegionStatusBuilder.builder(entry).message(message).build();
  }

  /** Whether EC2 failed to create the image of the entry. */
  static boolean isFailed(RegionStatus entry) {
    return Image.State.isFailedValue(entry.state());
  }

  static boolean isAvailable(RegionStatus entry) {
    return Image.State.AVAILABLE.value().equals(entry.state());
  }

  /** Whether the entry's copy is available and needs no message. */
  static boolean isSettled(RegionStatus entry) {
    return isAvailable(entry) && entry.message() == null;
  }

  static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  private static <T> List<T> emptyToNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
