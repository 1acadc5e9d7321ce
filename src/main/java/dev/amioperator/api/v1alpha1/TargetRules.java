package dev.amioperator.api.v1alpha1;

/** CEL rules about the fields of each {@link RetentionTarget}, and their messages. */
final class TargetRules {
  private static final String IS_RESOURCES = "(has(self.target) && self.target == 'Resources')";

  static final String UNCHANGED =
      "(has(self.target) && self.target == 'Resources')"
          + " == (has(oldSelf.target) && oldSelf.target == 'Resources')";

  static final String TARGET_CHANGED = "target is immutable; create a new AmiRetentionPolicy";

  static final String IMAGES_REQUIRE =
      IS_RESOURCES
          + " || (has(self.regions)"
          + " && (has(self.retire.deprecate) || has(self.retire.disable)"
          + " || has(self.retire.deregister)))";

  static final String IMAGES_REQUIRED =
      "target Images: give regions, and at least one step of retire, such as retire.deregister";

  static final String IMAGES_REFUSE =
      IS_RESOURCES
          + " || !(has(self.select.matchLabels) || has(self.select.kinds)"
          + " || has(self.retire.delete) || (has(self.limits) && has(self.limits.maxObjects))"
          + " || (has(self.groupBy) && self.groupBy.exists(g, g.startsWith('label:'))))";

  static final String IMAGES_REFUSED =
      "target Images: remove select.matchLabels, select.kinds, retire.delete, limits.maxObjects and"
          + " groupBy label:…, which belong to target Resources";

  static final String RESOURCES_REQUIRE =
      "!" + IS_RESOURCES + " || (has(self.select.matchLabels) && has(self.retire.delete))";

  static final String RESOURCES_REQUIRED =
      "target Resources: give select.matchLabels and retire.delete";

  static final String RESOURCES_REFUSE =
      "!"
          + IS_RESOURCES
          + " || !(has(self.accountRefs) || has(self.regions) || has(self.architectures)"
          + " || has(self.select.tags) || has(self.select.names) || has(self.select.management)"
          + " || has(self.select.includeManagedBy) || has(self.keep.tags)"
          + " || has(self.keep.launchedWithin) || has(self.approvedPlan)"
          + " || has(self.approvalValidFor) || (has(self.mode) && self.mode == 'Approved')"
          + " || has(self.retire.deprecate) || has(self.retire.disable)"
          + " || has(self.retire.deregister)"
          + " || (has(self.limits) && has(self.limits.maxImages))"
          + " || has(self.orphanedSnapshots)"
          + " || (has(self.limits) && has(self.limits.maxSnapshots))"
          + " || (has(self.groupBy) && !self.groupBy.all(g, g.startsWith('label:'))))";

  static final String RESOURCES_REFUSED =
      "target Resources: give only select.matchLabels, select.kinds, groupBy label:…, keep.newest,"
          + " keep.youngerThan, retire.delete, limits.maxObjects, limits.maxPercent, mode Plan or Enforce,"
          + " interval and suspend; the other fields belong to target Images";

  static final String ORPHANS_REQUIRE =
      "!has(self.orphanedSnapshots) || self.orphanedSnapshots != 'Delete' || "
          + IS_RESOURCES
          + " || (has(self.select.tags) && self.select.tags.size() > 0 && has(self.retire.deregister))";

  static final String ORPHANS_REQUIRED =
      "orphanedSnapshots: Delete needs select.tags, as a snapshot has no image name by which it could be"
          + " selected, and retire.deregister, for as long as which it waits";

  private static final String HOURS_TO_DEPRECATE =
      "int(self.deprecate.substring(0, self.deprecate.size() - 1))"
          + " * (self.deprecate.endsWith('d') ? 24 : 1)";

  private static final String HOURS_TO_DISABLE =
      "int(self.disable.substring(0, self.disable.size() - 1))"
          + " * (self.disable.endsWith('d') ? 24 : 1)";

  private static final String HOURS_TO_DEREGISTER =
      "int(self.deregister.substring(0, self.deregister.size() - 1))"
          + " * (self.deregister.endsWith('d') ? 24 : 1)";

  static final String DEPRECATED_FIRST =
      "!has(self.deprecate) || !has(self.deregister) || "
          + HOURS_TO_DEPRECATE
          + " <= "
          + HOURS_TO_DEREGISTER;

  static final String DEPRECATED_LATE =
      "retire.deprecate: at most retire.deregister; lower it, or leave it out";

  static final String DEPRECATED_BEFORE_DISABLED =
      "!has(self.deprecate) || !has(self.disable) || "
          + HOURS_TO_DEPRECATE
          + " <= "
          + HOURS_TO_DISABLE;

  static final String DEPRECATED_AFTER_DISABLED =
      "retire.deprecate: at most retire.disable; lower it, or leave it out";

  static final String DISABLED_FIRST =
      "!has(self.disable) || !has(self.deregister) || "
          + HOURS_TO_DISABLE
          + " <= "
          + HOURS_TO_DEREGISTER;

  static final String DISABLED_LATE =
      "retire.disable: at most retire.deregister; lower it, or leave it out";

  static final String DEREGISTERED_AFTER_THREE_DAYS =
      "!has(self.deregister) || (self.deregister.endsWith('d') &&"
          + " int(self.deregister.substring(0, self.deregister.size() - 1)) >= 3) ||"
          + " (self.deregister.endsWith('h') &&"
          + " int(self.deregister.substring(0, self.deregister.size() - 1)) >= 72)";

  static final String DEREGISTERED_EARLIER =
      "retire.deregister: at least 3d (or 72h) after the image is no longer kept";

  static final String DELETE_AFTER_THREE_DAYS =
      "!has(self.delete) || (self.delete.endsWith('d') &&"
          + " int(self.delete.substring(0, self.delete.size() - 1)) >= 3) ||"
          + " (self.delete.endsWith('h') &&"
          + " int(self.delete.substring(0, self.delete.size() - 1)) >= 72)";

  static final String DELETED_EARLIER =
      "retire.delete: at least 3d (or 72h) after the object is no longer kept";

  private TargetRules() {}
}
