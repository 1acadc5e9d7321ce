package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/**
 * What objects may reach in an AWS account besides what objects of their own namespace created.
 * Narrowing it never blocks a cleanup. In lists, {@code *} allows any value.
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AllowSpec(
    @JsonPropertyDescription("Whether images may be made public. Default: false.")
        Boolean publicSharing,
    @JsonPropertyDescription(
            "The AWS account ids, and the ARNs of organizations and organizational units, that"
                + " images may be shared with; the ids also for copies that AmiCopies make in other"
                + " accounts. Default: none.")
        @Size(max = 1000) List<@Pattern(Api.SHARED_WITH) @Size(max = 192) String> shareWith,
    @JsonPropertyDescription(
            "The instances that may be imaged by source.instance. An image of an instance contains"
                + " everything on its volumes. Default: none.")
        AllowedResources instances,
    @JsonPropertyDescription(
            "The snapshots that may be a source, be in a block device mapping or be taken over, besides"
                + " those of the namespace's own objects. Default: none.")
        AllowedResources snapshots,
    @JsonPropertyDescription(
            "The private images that may be a source, a base or be copied, besides those of the"
                + " namespace's own objects. Public images need no permission. Default: none.")
        AllowedResources images,
    @JsonPropertyDescription(
            "The images that the operator did not create and that may be adopted, and so be changed"
                + " and deleted. Default: none.")
        AllowedResources adopt,
    @JsonPropertyDescription(
            "The images that AmiRetentionPolicies may retire besides those that objects of their own"
                + " namespace created. Default: none.")
        @Size(max = 100) List<AllowedRetention> retention,
    @JsonPropertyDescription(
            "The subnets of build instances, by id; default stands for a build without subnetId, which"
                + " EC2 puts into the default VPC; * for any. Default: none, so no builds.")
        @Size(max = 200) List<@Pattern("^(subnet-[0-9a-f]{8}([0-9a-f]{9})?|default|[*])$") @Size(max = 32) String>
            subnets,
    @JsonPropertyDescription(
            "The security groups of build instances, by id; default stands for a build without"
                + " securityGroupIds, which gets its VPC's default group; * for any. Default: none, so"
                + " no builds.")
        @Size(max = 200) List<@Pattern("^(sg-[0-9a-f]{8}([0-9a-f]{9})?|default|[*])$") @Size(max = 32) String>
            securityGroups,
    @JsonPropertyDescription(
            "The names of the instance profiles that build instances may have. Default: none.")
        @Size(max = 100) List<@Pattern("^[A-Za-z0-9+=,.@_-]{1,128}$") @Size(max = 128) String> instanceProfiles,
    @JsonPropertyDescription(
            "The launch templates that Windows fast launch may use, by the id or the name that"
                + " spec.fastLaunch gives: a template carries a subnet, security groups and an instance"
                + " profile. Without a template, fast launch needs default in subnets and in"
                + " securityGroups. * for any. Default: none.")
        @Size(max = 100) List<
                @Pattern("^(lt-[0-9a-f]{8}([0-9a-f]{9})?|[A-Za-z0-9().\\-/_]{3,128}|[*])$") @Size(max = 128) String>
            launchTemplates,
    @JsonPropertyDescription(
            "The KMS keys that images may be encrypted with, and that an account of shareWith gets a grant"
                + " on while it copies an image, by the ARN of the key; an alias is resolved before it is"
                + " compared. The account's default key needs no permission. * for any. Default: none.")
        @Size(max = 200) List<@Pattern(Api.KMS_KEY_ARN) @Size(max = 256) String> kmsKeys,
    @JsonPropertyDescription(
            "The SSM parameters that objects may read, by the beginning of their path in whole segments:"
                + " /images/web allows /images/web and /images/web/stable. AWS's public parameters"
                + " below /aws/service need no permission. * for any. Default: none.")
        @Size(max = 200) List<@Pattern("^(/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*|[*])$") @Size(max = 1011) String>
            ssmPrefixes,
    @JsonPropertyDescription(
            "The S3 buckets that images may be restored or registered from. * for any. Default: none.")
        @Size(max = 200) List<@Pattern("^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|[*])$") @Size(max = 63) String> buckets,
    @JsonPropertyDescription(
            "The beginnings of names that images may have, besides the namespace's own"
                + " <namespace>/…: consumers that look images up by name would otherwise find those of"
                + " another tenant. * for any. Default: none.")
        @Size(max = 200) List<@Pattern("^([A-Za-z0-9()\\[\\] ./\\-'@_]{1,128}|[*])$") @Size(max = 128) String>
            imageNames) {

  /** Allows nothing besides what objects of a namespace created. */
  public static final AllowSpec NOTHING = AllowSpecBuilder.builder().build();

  /** Images that the AmiRetentionPolicies of some namespaces may retire, whoever created them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "(has(self.tags) && self.tags.size() > 0) != (has(self.any) && self.any)",
      message =
          "retention: give either tags, or any: true, which is every image that the account owns")
  public record AllowedRetention(
      @JsonPropertyDescription("The namespaces whose AmiRetentionPolicies may retire the images.")
          @Required
          @Size(min = 1, max = 100) List<@Pattern(Api.NAMESPACE) @Size(max = 63) String> namespaces,
      @JsonPropertyDescription(
              "Tags that an image must have, all of them; * as the value matches any value.")
          @Size(max = 20) Map<String, @Size(max = 256) String> tags,
      @JsonPropertyDescription(
              "true: every image that the account owns, in place of tags. Default: false.")
          Boolean any) {}
}
