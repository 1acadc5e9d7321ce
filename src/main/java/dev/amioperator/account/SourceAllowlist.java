package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.api.v1alpha1.AllowedResources;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SourceInstance;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.reconcile.ReadyState;
import java.util.List;
import java.util.Optional;

/**
 * Checks of what images are created from against {@code spec.allow} of an AwsAccount. Pure.
 *
 * <p>What objects of the namespace created is exempt from {@code snapshots} and {@code images}: see
 * {@link NamespaceResources}. Tags of another account's resources never count: that account chooses
 * them, and shares those that begin with {@code ec2:SharedTag/}.
 *
 * @param account the AwsAccount's name
 */
public record SourceAllowlist(String account, AllowSpec allow) {
  private static final String OTHER_SOURCE =
      "create a new object with another source, and delete this one";

  private static final String PUBLIC_PARAMETERS = "aws/service/";

  /** Refuses an image of an instance without knowing the instance: no instance is allowed. */
  public Optional<ReadyState> instanceRefusal(String instanceId) {
    return allow.instances() == null
        ? byTags("source.instance: " + instanceId, instanceId, "instances")
        : Optional.empty();
  }

  /**
   * Refuses an image of an instance. A build instance of another namespace is always refused: it
   * has the tags that its namespace gave to the image, and perhaps secrets on its volumes.
   */
  public Optional<ReadyState> instanceRefusal(SourceInstance instance, NamespaceResources claim) {
    String subject = "source.instance: " + instance.id();
    if (claim.buildsForOther(instance.tags())) {
      return Refusals.notAllowed(
          "%s is a build instance of another namespace or cluster, and no line of AwsAccount %s allows images of"
              + " it. Create a new AmiImage of another instance, and delete this object.",
          subject, account);
    }
    return Refusals.covers(allow.instances(), instance.tags())
        ? Optional.empty()
        : byTags(subject, instance.id(), "instances");
  }

  /**
   * Refuses a snapshot as a source, as a block device, or to be taken over.
   *
   * @param own the snapshot if the account owns it; others reveal neither tags nor permissions
   */
  public Optional<ReadyState> snapshotRefusal(
      String snapshotId, Optional<Snapshot> own, NamespaceResources claim) {
    if (Refusals.any(allow.snapshots()) || own.filter(claim::created).isPresent()) {
      return Optional.empty();
    }
    if (own.isEmpty()) {
      return foreign(snapshotId, "snapshots");
    }
    return Refusals.covers(allow.snapshots(), own.get().tags())
        ? Optional.empty()
        : byTags(snapshotId, snapshotId, "snapshots");
  }

  /** Refuses a private image that is observed, built upon or copied. */
  public Optional<ReadyState> imageRefusal(Image image, NamespaceResources claim) {
    return imageRefusal(image, claim, image.id(), image.id());
  }

  /**
   * Refuses a private image that a spec does not name. Its id is not shown: the filters of a lookup
   * would tell the tags of each image of the account.
   *
   * @param field the field of the spec by which it was found
   */
  public Optional<ReadyState> foundImageRefusal(
      String field, Image image, NamespaceResources claim) {
    return imageRefusal(image, claim, "The image that %s finds".formatted(field), "that image");
  }

  private Optional<ReadyState> imageRefusal(
      Image image, NamespaceResources claim, String subject, String name) {
    if (image.settings().everyone() || Refusals.any(allow.images()) || claim.created(image)) {
      return Optional.empty();
    }
    if (!image.ownerId().equals(claim.accountRegion().accountId())) {
      return foreign(subject, "images");
    }
    return Refusals.covers(allow.images(), image.tags())
        ? Optional.empty()
        : byTags(subject, name, "images");
  }

  /** Refuses to adopt an image that the operator did not create. */
  public Optional<ReadyState> adoptionRefusal(Image image) {
    return Refusals.covers(allow.adopt(), image.tags())
        ? Optional.empty()
        : requirement(
            "source.existing.management: Adopt of " + image.id(),
            image.id(),
            "adopt",
            allow.adopt(),
            "create a new AmiImage with management: Observe, and delete this one");
  }

  /** Refuses to read an SSM parameter; AWS's public parameters are for everyone. */
  public Optional<ReadyState> parameterRefusal(String name) {
    String path = withoutSlash(name);
    return path.startsWith(PUBLIC_PARAMETERS)
            || Optional.ofNullable(allow.ssmPrefixes()).orElse(List.of()).stream()
                .anyMatch(prefix -> prefix.equals("*") || contains(withoutSlash(prefix), path))
        ? Optional.empty()
        : Refusals.unlisted(
            account, "ssmPrefixes", List.of(), name, "ssmParameter: reading " + name, OTHER_SOURCE);
  }

  private static boolean contains(String prefix, String path) {
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }

  private static String withoutSlash(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  /** Refuses an S3 bucket that images are restored or registered from. */
  public Optional<ReadyState> bucketRefusal(String bucket) {
    return Refusals.unlisted(
        account, "buckets", allow.buckets(), bucket, "Reading the bucket " + bucket, OTHER_SOURCE);
  }

  private Optional<ReadyState> byTags(String subject, String id, String member) {
    return requirement(subject, id, member, allowed(member), OTHER_SOURCE);
  }

  private AllowedResources allowed(String member) {
    return switch (member) {
      case "instances" -> allow.instances();
      case "snapshots" -> allow.snapshots();
      default -> allow.images();
    };
  }

  private Optional<ReadyState> requirement(
      String subject, String id, String member, AllowedResources allowed, String otherwise) {
    return allowed == null
        ? Refusals.notAllowed(
            "%s is not allowed. Add a line with a tag of %s in spec.allow of AwsAccount %s, such as"
                + " %s: {tags: {image: allowed}}; or %s.",
            subject, id, account, member, otherwise)
        : Refusals.notAllowed(
            "%s is not allowed: it lacks a tag that allow.%s of AwsAccount %s requires. Add the tag"
                + " to it; or %s.",
            subject, member, account, otherwise);
  }

  private Optional<ReadyState> foreign(String id, String member) {
    return Refusals.notAllowed(
        "%s is not allowed: the account does not own it, so that its tags prove nothing. Add this line,"
            + " which covers every source, in spec.allow of AwsAccount %s: %s: {any: true}; or %s.",
        id, account, member, OTHER_SOURCE);
  }
}
