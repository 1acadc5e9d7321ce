package dev.amioperator.retention;

import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AllowSpec.AllowedRetention;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.ownership.TaggedObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Images about which a policy may decide. Objects of its namespace created them, or the AwsAccount
 * allows them.
 *
 * @param namespace the policy's namespace
 * @param allowedTags the tags of the entries of {@code allow.retention} for the namespace; an entry
 *     without tags covers every image
 */
record PolicyCoverage(ClusterId cluster, String namespace, List<Map<String, String>> allowedTags) {
  PolicyCoverage {
    allowedTags = List.copyOf(allowedTags);
  }

  static PolicyCoverage of(ClusterId cluster, String namespace, Allowlist allowlist) {
    return new PolicyCoverage(
        cluster,
        namespace,
        allowlist.retentionBy(namespace).stream().flatMap(PolicyCoverage::tagsOf).toList());
  }

  /** What this or the other coverage covers: two AwsAccounts may be the same account. */
  PolicyCoverage or(PolicyCoverage other) {
    return new PolicyCoverage(
        cluster,
        namespace,
        Stream.concat(allowedTags.stream(), other.allowedTags.stream()).toList());
  }

  /** The CRD requires tags or any; an entry with neither covers nothing. */
  private static Stream<Map<String, String>> tagsOf(AllowedRetention entry) {
    return Boolean.TRUE.equals(entry.any())
        ? Stream.of(Map.of())
        : Stream.ofNullable(entry.tags()).filter(tags -> !tags.isEmpty());
  }

  /** Whether the policy may decide about an image, by the image's tags. */
  boolean covers(Image image) {
    return createdInNamespace(image) || allows(image.tags());
  }

  /** Whether the AwsAccount lets the policy decide about an image or snapshot with these tags. */
  boolean allows(Map<String, String> tags) {
    return allowedTags.stream().anyMatch(allowed -> ImageSelector.hasTags(tags, allowed));
  }

  /**
   * The namespaces whose images compete for {@code keep.newest}: another namespace chooses tags and
   * number of its images, and must not displace those of this one. Empty for its own, and for
   * images that no object of the cluster created.
   */
  String rankedWith(Image image) {
    return cluster.value().equals(image.tags().get(TagKeys.CLUSTER))
        ? Optional.ofNullable(image.tags().get(TagKeys.RESOURCE))
            .flatMap(TaggedObject::parse)
            .map(TaggedObject::namespace)
            .filter(creator -> !creator.equals(namespace))
            .orElse("")
        : "";
  }

  /** Whether an object of the policy's cluster and namespace created an image, by its tags. */
  boolean createdInNamespace(Image image) {
    return createdInNamespace(image.tags());
  }

  /** Whether the tags of an image or snapshot name an object of the policy's namespace. */
  boolean createdInNamespace(Map<String, String> tags) {
    return cluster.value().equals(tags.get(TagKeys.CLUSTER))
        && Optional.ofNullable(tags.get(TagKeys.RESOURCE))
            .flatMap(TaggedObject::parse)
            .filter(object -> object.namespace().equals(namespace))
            .isPresent();
  }
}
