package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Rules of EC2 for tags and tag specifications. */
final class TagRules {
  static final int MAX_TAGS = 50;
  private static final String SHARED = "ec2:SharedTag/";
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;

  private TagRules() {}

  /**
   * Tags that a create call of EC2 sets on resources of a type.
   *
   * @param accepted the types that the action accepts in tag specifications
   * @throws ApiError {@code InvalidParameterValue} for another type, a bad or a doubled tag
   */
  static Map<String, String> tagsFor(
      List<TagSpecification> specifications, String wanted, Set<String> accepted) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (TagSpecification specification : specifications) {
      String type = specification.resourceTypeAsString();
      if (type == null) {
        throw Ec2Errors.invalidValue("Tag specification resource type must have a value");
      }
      if (!accepted.contains(type)) {
        throw Ec2Errors.invalidValue(
            "'" + type + "' is not a valid taggable resource type for this operation.");
      }
      if (specification.tags().isEmpty()) {
        throw Ec2Errors.invalidValue("Tag specification must have at least one tag");
      }
      Map<String, String> checked = validated(specification.tags());
      if (type.equals(wanted)) {
        tags.putAll(checked);
      }
    }
    return tags;
  }

  /**
   * Tags of an EC2 request as a map.
   *
   * @throws ApiError {@code InvalidParameterValue} for keys and values out of bounds, reserved or
   *     given twice; {@code TagLimitExceeded} for more than 50
   */
  static Map<String, String> validated(List<Tag> tags) {
    Map<String, String> checked = new LinkedHashMap<>();
    for (Tag tag : tags) {
      checkKey(tag.key());
      String value = tag.value() == null ? "" : tag.value();
      if (value.length() > MAX_VALUE) {
        throw Ec2Errors.invalidValue("Tag value exceeds the maximum length of 256 characters");
      }
      if (checked.put(tag.key(), value) != null) {
        throw Ec2Errors.invalidValue("Duplicate tag key '" + tag.key() + "' specified.");
      }
    }
    checkLimit(checked);
    return checked;
  }

  /**
   * Checks the number of tags on an EC2 resource, without AWS's own tags.
   *
   * @throws ApiError {@code TagLimitExceeded}
   */
  static void checkLimit(Map<String, String> tags) {
    if (tags.keySet().stream().filter(key -> !reserved(key)).count() > MAX_TAGS) {
      throw new ApiError(
          "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
    }
  }

  /** Whether only AWS itself may set this tag. */
  static boolean reserved(String key) {
    return key.regionMatches(true, 0, "aws:", 0, "aws:".length());
  }

  /** Tags of an image that every account sees that can use the image. */
  static Map<String, String> sharedTags(Map<String, String> tags) {
    Map<String, String> shared = new LinkedHashMap<>(tags);
    shared.keySet().removeIf(key -> !key.startsWith(SHARED));
    return shared;
  }

  private static void checkKey(String key) {
    if (key == null || key.isEmpty()) {
      throw Ec2Errors.invalidValue("Tag key cannot be null or empty.");
    }
    if (key.length() > MAX_KEY) {
      throw Ec2Errors.invalidValue("Tag key exceeds the maximum length of 128 characters");
    }
    if (reserved(key)) {
      throw Ec2Errors.invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
    }
  }
}
