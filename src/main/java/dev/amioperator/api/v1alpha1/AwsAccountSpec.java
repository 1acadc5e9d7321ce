package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Regions of an AWS account, and dangerous actions allowed in it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AwsAccountSpec(
    @JsonPropertyDescription(
            "The regions that objects may use. Absent: all that the credentials can reach.")
        @Size(min = 1, max = 64) List<@Pattern(Api.REGION) @Size(max = 32) String> regions,
    @JsonPropertyDescription("Dangerous actions, denied unless allowed here.") Allow allow) {

  /** Actions on EC2 denied unless listed here. Narrowing the list never blocks a cleanup. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Allow(
      @JsonPropertyDescription("Whether images may be made public. Default: false.")
          Boolean publicSharing,
      @JsonPropertyDescription(
              "The AWS account ids, and the ARNs of organizations and organizational units, that"
                  + " images may be shared with. Default: none.")
          @Size(max = 1000) List<@Pattern(Api.SHARED_WITH) @Size(max = 192) String> shareWith,
      @JsonPropertyDescription(
              "Whether images that the operator did not create may be adopted. Default: false.")
          Boolean adopt,
      @JsonPropertyDescription(
              "The images that AmiRetentionPolicies may retire besides those that objects of their"
                  + " own namespace created. Default: none.")
          @Size(max = 100) List<AllowedRetention> retention,
      @JsonPropertyDescription(
              "The names of the instance profiles that build instances may have. Default: none.")
          @Size(max = 100) List<@Pattern("^[A-Za-z0-9+=,.@_-]{1,128}$") @Size(max = 128) String> instanceProfiles) {

    /** Allows no dangerous action on EC2. */
    public static final Allow NOTHING = new Allow(null, null, null, null, null);
  }

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
