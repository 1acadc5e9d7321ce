package dev.amioperator.ownership;

import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Kubernetes object that owns EC2 resources, as recorded in their tags.
 *
 * @param cluster the cluster whose operator created them
 * @param resource the object: {@code AmiImage/images/web-42}
 */
public record Owner(ClusterId cluster, String resource) implements OwnershipClaim {

  /** Role of an EC2 resource for its owner: the tag {@code amioperator.dev/role}. */
  public enum Role {
    IMAGE,
    COPY,
    BUILDER,
    SUPERSEDED;

    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the tags of an EC2 resource have this role. */
    public boolean matches(Map<String, String> tags) {
      return value().equals(tags.get(TagKeys.ROLE));
    }
  }

  public static Owner of(ClusterId cluster, HasMetadata object) {
    return new Owner(
        cluster,
        "%s/%s/%s"
            .formatted(
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName()));
  }

  /** The namespace of the object. */
  public String namespace() {
    return TaggedObject.parse(resource).map(TaggedObject::namespace).orElse("");
  }

  /** The ownership tags of every EC2 call that creates a resource. */
  public Map<String, String> tags(Role role, String sourceHash) {
    return Map.of(
        TagKeys.CLUSTER,
        cluster.value(),
        TagKeys.RESOURCE,
        resource,
        TagKeys.ROLE,
        role.value(),
        TagKeys.SOURCE,
        sourceHash);
  }

  @Override
  public Owner claimant() {
    return this;
  }

  @Override
  public boolean owns(Image image) {
    return owns(image.tags()) && !MadeAsTag.contradictedBy(image);
  }

  @Override
  public boolean owns(Snapshot snapshot) {
    return owns(snapshot.tags());
  }

  @Override
  public boolean owns(BuildInstance instance) {
    return owns(instance.tags()) && Role.BUILDER.matches(instance.tags());
  }

  /** An image or snapshot can be taken over while no tag of it names another owner. */
  @Override
  public boolean mayTakeOver(Map<String, String> tags) {
    return !belongsToOther(tags);
  }

  /** Whether a tag of the image names another object or cluster; missing tags do not. */
  public boolean belongsToOther(Image image) {
    return belongsToOther(image.tags());
  }

  private boolean belongsToOther(Map<String, String> tags) {
    return contradicts(cluster.value(), tags.get(TagKeys.CLUSTER))
        || contradicts(resource, tags.get(TagKeys.RESOURCE));
  }

  private static boolean contradicts(String own, String tag) {
    return tag != null && !tag.equals(own);
  }

  private boolean owns(Map<String, String> tags) {
    return cluster.value().equals(tags.get(TagKeys.CLUSTER))
        && resource.equals(tags.get(TagKeys.RESOURCE));
  }

  /**
   * Hash of a text in sixteen hex digits, for source tags and EC2 client tokens.
   *
   * <p>64 bits suffice: a source tag is compared only with the source of the object that the
   * image's other tags name, and a client token covers the owner. Two texts that collide would have
   * to be of the same object, by a chance of one in 10^19. More digits would make each existing
   * image one of another source.
   */
  public static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
