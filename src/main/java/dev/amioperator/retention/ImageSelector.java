package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Management;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Select;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Glob;
import java.util.List;
import java.util.Map;

/**
 * Selects the account's own images that have all of the tags and match any of the names.
 *
 * @param tags an asterisk as the value matches any value; empty: no tag is required
 * @param names empty: any name matches
 * @param management who created the images
 */
record ImageSelector(Map<String, String> tags, List<Glob> names, Management management) {
  private static final String ANY_VALUE = "*";

  ImageSelector {
    tags = Map.copyOf(tags);
    names = List.copyOf(names);
  }

  static ImageSelector of(Select select) {
    return new ImageSelector(
        select.tags() == null ? Map.of() : select.tags(),
        select.names() == null ? List.of() : select.names().stream().map(Glob::new).toList(),
        select.management() == null ? Management.ANY : select.management());
  }

  /** Whether an image is selected; none is without criteria, which the CRD rejects as well. */
  boolean selects(AccountRegion accountRegion, Image image) {
    return !(tags.isEmpty() && names.isEmpty())
        && accountRegion.accountId().equals(image.ownerId())
        && image.registered()
        && selectsTags(image.tags())
        && (names.isEmpty() || names.stream().anyMatch(name -> name.matches(image.name())));
  }

  /** Whether the tags of an image do not prevent that it is selected. */
  boolean selectsTags(Map<String, String> tagsOfImage) {
    return matchesManagement(tagsOfImage) && hasTags(tagsOfImage, tags);
  }

  /** Whether a snapshot has the tags of selected images; it has no name of an image. */
  boolean selects(Snapshot snapshot) {
    return !tags.isEmpty() && matchesManagement(snapshot.tags()) && hasTags(snapshot.tags(), tags);
  }

  private boolean matchesManagement(Map<String, String> tagsOfOwner) {
    return switch (management) {
      case ANY -> true;
      case OPERATOR -> TagKeys.managed(tagsOfOwner);
      case FOREIGN -> !TagKeys.managed(tagsOfOwner);
    };
  }

  /** Whether an image has all of the tags; an asterisk as the value matches any value. */
  static boolean hasTags(Image image, Map<String, String> tags) {
    return hasTags(image.tags(), tags);
  }

  /** Whether an image or snapshot with tags has all of the required ones. */
  static boolean hasTags(Map<String, String> tags, Map<String, String> required) {
    return required.entrySet().stream().allMatch(tag -> hasTag(tags, tag.getKey(), tag.getValue()));
  }

  /** Whether an image or snapshot has a tag; an asterisk as the value matches any value. */
  static boolean hasTag(Map<String, String> tags, String key, String value) {
    String actual = tags.get(key);
    return actual != null && (value.equals(ANY_VALUE) || value.equals(actual));
  }
}
