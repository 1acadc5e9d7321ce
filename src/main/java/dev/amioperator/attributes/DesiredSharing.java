package dev.amioperator.attributes;

import dev.amioperator.api.v1alpha1.LaunchPermissionsSpec;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Desired permissions of an image and its snapshots; empty ones are not managed.
 *
 * @param launchPermissions all launch permissions of the image
 * @param createVolumePermissions all accounts that may copy the image's Created snapshots, and
 *     {@link SnapshotAction#EVERYONE} for a public image
 * @param tolerated accounts whose permissions are not revoked, although the spec omits them
 */
public record DesiredSharing(
    Optional<LaunchPermissions> launchPermissions,
    Optional<Set<String>> createVolumePermissions,
    Set<String> tolerated) {
  public static final DesiredSharing UNMANAGED =
      new DesiredSharing(Optional.empty(), Optional.empty());

  /** Permissions besides which no account has any. */
  public DesiredSharing(
      Optional<LaunchPermissions> launchPermissions,
      Optional<Set<String>> createVolumePermissions) {
    this(launchPermissions, createVolumePermissions, Set.of());
  }

  /** Entities per ModifyImageAttribute call; an image can be shared with a thousand. */
  static final int BATCH_SIZE = 200;

  /** The desired permissions of an AmiImage's or AmiCopy's spec; null for unmanaged. */
  public static DesiredSharing of(LaunchPermissionsSpec spec) {
    if (spec == null) {
      return UNMANAGED;
    }
    Set<String> accounts = toSet(spec.accountIds());
    Set<String> arns = new HashSet<>(toSet(spec.organizationArns()));
    arns.addAll(toSet(spec.organizationalUnitArns()));
    boolean everyone = Boolean.TRUE.equals(spec.isPublic());
    Set<String> copying = new HashSet<>(accounts);
    if (everyone) {
      copying.add(SnapshotAction.EVERYONE);
    }
    return new DesiredSharing(
        Optional.of(new LaunchPermissions(everyone, accounts, arns)),
        Optional.ofNullable(spec.includeSnapshots())
            .map(included -> included ? copying : Set.of()));
  }

  /** The snapshots that are not public yet although they are to be. */
  List<String> snapshotsToPublish(Map<String, Set<String>> observed) {
    return createVolumePermissions
        .filter(wanted -> wanted.contains(SnapshotAction.EVERYONE))
        .map(wanted -> observed)
        .orElse(Map.of())
        .entrySet()
        .stream()
        .filter(now -> !now.getValue().contains(SnapshotAction.EVERYONE))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** The desired launch permissions that the image lacks. */
  LaunchPermissions toAdd(Optional<LaunchPermissions> observed) {
    return launchPermissions
        .flatMap(wanted -> observed.map(wanted::minus))
        .orElse(LaunchPermissions.NONE);
  }

  /** Whether the spec shares the image with any account or organization. */
  public boolean sharesWithAnyone() {
    return launchPermissions.filter(wanted -> !wanted.isEmpty()).isPresent();
  }

  /** Warning about KMS keys of a shared image; may be empty. */
  String warning(ObservedSharing observed) {
    return launchPermissions.map(KmsSharingCheck.of(observed)::warning).orElse("");
  }

  /** Why EC2 would refuse to share the image, or recipients could not use it. */
  Optional<ReadyState> obstacle(Image image, ObservedSharing observed) {
    LaunchPermissions added = toAdd(observed.launchPermissions());
    return launchObstacle(image, observed, added).or(() -> publicSnapshotObstacle(image, observed));
  }

  private Optional<ReadyState> publicSnapshotObstacle(Image image, ObservedSharing observed) {
    List<String> unpublished = snapshotsToPublish(observed.createVolumePermissions());
    return observed.publicSnapshotsBlocked() && !unpublished.isEmpty()
        ? Optional.of(
            cannotShare(
                "%s of %s cannot be shared with everyone: the account blocks public access to its"
                    + " snapshots in this region. Call DisableSnapshotBlockPublicAccess if public"
                    + " snapshots are intended, or remove launchPermissions.includeSnapshots.",
                String.join(", ", unpublished), image.id()))
        : Optional.empty();
  }

  private static Optional<ReadyState> launchObstacle(
      Image image, ObservedSharing observed, LaunchPermissions added) {
    if (added.isEmpty()) {
      return Optional.empty();
    }
    if (!observed.withAwsManagedKey().isEmpty()) {
      return Optional.of(
          cannotShare(
              "%s cannot be shared: %s is encrypted with a key that AWS manages (aws/ebs), which"
                  + " no other account can use. Build an image from it (source.build) with a"
                  + " customer managed key that they may use, and share that image.",
              image.id(), String.join(", ", new TreeSet<>(observed.withAwsManagedKey()))));
    }
    Optional<ReadyState> unusable = KmsSharingCheck.of(observed).obstacle(image.id(), added);
    return added.everyone() ? publicObstacle(image, observed).or(() -> unusable) : unusable;
  }

  private static Optional<ReadyState> publicObstacle(Image image, ObservedSharing observed) {
    if (image.blockDevices().stream().anyMatch(Image.BlockDevice::encrypted)) {
      return Optional.of(
          cannotShare(
              "%s cannot be made public: it has encrypted volumes. Share it with accounts, or"
                  + " create an image with unencrypted volumes.",
              image.id()));
    }
    if (image.settings().marketplace()) {
      return Optional.of(
          cannotShare(
              "%s cannot be made public: it has a product code of the AWS Marketplace. Share it"
                  + " with accounts, or offer it in the Marketplace.",
              image.id()));
    }
    if (!image.settings().watermarks().isEmpty()) {
      return Optional.of(
          cannotShare(
              "%s cannot be made public: it has the watermarks %s. Share it with accounts, or detach"
                  + " them (DetachImageWatermark) if they are not needed.",
              image.id(), String.join(", ", image.settings().watermarks())));
    }
    return observed.publicSharingBlocked()
        ? Optional.of(
            cannotShare(
                "%s cannot be made public: the account blocks public access to its images in this"
                    + " region. Call DisableImageBlockPublicAccess if public images are intended.",
                image.id()))
        : Optional.empty();
  }

  private static ReadyState cannotShare(String message, Object... arguments) {
    return new ReadyState.Stalled(Reason.CannotShare, message.formatted(arguments));
  }

  /**
   * The AWS actions from the observed permissions to the desired ones. An obstacle prevents grants
   * only; revocations are always sent.
   */
  List<AwsAction> converge(Image image, ObservedSharing observed) {
    boolean adds = obstacle(image, observed).isEmpty();
    LaunchPermissions added = adds ? toAdd(observed.launchPermissions()) : LaunchPermissions.NONE;
    LaunchPermissions removed =
        launchPermissions
            .flatMap(wanted -> observed.launchPermissions().map(now -> now.minus(wanted)))
            .orElse(LaunchPermissions.NONE)
            .minus(new LaunchPermissions(false, tolerated, Set.of()));
    List<AwsAction> actions = launchPermissionChanges(image.id(), added, removed);
    snapshotPermissionChanges(observed, adds).forEach(actions::add);
    return actions;
  }

  /** Revokes snapshot permissions only: those of a disabled image stay until they are revoked. */
  List<AwsAction> revokeSnapshots(ObservedSharing observed) {
    return snapshotPermissionChanges(observed, false).toList();
  }

  private Stream<AwsAction> snapshotPermissionChanges(ObservedSharing observed, boolean adds) {
    return createVolumePermissions.stream()
        .flatMap(
            wanted ->
                observed.createVolumePermissions().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .flatMap(
                        now ->
                            snapshotPermissionChanges(now.getKey(), wanted, now.getValue(), adds)));
  }

  /**
   * Revokes launch permissions before granting any, in separate calls. EC2 rejects a call as a
   * whole, so that an unknown account among the grants would prevent the revocations.
   */
  private static List<AwsAction> launchPermissionChanges(
      String imageId, LaunchPermissions add, LaunchPermissions remove) {
    LaunchPermissions none = LaunchPermissions.NONE;
    List<AwsAction> actions = new ArrayList<>();
    batches(remove)
        .forEach(b -> actions.add(new ImageAction.ModifyLaunchPermissions(imageId, none, b)));
    batches(add)
        .forEach(b -> actions.add(new ImageAction.ModifyLaunchPermissions(imageId, b, none)));
    return actions;
  }

  private static List<LaunchPermissions> batches(LaunchPermissions all) {
    List<String> entities =
        Stream.concat(all.accountIds().stream().sorted(), all.arns().stream().sorted()).toList();
    List<LaunchPermissions> batches = new ArrayList<>();
    for (int from = 0;
        from < entities.size() || (from == 0 && all.everyone());
        from += BATCH_SIZE) {
      Set<String> some =
          Set.copyOf(entities.subList(from, Math.min(entities.size(), from + BATCH_SIZE)));
      Set<String> accounts = new TreeSet<>(all.accountIds());
      accounts.retainAll(some);
      Set<String> arns = new TreeSet<>(all.arns());
      arns.retainAll(some);
      batches.add(new LaunchPermissions(all.everyone() && from == 0, accounts, arns));
    }
    return batches;
  }

  private Stream<AwsAction> snapshotPermissionChanges(
      String snapshotId, Set<String> wanted, Set<String> now, boolean adds) {
    Set<String> add = new TreeSet<>(adds ? wanted : Set.of());
    add.removeAll(now);
    Set<String> remove = new TreeSet<>(now);
    remove.removeAll(wanted);
    remove.removeAll(tolerated);
    return Stream.of(
            new SnapshotAction.ModifySnapshotAttribute(snapshotId, Set.of(), remove),
            new SnapshotAction.ModifySnapshotAttribute(snapshotId, add, Set.of()))
        .filter(change -> !change.add().isEmpty() || !change.remove().isEmpty())
        .map(AwsAction.class::cast);
  }

  private static Set<String> toSet(List<String> list) {
    return list == null ? Set.of() : Set.copyOf(list);
  }
}
