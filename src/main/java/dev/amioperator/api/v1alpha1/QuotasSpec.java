package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Quotas of an AWS account that AmiCopies keep to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QuotasSpec(
    @JsonPropertyDescription(
            "How many images may be copied into a region of this account at a time. Default: 300,"
                + " EC2's quota. Where EC2 refuses earlier, fewer are copied. Of several AwsAccounts"
                + " of an account, the lowest counts.")
        @Min(1) @Max(10_000) Integer concurrentImageCopies) {}
