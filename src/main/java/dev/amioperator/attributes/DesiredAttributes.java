package dev.amioperator.attributes;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.MadeAs;
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
 * How an image's changeable attributes shall be; each is managed only when it is present.
 *
 * @param tags the user's and the ownership tags, for the image and the snapshots made with it
 * @param sharing who shall use it besides its owner
 * @param disabled whether nobody shall launch it
 * @param otherAttributes at most one of a kind
 */
public record DesiredAttributes(
    Map<String, String> tags,
    DesiredSharing sharing,
    Optional<Boolean> disabled,
    List<ManagedAttribute> otherAttributes) {
  public DesiredAttributes {
    otherAttributes = List.copyOf(otherAttributes);
  }

  /** The same for an image that is made, or was made, in a region under a name. */
  public DesiredAttributes withMadeAs(MadeAs madeAs) {
    return new DesiredAttributes(madeAs.addedTo(tags), sharing, disabled, otherAttributes);
  }

  /**
   * What it takes to bring an available or disabled image there: empty when all is as it shall be.
   * A disabled image is enabled first, and disabling comes last, for EC2 changes less of a disabled
   * image, and takes its permissions.
   *
   * @param snapshots the snapshots that belong to the image's owner
   * @param observedSharing who may use it now; what is missing there is not changed
   * @param recordedTagKeys the user's keys that were set before: those no longer wanted are removed
   */
  public List<AwsAction> converge(
      Image image,
      Collection<Snapshot> snapshots,
      ObservedSharing observedSharing,
      Set<String> recordedTagKeys,
      Instant now) {
    List<AwsAction> actions = new ArrayList<>();
    actions.addAll(convergeTags(image.id(), image.tags(), recordedTagKeys));
    snapshots.forEach(
        snapshot -> actions.addAll(convergeTags(snapshot.id(), snapshot.tags(), recordedTagKeys)));
    boolean isDisabled = image.state() == Image.State.DISABLED;
    if (isDisabled && disabled.equals(Optional.of(false))) {
      actions.add(new ImageAction.EnableImage(image.id()));
      return actions;
    }
    if (managesSharing(image.state())) {
      // Before what may be refused for good: a permission that is taken back must not wait for it.
      actions.addAll(sharing.converge(image, observedSharing));
    }
    otherAttributes.stream()
        .flatMap(managedAttribute -> managedAttribute.change(image, now).stream())
        .forEach(actions::add);
    if (!isDisabled && disabled.equals(Optional.of(true))) {
      actions.add(new ImageAction.DisableImage(image.id()));
    }
    return actions;
  }

  /** Why the image cannot be shared as it shall be, if it cannot. */
  public Optional<ReadyState> sharingObstacle(Image image, ObservedSharing observedSharing) {
    return managesSharing(image.state())
        ? sharing.obstacle(image, observedSharing)
        : Optional.empty();
  }

  /** What else is to be said of an image that is as it shall be; may be empty. */
  public String sharingWarning(ObservedSharing observedSharing) {
    return sharing.warning(observedSharing);
  }

  /** Whether sharing is put right while the image is in this state. */
  public boolean managesSharing(Image.State state) {
    return state == Image.State.AVAILABLE && !disabled.equals(Optional.of(true));
  }

  /** What to say of the image when it is made, for EC2 takes it in the same call. */
  public String description() {
    return attributeOfType(ManagedAttribute.Description.class)
        .map(ManagedAttribute.Description::desired)
        .orElse("");
  }

  /** The deregistration protection that it shall have, if that is managed. */
  public Optional<Image.DeregistrationProtection> deregistrationProtection() {
    return attributeOfType(ManagedAttribute.Protection.class)
        .map(ManagedAttribute.Protection::desired);
  }

  private <A extends ManagedAttribute> Optional<A> attributeOfType(Class<A> kind) {
    return otherAttributes.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** The user's keys that are ours to remove once they are no longer wanted. */
  public Set<String> tagKeysToRecord() {
    Set<String> keys = new TreeSet<>(tags.keySet());
    keys.removeIf(key -> key.startsWith(TagKeys.PREFIX));
    return keys;
  }

  private List<AwsAction> convergeTags(
      String id, Map<String, String> present, Set<String> recordedTagKeys) {
    List<AwsAction> actions = new ArrayList<>();
    // What goes makes room for what comes: EC2 takes fifty tags on a thing.
    Set<String> unwanted = new TreeSet<>(recordedTagKeys);
    unwanted.removeAll(tags.keySet());
    unwanted.retainAll(present.keySet());
    if (!unwanted.isEmpty()) {
      actions.add(new TagAction.DeleteTags(List.of(id), unwanted));
    }
    Map<String, String> missing = new TreeMap<>(tags);
    missing.entrySet().removeIf(tag -> tag.getValue().equals(present.get(tag.getKey())));
    if (!missing.isEmpty()) {
      actions.add(new TagAction.CreateTags(List.of(id), missing));
    }
    return actions;
  }
}
