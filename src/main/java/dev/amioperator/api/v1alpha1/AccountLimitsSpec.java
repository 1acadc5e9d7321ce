package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Limits on what all objects together do in an AWS account. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountLimitsSpec(
    @JsonPropertyDescription(
            "How many images and orphaned snapshots all AmiRetentionPolicies together retire in any 24"
                + " hours, in all regions of the account. 0: none, which stops every retirement. Default: 100. Of several"
                + " AwsAccounts of an account, the lowest counts.")
        @Min(0) @Max(1000) Integer retiredImages) {}
