package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/** Region of an AWS account that an {@link AmiCopy} copies its image to, or all of its regions. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.region) != has(self.allRegions)",
    message = "destinations: set exactly one of region and allRegions")
@ValidationRule(value = Api.TAG_RULE, message = Api.TAG_MESSAGE)
@ValidationRule(
    value =
        "!has(self.completeWithin) || (self.completeWithin.endsWith('d') ?"
            + " self.completeWithin in ['1d', '2d'] :"
            + " duration(self.completeWithin) >= duration('15m') &&"
            + " duration(self.completeWithin) <= duration('48h') &&"
            + " duration(self.completeWithin).getMinutes() % 15 == 0)",
    message = "completeWithin: from 15m to 48h, in steps of 15 minutes")
public record CopyDestination(
    @JsonPropertyDescription(
            "The AwsAccount that the copy is made in, with its credentials. Default: the source's.")
        @Pattern(Api.OBJECT_NAME) @Size(max = 63) String accountRef,
    @JsonPropertyDescription("The region of the copy, such as us-east-1.")
        @Pattern(Api.REGION) @Size(max = 32) String region,
    @JsonPropertyDescription(
            "Every region that is enabled in the account and listed by its AwsAccount, also those"
                + " enabled later; {} for all. Another entry for a region takes precedence.")
        AllRegions allRegions,
    @JsonPropertyDescription(
            "false: the copy is made when it can be, and Ready does not wait for it. Default: true;"
                + " for allRegions false.")
        Boolean required,
    @JsonPropertyDescription(
            "Time-based copy: EC2 completes it in this time and charges for it. From 15m to 48h, in"
                + " steps of 15 minutes. Absent: EC2 copies without a promise.")
        @Pattern(Api.DURATION) @Size(max = 6) String completeWithin,
    @JsonPropertyDescription("Overrides spec.encryption for this destination.")
        CopyEncryption encryption,
    @JsonPropertyDescription("Overrides spec.description for this destination.")
        @Pattern(Api.DESCRIPTION) @Size(max = 255) String description,
    @JsonPropertyDescription(
            "Tags on the copies of this destination, added to spec.tags, which they override.")
        @Size(max = Api.MAX_TAGS) Map<String, @Size(max = 256) String> tags,
    @JsonPropertyDescription("Overrides spec.launchPermissions for this destination.")
        LaunchPermissionsSpec launchPermissions,
    @JsonPropertyDescription("Overrides spec.deprecation for this destination.")
        DeprecationSpec deprecation,
    @JsonPropertyDescription("Overrides spec.deregistrationProtection for this destination.")
        DeregistrationProtectionSpec deregistrationProtection) {

  /** Every enabled region of an AWS account. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AllRegions(
      @JsonPropertyDescription("Regions that get no copy.") @Size(max = 64) List<@Pattern(Api.REGION) @Size(max = 32) String> except) {}
}
