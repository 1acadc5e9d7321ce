package dev.amioperator.ownership;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import java.util.Map;
import java.util.Optional;

/** Claim of an object that it may change or delete EC2 resources; others are left alone. */
public interface OwnershipClaim {
  /** The Kubernetes object with the claim, and its cluster. */
  Owner claimant();

  /** The Kubernetes object with the claim, such as {@code AmiImage/images/web-42}. */
  default String resource() {
    return claimant().resource();
  }

  /**
   * Whether the claim covers an AWS action, whatever the EC2 resource; yes, unless it is limited.
   */
  default boolean permits(AwsAction action) {
    return true;
  }

  /**
   * What keeps the claimant from executing an action on an image or snapshot, although it owns it:
   * a predicate for a sentence that begins with the id. Empty: nothing.
   *
   * @param tags the tags that the image or snapshot has right before the call
   */
  default Optional<String> objection(AwsAction action, Map<String, String> tags) {
    return Optional.empty();
  }

  boolean owns(Image image);

  boolean owns(Snapshot snapshot);

  /** Whether the claimant may change an image of a region, by the image's tags. */
  default boolean owns(Image image, String region) {
    return owns(image) && !MadeAsTag.contradictedBy(image, region);
  }

  /** Whether the claimant may change a snapshot of a region, by the snapshot's tags. */
  default boolean owns(Snapshot snapshot, String region) {
    return owns(snapshot) && !MadeAsTag.contradictedBy(snapshot, region);
  }

  /** Whether the claimant may terminate a build instance; no, unless its object launched it. */
  default boolean owns(BuildInstance instance) {
    return false;
  }

  /**
   * Whether the claimant may put its ownership tags on an image or snapshot of the account; no,
   * unless it is an object that owns images.
   *
   * @param tags the tags that the image or snapshot has
   */
  default boolean mayTakeOver(Map<String, String> tags) {
    return false;
  }
}
