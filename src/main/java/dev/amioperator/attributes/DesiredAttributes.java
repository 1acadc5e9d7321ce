package dev.amioperator.attributes;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.SharedTags;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ReadyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Changeable attributes of an image as a spec desires them; absent attributes are not managed.
 *
 * @param tags the user's and the ownership tags, for the image and, except {@link SharedTags}, its
 *     Created snapshots
 * @param sharing the launch and create-volume permissions
 * @param disabled whether DisableImage prevents launches
 * @param otherAttributes at most one of each type
 */
public record DesiredAttributes(
    Map<String, String> tags,
    DesiredSharing sharing,
    Optional<Boolean> disabled,
    List<ManagedAttribute> otherAttributes) {
  public DesiredAttributes {
    otherAttributes = List.copyOf(otherAttributes);
  }

  /** Copy of these attributes with the tag of the image's region and name. */
  public DesiredAttributes withMadeAs(MadeAsTag madeAs) {
    return new DesiredAttributes(madeAs.addedTo(tags), sharing, disabled, otherAttributes);
  }

  /** Copy of these attributes under which permissions of other accounts are not revoked. */
  public DesiredAttributes tolerating(Set<String> accountIds) {
    return new DesiredAttributes(
        tags,
        new DesiredSharing(
            sharing.launchPermissions(), sharing.createVolumePermissions(), accountIds),
        disabled,
        otherAttributes);
  }

  /**
   * The AWS actions that bring an available or disabled image to these attributes. A disabled image
   * is enabled first, and disabling comes last: EC2 restricts changes of a disabled image, and
   * removes its permissions.
   *
   * @param snapshots the snapshots that belong to the image's owner
   * @param permissions what was read of the permissions; absent ones are not changed
   * @param recordedTagKeys the user's tag keys that were set before; obsolete ones are removed
   */
  public List<AwsAction> converge(
      Image image,
      Collection<Snapshot> snapshots,
      ObservedSharing permissions,
      Set<String> recordedTagKeys,
      Instant now) {
    List<AwsAction> actions =
        new ArrayList<>(convergeTags(image.id(), tags, image.tags(), recordedTagKeys));
    Map<String, String> snapshotTags = SharedTags.without(tags);
    snapshots.forEach(
        snapshot ->
            actions.addAll(
                convergeTags(snapshot.id(), snapshotTags, snapshot.tags(), recordedTagKeys)));
    boolean isDisabled = image.state() == Image.State.DISABLED;
    if (isDisabled && disabled.equals(Optional.of(false))) {
      actions.add(new ImageAction.EnableImage(image.id()));
      return actions;
    }
    if (managesSharing(image.state())) {
      // Before changes that EC2 may refuse: revoking a permission must not wait for those.
      actions.addAll(sharing.converge(image, permissions));
    } else {
      actions.addAll(sharing.revokeSnapshots(permissions));
    }
    otherAttributes.forEach(attribute -> attribute.change(image, now).ifPresent(actions::add));
    if (!isDisabled && disabled.equals(Optional.of(true))) {
      actions.add(new ImageAction.DisableImage(image.id()));
    }
    return actions;
  }

  /** Why the image cannot be shared as desired, if so. */
  public Optional<ReadyState> sharingObstacle(Image image, ObservedSharing permissions) {
    return managesSharing(image.state()) ? sharing.obstacle(image, permissions) : Optional.empty();
  }

  /** Warning for the message of a shared image that is Ready; may be empty. */
  public String sharingWarning(ObservedSharing permissions) {
    return sharing.warning(permissions);
  }

  /** Whether permissions are managed while the image is in this state. */
  public boolean managesSharing(Image.State state) {
    return state == Image.State.AVAILABLE && !disabled.equals(Optional.of(true));
  }

  /** The image description, which EC2 accepts in the call that creates the image. */
  public String description() {
    return attributeOfType(ManagedAttribute.Description.class)
        .map(ManagedAttribute.Description::desired)
        .orElse("");
  }

  /** The desired deregistration protection, if it is managed. */
  public Optional<Image.DeregistrationProtection> deregistrationProtection() {
    return attributeOfType(ManagedAttribute.Protection.class)
        .map(ManagedAttribute.Protection::desired);
  }

  private <A extends ManagedAttribute> Optional<A> attributeOfType(Class<A> type) {
    return otherAttributes.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The user's tag keys that the operator removes once the spec omits them. */
  public Set<String> tagKeysToRecord() {
    Set<String> keys = new TreeSet<>(tags.keySet());
    keys.removeIf(key -> key.startsWith(TagKeys.PREFIX));
    return keys;
  }

  private static List<AwsAction> convergeTags(
      String id,
      Map<String, String> tags,
      Map<String, String> present,
      Set<String> recordedTagKeys) {
    List<AwsAction> actions = new ArrayList<>();
    // Deleted before others are created: EC2 allows fifty tags per resource.
    Set<String> obsolete = new TreeSet<>(recordedTagKeys);
    obsolete.removeAll(tags.keySet());
    obsolete.retainAll(present.keySet());
    if (!obsolete.isEmpty()) {
      actions.add(new TagAction.DeleteTags(List.of(id), obsolete));
    }
    Map<String, String> missing = new TreeMap<>(tags);
    missing.entrySet().removeAll(present.entrySet());
    if (!missing.isEmpty()) {
      actions.add(new TagAction.CreateTags(List.of(id), missing));
    }
    return actions;
  }
}
