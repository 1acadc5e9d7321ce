package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** All launch permissions of an image besides its owner's (ModifyImageAttribute). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.includeSnapshots) || !self.includeSnapshots ||"
            + " (has(self.accountIds) && self.accountIds.size() > 0) || (has(self.public) &&"
            + " self.public)",
    message =
        "launchPermissions.includeSnapshots: EC2 shares snapshots with accounts, or with everyone;"
            + " list accountIds, or set public: true")
public record LaunchPermissionsSpec(
    @JsonProperty("public")
        @JsonPropertyDescription(
            "true: every AWS account may launch it; needs allow.publicSharing in the AwsAccount. Not for"
                + " encrypted images, nor where the account blocks public access."
                + " Default: false.")
        Boolean isPublic,
    @JsonPropertyDescription(
            "AWS account ids (12 digits) that may launch it; each needs to be in allow.shareWith"
                + " of the AwsAccount. Up to 1000.")
        @Size(max = 1000) List<@Pattern(Api.ACCOUNT_ID) @Size(max = 12) String> accountIds,
    @JsonPropertyDescription(
            "Organizations whose accounts may launch it, by ARN"
                + " (arn:aws:organizations::…:organization/o-…); each needs to be in"
                + " allow.shareWith. Up to 100.")
        @Size(max = 100) List<@Pattern(Api.ORGANIZATION) @Size(max = 128) String> organizationArns,
    @JsonPropertyDescription(
            "Organizational units whose accounts may launch it, by ARN"
                + " (arn:aws:organizations::…:ou/o-…/ou-…); each needs to be in allow.shareWith. Up"
                + " to 100.")
        @Size(max = 100) List<@Pattern(Api.ORGANIZATIONAL_UNIT) @Size(max = 192) String> organizationalUnitArns,
    @JsonPropertyDescription(
            "true: the accountIds may also copy the snapshots created with the image, and so the"
                + " image; with public: true everyone may, where the account does not block public"
                + " access to snapshots. EC2 has no such permission for organizations. false: no"
                + " other account may. Absent: not managed.")
        Boolean includeSnapshots) {}
