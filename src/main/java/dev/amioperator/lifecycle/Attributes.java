package dev.amioperator.lifecycle;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagKeys;
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
 * @param managedKeys the user's keys that were set before: those no longer wanted are removed
 * @param permissions the whole set of launch permissions
 */
public record Attributes(
    Map<String, String> tags,
    Set<String> managedKeys,
    Optional<String> description,
    Optional<LaunchPermissions> permissions) {

  /**
   * What it takes to bring an available image there: empty when all is as it shall be.
   *
   * @param snapshots the snapshots that belong to the image's owner
   * @param shared who may launch it now; needed only when permissions are managed
   */
  public List<Action> converge(
      Image image, Collection<Snapshot> snapshots, Optional<LaunchPermissions> shared) {
    List<Action> actions = new ArrayList<>();
    tag(image.id(), image.tags(), actions);
    snapshots.forEach(snapshot -> tag(snapshot.id(), snapshot.tags(), actions));
    description
        .filter(wanted -> !wanted.equals(image.description()))
        .ifPresent(wanted -> actions.add(new Action.Describe(image.id(), wanted)));
    permissions.ifPresent(
        wanted -> shared.ifPresent(now -> share(image.id(), wanted, now, actions)));
    return actions;
  }

  /** The user's keys that are ours to remove once they are no longer wanted. */
  public Set<String> keysToRemember() {
    Set<String> keys = new TreeSet<>(tags.keySet());
    keys.removeIf(key -> key.startsWith(TagKeys.PREFIX));
    return keys;
  }

  private void tag(String id, Map<String, String> present, List<Action> actions) {
    Map<String, String> missing = new TreeMap<>(tags);
    missing.entrySet().removeIf(tag -> tag.getValue().equals(present.get(tag.getKey())));
    if (!missing.isEmpty()) {
      actions.add(new Action.Tag(List.of(id), missing));
    }
    Set<String> unwanted = new TreeSet<>(managedKeys);
    unwanted.removeAll(tags.keySet());
    unwanted.retainAll(present.keySet());
    if (!unwanted.isEmpty()) {
      actions.add(new Action.Untag(List.of(id), unwanted));
    }
  }

  private static void share(
      String id, LaunchPermissions wanted, LaunchPermissions now, List<Action> actions) {
    LaunchPermissions add = wanted.minus(now);
    LaunchPermissions remove = now.minus(wanted);
    if (!add.isEmpty() || !remove.isEmpty()) {
      actions.add(new Action.Share(id, add, remove));
    }
  }
}
