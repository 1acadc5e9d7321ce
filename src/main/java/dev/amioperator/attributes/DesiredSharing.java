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
 * Who shall use an image besides its owner; what is empty is not managed.
 *
 * @param launchPermissions the whole set of launch permissions
 * @param createVolumePermissions the accounts that shall be able to copy the snapshots made with
 *     the image
 */
public record DesiredSharing(
    Optional<LaunchPermissions> launchPermissions, Optional<Set<String>> createVolumePermissions) {
  public static final DesiredSharing UNMANAGED =
      new DesiredSharing(Optional.empty(), Optional.empty());

  /**
   * Entities in one ModifyImageAttribute: far below the thousand that an image can be shared with.
   */
  static final int BATCH_SIZE = 200;

  /** What a spec asks for. */
  public static DesiredSharing of(LaunchPermissionsSpec spec) {
    if (spec == null) {
      return UNMANAGED;
    }
    Set<String> accounts = toSet(spec.accountIds());
    Set<String> arns = new HashSet<>(toSet(spec.organizationArns()));
    arns.addAll(toSet(spec.organizationalUnitArns()));
    return new DesiredSharing(
        Optional.of(new LaunchPermissions(Boolean.TRUE.equals(spec.isPublic()), accounts, arns)),
        Optional.ofNullable(spec.includeSnapshots())
            .map(included -> included ? accounts : Set.of()));
  }

  /** What would have to be added to what was seen. */
  LaunchPermissions toAdd(Optional<LaunchPermissions> seen) {
    return launchPermissions
        .flatMap(wanted -> seen.map(wanted::minus))
        .orElse(LaunchPermissions.NONE);
  }

  /** Whether the image shall be shared at all. */
  boolean sharesWithAnyone() {
    return launchPermissions.filter(wanted -> !wanted.isEmpty()).isPresent();
  }

  /** What is to be said although nothing stands in the way; may be empty. */
  String warning(ObservedSharing observedSharing) {
    return launchPermissions.map(KmsSharingCheck.of(observedSharing)::warning).orElse("");
  }

  /** Why EC2 would refuse to share the image, or those shared with could not use it. */
  Optional<ReadyState> obstacle(Image image, ObservedSharing observedSharing) {
    LaunchPermissions added = toAdd(observedSharing.launchPermissions());
    if (added.isEmpty()) {
      return Optional.empty();
    }
    if (!observedSharing.withAwsManagedKey().isEmpty()) {
      return Optional.of(
          cannotShare(
              "%s cannot be shared: %s is encrypted with a key that AWS manages (aws/ebs), which"
                  + " nobody else can use. Build an image on it (source.build) with a key of your"
                  + " own that they may use, and share that.",
              image.id(), String.join(", ", new TreeSet<>(observedSharing.withAwsManagedKey()))));
    }
    Optional<ReadyState> unusable = KmsSharingCheck.of(observedSharing).obstacle(image.id(), added);
    return added.everyone() ? publicObstacle(image, observedSharing).or(() -> unusable) : unusable;
  }

  private static Optional<ReadyState> publicObstacle(Image image, ObservedSharing observedSharing) {
    if (image.blockDevices().stream().anyMatch(Image.BlockDevice::encrypted)) {
      return Optional.of(
          cannotShare(
              "%s cannot be made public: it has encrypted volumes. Share it with accounts, or make"
                  + " an image of unencrypted volumes.",
              image.id()));
    }
    if (image.settings().marketplace()) {
      return Optional.of(
          cannotShare(
              "%s cannot be made public: it carries a product code of the AWS Marketplace. Share it"
                  + " with accounts, or offer it in the Marketplace.",
              image.id()));
    }
    return observedSharing.publicSharingBlocked()
        ? Optional.of(
            cannotShare(
                "%s cannot be made public: the account blocks public access to its images in this"
                    + " region. Call DisableImageBlockPublicAccess if that is meant to be.",
                image.id()))
        : Optional.empty();
  }

  private static ReadyState cannotShare(String message, Object... arguments) {
    return new ReadyState.Stalled(Reason.CannotShare, message.formatted(arguments));
  }

  /**
   * What it takes to get from what was seen there, in few calls. An obstacle stops what would be
   * added; what is to be taken back does not wait for that.
   */
  List<AwsAction> converge(Image image, ObservedSharing observedSharing) {
    boolean adds = obstacle(image, observedSharing).isEmpty();
    String imageId = image.id();
    List<AwsAction> actions = new ArrayList<>();
    launchPermissions.ifPresent(
        wanted ->
            observedSharing
                .launchPermissions()
                .ifPresent(
                    now ->
                        actions.addAll(
                            launchPermissionChanges(
                                imageId,
                                adds ? wanted.minus(now) : LaunchPermissions.NONE,
                                now.minus(wanted)))));
    createVolumePermissions.ifPresent(
        wanted ->
            observedSharing.createVolumePermissions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(
                    seen -> snapshotPermissionChanges(seen.getKey(), wanted, seen.getValue(), adds))
                .forEach(actions::add));
    return actions;
  }

  /**
   * What is taken back goes first, in calls of its own: EC2 takes all of a call or nothing, and one
   * account that does not exist would keep everybody in.
   */
  private static List<AwsAction> launchPermissionChanges(
      String imageId, LaunchPermissions add, LaunchPermissions remove) {
    return Stream.<AwsAction>concat(
            batches(remove).stream()
                .map(
                    some ->
                        new ImageAction.ModifyLaunchPermissions(
                            imageId, LaunchPermissions.NONE, some)),
            batches(add).stream()
                .map(
                    some ->
                        new ImageAction.ModifyLaunchPermissions(
                            imageId, some, LaunchPermissions.NONE)))
        .toList();
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

  private static Stream<AwsAction> snapshotPermissionChanges(
      String snapshotId, Set<String> wanted, Set<String> now, boolean adds) {
    Set<String> add = new TreeSet<>(adds ? wanted : Set.of());
    add.removeAll(now);
    Set<String> remove = new TreeSet<>(now);
    remove.removeAll(wanted);
    return Stream.of(
            new SnapshotAction.ModifySnapshotAttribute(snapshotId, Set.of(), remove),
            new SnapshotAction.ModifySnapshotAttribute(snapshotId, add, Set.of()))
        .filter(share -> !share.add().isEmpty() || !share.remove().isEmpty())
        .map(AwsAction.class::cast);
  }

  private static Set<String> toSet(List<String> list) {
    return list == null ? Set.of() : Set.copyOf(list);
  }
}
