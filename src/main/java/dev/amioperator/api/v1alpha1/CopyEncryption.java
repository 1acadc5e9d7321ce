package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How EC2 encrypts the snapshots of a copy (CopyImage, Encrypted and KmsKeyId). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "has(self.kmsKeyId) ? !has(self.encrypted) || self.encrypted : has(self.encrypted) && self.encrypted",
    message =
        "encryption: set kmsKeyId, or encrypted: true for the account's default key; a copy cannot be"
            + " decrypted")
public record CopyEncryption(
    @JsonPropertyDescription("true without kmsKeyId: encrypted with the account's default key.")
        Boolean encrypted,
    @JsonPropertyDescription(
            "The KMS key of the destination's account and region: its id, its ARN, or alias/name."
                + " allow.kmsKeys of its AwsAccount has to list it. A copy that is to be shared needs a"
                + " key of your own. A copy that exists keeps its key.")
        @Pattern(Api.KMS_KEY) @Size(max = 2048) String kmsKeyId) {}
