package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/** Permissions on a source image that an {@link AmiCopy} gives an account while it copies. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CopyGrant(
    @JsonPropertyDescription("The AWS account that copies the image.") @Required @Size(max = 12) String accountId,
    @JsonPropertyDescription("The AmiImage whose image it is.") @Required @Size(max = 63) String imageRef,
    @JsonPropertyDescription("The AwsAccount whose credentials give and revoke the permissions.")
        @Required
        @Size(max = 63) String sourceAccount,
    @JsonPropertyDescription("The AWS account that owns the image.") @Required @Size(max = 12) String sourceAccountId,
    @JsonPropertyDescription("The region of the image.") @Required @Size(max = 32) String region,
    @JsonPropertyDescription("The image.") @Required @Size(max = 32) String imageId,
    @JsonPropertyDescription("true: the account gets a launch permission on the image.")
        Boolean launchPermission,
    @JsonPropertyDescription("The snapshots that the account gets a createVolumePermission on.")
        @Size(max = 100) List<@Size(max = 32) String> snapshotIds,
    @JsonPropertyDescription("The ARNs of the KMS keys that the account gets a grant on.")
        @Size(max = 100) List<@Size(max = 256) String> kmsKeyArns) {}
