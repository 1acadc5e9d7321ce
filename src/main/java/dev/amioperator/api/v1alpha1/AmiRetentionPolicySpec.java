package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/**
 * Selection, keep rules and retirement of an {@link AmiRetentionPolicy}. Absent fields are null.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RecordBuilder
@ValidationRule(
    value =
        "!has(self.accountRefs)"
            + " || self.accountRefs.all(a, self.accountRefs.exists_one(b, b == a))",
    message = "accountRefs: list each AwsAccount only once")
@ValidationRule(
    value = "!has(self.regions) || self.regions.all(r, self.regions.exists_one(s, s == r))",
    message = "regions: list each region only once")
@ValidationRule(value = TargetRules.UNCHANGED, message = TargetRules.TARGET_CHANGED)
@ValidationRule(value = TargetRules.IMAGES_REQUIRE, message = TargetRules.IMAGES_REQUIRED)
@ValidationRule(value = TargetRules.IMAGES_REFUSE, message = TargetRules.IMAGES_REFUSED)
@ValidationRule(value = TargetRules.ORPHANS_REQUIRE, message = TargetRules.ORPHANS_REQUIRED)
@ValidationRule(value = TargetRules.RESOURCES_REQUIRE, message = TargetRules.RESOURCES_REQUIRED)
@ValidationRule(value = TargetRules.RESOURCES_REFUSE, message = TargetRules.RESOURCES_REFUSED)
@ValidationRule(
    value = "!has(self.groupBy) || self.groupBy.all(g, self.groupBy.exists_one(h, h == g))",
    message = "groupBy: list each entry only once")
@ValidationRule(
    value = "!has(self.groupBy) && !has(self.architectures) || has(self.keep.newest)",
    message = "groupBy and architectures: give keep.newest, which counts the images of a group")
@ValidationRule(
    value =
        "!has(self.groupBy) || !has(self.architectures) || self.architectures != 'Together'"
            + " || !('architecture' in self.groupBy)",
    message = "architectures: Together contradicts the entry architecture of groupBy")
@ValidationRule(
    value =
        "!has(self.interval) || (self.interval.endsWith('m')"
            + " ? int(self.interval.substring(0, self.interval.size() - 1)) >= 10"
            + " : !self.interval.startsWith('0'))",
    message = "interval: at least 10m; each evaluation lists all images of the account in EC2")
@ValidationRule(
    value = "!has(self.approvedPlan) || !has(self.mode) || self.mode != 'Enforce'",
    message =
        "approvedPlan: mode Enforce retires images without approval; set mode: Approved, or remove"
            + " approvedPlan")
@ValidationRule(
    value = "!has(self.approvalValidFor) || !self.approvalValidFor.startsWith('0')",
    message = "approvalValidFor: at least 1m")
public record AmiRetentionPolicySpec(
    @JsonPropertyDescription(
            "What is retired. Images (default): AMIs in EC2. Resources: AmiImages and AmiCopies of"
                + " this namespace; they are deleted with their images. Immutable.")
        RetentionTarget target,
    @JsonPropertyDescription(
            "The AwsAccounts that own the images; each is evaluated on its own. Default: [default].")
        @Size(min = 1, max = 16) List<@Pattern(Api.OBJECT_NAME) @Size(max = 63) String> accountRefs,
    @JsonPropertyDescription(
            "The regions of the images, in each account; each region is evaluated on its own.")
        @Size(min = 1, max = 32) List<@Pattern(Api.REGION) @Size(max = 32) String> regions,
    @JsonPropertyDescription("Which of the account's own images the policy applies to.") @Required
        Select select,
    @JsonPropertyDescription(
            "What separates groups, of which keep.newest counts each: tag:KEY (the value"
                + " of a tag), name:PATTERN (the part of the name that the pattern has in"
                + " parentheses, such as `name:(*)-????????`; * matches any characters, ? a single"
                + " character), and architecture. An image without the tag, or with another name,"
                + " is kept. Groups are always within an account and region. For target Resources:"
                + " label:KEY; groups are always within a kind.")
        @Size(min = 1, max = 5) List<
                @Pattern(
                    "^(architecture|tag:.{1,128}|label:[A-Za-z0-9./_-]{1,128}|name:[^()]*\\([^()]+\\)[^()]*)$")
                @Size(max = 160) String>
            groupBy,
    @JsonPropertyDescription(
            "Separate (default): keep.newest counts each architecture by itself. Together: it counts"
                + " the images of all architectures together.")
        Architectures architectures,
    @JsonPropertyDescription("What is kept: an image is kept if any rule matches.") @Required
        KeepSpec keep,
    @JsonPropertyDescription("What happens to images that no rule keeps, and when.") @Required
        Retire retire,
    @JsonPropertyDescription(
            "Snapshots that no image uses and that EC2 created for an image that is gone. Keep (default):"
                + " they are shown. Delete: those with the tags of select.tags are deleted as images"
                + " are retired, retire.deregister after the policy found them.")
        OrphanedSnapshotAction orphanedSnapshots,
    @JsonPropertyDescription("The maximum number of images retired in any 24 hours.") Limits limits,
    @JsonPropertyDescription(
            "Plan (default): decide and report, write nothing to EC2. Approved: retire images that"
                + " are due and in approvedPlan. Enforce: retire images that are due.")
        Mode mode,
    @JsonPropertyDescription(
            "Mode Approved: the status.plan.hash of the plan that is approved. Its images walk to"
                + " their last step on their days, as long as no rule keeps them; other images wait."
                + " Absent: every image waits.")
        @Pattern(Api.PLAN_HASH) @Size(max = 71) String approvedPlan,
    @JsonPropertyDescription(
            "How long an approval is valid, from when the operator first saw approvedPlan: minutes,"
                + " hours or days. Default: 30d.")
        @Pattern(Api.DURATION) @Size(max = 6) String approvalValidFor,
    @JsonPropertyDescription(
            "What a month of snapshots costs, for status.plan.monthlyPrice. Absent: no price is shown.")
        SnapshotPricesSpec snapshotPrices,
    @JsonPropertyDescription(
            "How often the policy is evaluated: minutes, hours or days, such as 6h. Default: 6h; at"
                + " least 10m.")
        @Pattern(Api.DURATION) @Size(max = 6) String interval,
    @JsonPropertyDescription(
            "true: the operator writes nothing to EC2 for this object. Default: false.")
        Boolean suspend) {

  /** Whether a policy acts. */
  public enum Mode {
    @JsonProperty("Plan")
    PLAN,
    @JsonProperty("Approved")
    APPROVED,
    @JsonProperty("Enforce")
    ENFORCE
  }

  /** Whether {@code keep.newest} counts each architecture by itself. */
  public enum Architectures {
    @JsonProperty("Separate")
    SEPARATE,
    @JsonProperty("Together")
    TOGETHER
  }

  /** Images that a policy applies to: all given criteria match. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RecordBuilder
  @ValidationRule(
      value =
          "!has(self.includeManagedBy)"
              + " || self.includeManagedBy.all(s, self.includeManagedBy.exists_one(t, t == s))",
      message = "select.includeManagedBy: list each service only once")
  @ValidationRule(
      value =
          "(has(self.tags) && self.tags.size() > 0) || (has(self.names) && self.names.size() > 0)"
              + " || (has(self.matchLabels) && self.matchLabels.size() > 0)",
      message =
          "select: give tags or names (or both), or matchLabels for target Resources: a policy that"
              + " selects everything is refused")
  @ValidationRule(
      value = "!has(self.names) || self.names.all(n, n.matches('[^*?]'))",
      message =
          "select.names: each pattern needs a character other than * and ?: a policy that selects"
              + " every image of the account is refused")
  public record Select(
      @JsonPropertyDescription(
              "Tags that an image must have, all of them; * as the value matches any value.")
          @Size(max = 20) Map<String, @Size(max = 256) String> tags,
      @JsonPropertyDescription(
              "Name patterns, of which at least one must match; * matches any characters, ? a single"
                  + " character.")
          @Size(max = 20) List<@Size(min = 1, max = 128) String> names,
      @JsonPropertyDescription(
              "Any (default): whoever created the images. Operator: those with the operator's"
                  + " ownership tags, of any cluster. Foreign: those without. The AwsAccount's"
                  + " allow.retention says which images of others a policy may cover.")
          Management management,
      @JsonPropertyDescription(
              "AWS services whose images the policy retires, too: DataLifecycleManager, Backup,"
                  + " ImageBuilder, Marketplace (images with a product code). Without an entry, the"
                  + " images of a service are kept, as it retires them itself.")
          @Size(max = 4) List<ManagingService> includeManagedBy,
      @JsonPropertyDescription(
              "For target Resources: labels that an object must have, all of them, with these values.")
          @Size(max = 20) Map<String, @Size(max = 63) String> matchLabels,
      @JsonPropertyDescription("For target Resources: the kinds that are deleted. Default: both.")
          @Size(min = 1, max = 2) List<ResourceKind> kinds) {}

  /** Who created the images that a policy applies to. */
  public enum Management {
    @JsonProperty("Any")
    ANY,
    @JsonProperty("Operator")
    OPERATOR,
    @JsonProperty("Foreign")
    FOREIGN
  }

  /** Retirement of images or objects that no rule keeps. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RecordBuilder
  @ValidationRule(value = TargetRules.DEPRECATED_FIRST, message = TargetRules.DEPRECATED_LATE)
  @ValidationRule(
      value = TargetRules.DEPRECATED_BEFORE_DISABLED,
      message = TargetRules.DEPRECATED_AFTER_DISABLED)
  @ValidationRule(value = TargetRules.DISABLED_FIRST, message = TargetRules.DISABLED_LATE)
  @ValidationRule(
      value = TargetRules.DELETE_AFTER_THREE_DAYS,
      message = TargetRules.DELETED_EARLIER)
  @ValidationRule(
      value = TargetRules.DEREGISTERED_AFTER_THREE_DAYS,
      message = TargetRules.DEREGISTERED_EARLIER)
  public record Retire(
      @JsonPropertyDescription(
              "How long after the image is no longer kept it is deprecated in EC2, such as 0d; undone"
                  + " when it is kept again. Absent: not deprecated.")
          @Pattern("^(0|[1-9][0-9]{0,4})[hd]$") @Size(max = 6) String deprecate,
      @JsonPropertyDescription(
              "How long after the image is no longer kept it is disabled in EC2, and shared with no"
                  + " account; undone, with its permissions, when it is kept again. Absent: not.")
          @Pattern("^(0|[1-9][0-9]{0,4})[hd]$") @Size(max = 6) String disable,
      @JsonPropertyDescription(
              "How long after the image is no longer kept it is deregistered and the snapshots"
                  + " created with it are deleted; at least 3d. Absent: not deregistered.")
          @Pattern("^[1-9][0-9]{0,4}[hd]$") @Size(max = 6) String deregister,
      @JsonPropertyDescription(
              "For target Resources: how long after the object is no longer kept it is deleted; at"
                  + " least 3d. Its own deletionPolicy says what happens to its images.")
          @Pattern("^[1-9][0-9]{0,4}[hd]$") @Size(max = 6) String delete) {}

  /** Limits on retired images or objects in any 24 hours. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RecordBuilder
  public record Limits(
      @JsonPropertyDescription("The maximum number of images retired in any 24 hours. Default: 10.")
          @Min(1) @Max(1000) Integer maxImages,
      @JsonPropertyDescription(
              "The maximum percentage of the selected images or objects retired in any 24 hours."
                  + " Default: 20; a single one is always allowed.")
          @Min(1) @Max(100) Integer maxPercent,
      @JsonPropertyDescription(
              "For target Resources: the maximum number of objects deleted in any 24 hours. Default:"
                  + " 10.")
          @Min(1) @Max(1000) Integer maxObjects,
      @JsonPropertyDescription(
              "The maximum number of orphaned snapshots deleted in any 24 hours. Default: 10.")
          @Min(1) @Max(1000) Integer maxSnapshots) {}
}
