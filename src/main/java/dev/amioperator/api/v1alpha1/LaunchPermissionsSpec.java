package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The whole set of those who may launch an image besides its owner (ModifyImageAttribute). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LaunchPermissionsSpec(
    @JsonProperty("public")
        @JsonPropertyDescription(
            "true: every AWS account may launch it; needs allow.publicSharing in the AwsAccount."
                + " Default: false.")
        Boolean isPublic,
    @JsonPropertyDescription(
            "AWS account ids (12 digits) that may launch it; each needs to be in allow.shareWith"
                + " of the AwsAccount.")
        @Size(max = 1000) List<@Pattern(Api.ACCOUNT_ID) @Size(max = 12) String> accountIds) {}
