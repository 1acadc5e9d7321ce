package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** Whether EC2 refuses to deregister an image (EnableImageDeregistrationProtection). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.enabled || !has(self.cooldown) || !self.cooldown",
    message = "deregistrationProtection: cooldown needs enabled: true")
public record DeregistrationProtectionSpec(
    @JsonPropertyDescription(
            "true: EC2 refuses to deregister the image, whoever asks. The operator disables the"
                + " protection when this object is deleted and nothing uses the image. false: the"
                + " protection is disabled if it was enabled outside the operator.")
        @Required
        Boolean enabled,
    @JsonPropertyDescription(
            "true: EC2 keeps the protection for 24 hours after it is disabled, and the deletion of"
                + " this object waits for that. Default: false.")
        Boolean cooldown) {}
