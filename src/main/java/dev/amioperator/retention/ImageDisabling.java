package dev.amioperator.retention;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.retention.PermissionRecords.Recorded;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The disabling of an image that no rule keeps, and its reversal. DisableImage removes every launch
 * permission, and EnableImage gives none back: they are recorded first. The tag {@value
 * TagKeys#PERMISSIONS} is written before the call, and {@value TagKeys#DISABLED} after it, so that
 * an image that was not disabled yet is told from one that was enabled again.
 */
final class ImageDisabling {
  private ImageDisabling() {}

  /** Whether the image is disabled, by whomever. */
  static boolean taken(Image image) {
    return image.state() == Image.State.DISABLED;
  }

  /** Whether a policy of the cluster disabled the image, or was about to. */
  static boolean marked(Image image, ClusterId cluster) {
    return image.tags().containsKey(TagKeys.PERMISSIONS)
        && PermissionsTag.of(image).filter(tag -> !tag.cluster().equals(cluster)).isEmpty();
  }

  /** Whether the image's launch permissions are in the record, and not on the image. */
  static boolean permissionsRemoved(Image image, ClusterId cluster) {
    return marked(image, cluster) && (taken(image) || image.tags().containsKey(TagKeys.DISABLED));
  }

  /** When a policy disabled the image; empty: none did, or the time is not known. */
  static Optional<Instant> disabledAt(Image image) {
    try {
      return Optional.ofNullable(image.tags().get(TagKeys.DISABLED)).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The calls that disable an image, once its record is stored. */
  static List<AwsAction> actions(PermissionRecord record, ClusterId cluster, Instant now) {
    String id = record.imageId();
    return List.of(
        new TagAction.CreateTags(
            List.of(id), Map.of(TagKeys.PERMISSIONS, PermissionsTag.of(record, cluster).value())),
        new ImageAction.DisableImage(id),
        tagDisabled(id, now));
  }

  /** The calls that enable the image, and give back the launch permissions in its record. */
  static List<AwsAction> reversal(Image image, Recorded recorded, Instant now) {
    List<AwsAction> actions = new ArrayList<>();
    boolean removed = taken(image) || image.tags().containsKey(TagKeys.DISABLED);
    if (taken(image)) {
      if (!image.tags().containsKey(TagKeys.DISABLED)) {
        actions.add(tagDisabled(image.id(), now));
      }
      actions.add(new ImageAction.EnableImage(image.id()));
    }
    if (!removed) {
      actions.add(untag(image.id()));
    } else if (recorded instanceof Recorded.Found(LaunchPermissions permissions)) {
      actions.addAll(grants(image.id(), permissions));
      actions.add(untag(image.id()));
    }
    return actions;
  }

  /** EC2 may refuse a public image, which must not hold up the accounts. */
  private static List<AwsAction> grants(String imageId, LaunchPermissions permissions) {
    List<AwsAction> actions = new ArrayList<>();
    LaunchPermissions named =
        new LaunchPermissions(false, permissions.accountIds(), permissions.arns());
    if (!named.isEmpty()) {
      actions.add(grant(imageId, named));
    }
    if (permissions.everyone()) {
      actions.add(grant(imageId, new LaunchPermissions(true, Set.of(), Set.of())));
    }
    return actions;
  }

  private static AwsAction grant(String imageId, LaunchPermissions added) {
    return new ImageAction.ModifyLaunchPermissions(imageId, added, LaunchPermissions.NONE);
  }

  private static AwsAction tagDisabled(String imageId, Instant now) {
    return new TagAction.CreateTags(
        List.of(imageId), Map.of(TagKeys.DISABLED, now.truncatedTo(ChronoUnit.SECONDS).toString()));
  }

  private static AwsAction untag(String imageId) {
    return new TagAction.DeleteTags(
        List.of(imageId), Set.of(TagKeys.PERMISSIONS, TagKeys.DISABLED));
  }
}
