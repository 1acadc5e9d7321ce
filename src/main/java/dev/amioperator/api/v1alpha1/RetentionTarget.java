package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an {@link AmiRetentionPolicy} retires, and the CEL rules about the fields of each target.
 */
public enum RetentionTarget {
  @JsonProperty("Images")
  IMAGES,
  @JsonProperty("Resources")
  RESOURCES;

  private static final String IS_RESOURCES = "(has(self.target) && self.target == 'Resources')";

  static final String UNCHANGED =
      "(has(self.target) && self.target == 'Resources')"
          + " == (has(oldSelf.target) && oldSelf.target == 'Resources')";

  static final String UNCHANGED_MESSAGE = "target is immutable; create a new AmiRetentionPolicy";

  static final String IMAGES_REQUIRE =
      IS_RESOURCES + " || (has(self.regions) && has(self.retire.deregister))";

  static final String IMAGES_REFUSE =
      IS_RESOURCES
          + " || !(has(self.select.matchLabels) || has(self.select.kinds)"
          + " || has(self.retire.delete) || (has(self.limits) && has(self.limits.maxObjects))"
          + " || (has(self.groupBy) && self.groupBy.exists(g, g.startsWith('label:'))))";

  static final String IMAGES_REFUSE_MESSAGE =
      "target Images: remove select.matchLabels, select.kinds, retire.delete, limits.maxObjects and"
          + " groupBy label:…, which belong to target Resources";

  static final String RESOURCES_REQUIRE =
      "!" + IS_RESOURCES + " || (has(self.select.matchLabels) && has(self.retire.delete))";

  static final String RESOURCES_REFUSE =
      "!"
          + IS_RESOURCES
          + " || !(has(self.accountRef) || has(self.regions) || has(self.architectures)"
          + " || has(self.select.tags) || has(self.select.names) || has(self.select.management)"
          + " || has(self.select.includeManagedBy) || has(self.keep.tags)"
          + " || has(self.retire.deregister) || has(self.retire.deprecate)"
          + " || (has(self.limits) && has(self.limits.maxImages))"
          + " || (has(self.groupBy) && !self.groupBy.all(g, g.startsWith('label:'))))";

  static final String RESOURCES_REFUSE_MESSAGE =
      "target Resources: give only select.matchLabels, select.kinds, groupBy label:…, keep.newest,"
          + " keep.youngerThan, retire.delete, limits.maxObjects, limits.maxPercent, mode, interval and"
          + " suspend; the other fields belong to target Images";

  static final String DEPRECATE_BEFORE_DEREGISTER =
      "!has(self.deprecate) || !has(self.deregister) ||"
          + " int(self.deprecate.substring(0, self.deprecate.size() - 1)) *"
          + " (self.deprecate.endsWith('d') ? 24 : 1) <="
          + " int(self.deregister.substring(0, self.deregister.size() - 1)) *"
          + " (self.deregister.endsWith('d') ? 24 : 1)";

  static final String DELETE_AFTER_THREE_DAYS =
      "!has(self.delete) || (self.delete.endsWith('d') &&"
          + " int(self.delete.substring(0, self.delete.size() - 1)) >= 3) ||"
          + " (self.delete.endsWith('h') &&"
          + " int(self.delete.substring(0, self.delete.size() - 1)) >= 72)";
}
