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
            "true: nobody can deregister the image, whoever they are. The operator lifts it by"
                + " itself when this object is deleted and nothing uses the image. false: it is"
                + " taken off where somebody put it on.")
        @Required
        Boolean enabled,
    @JsonPropertyDescription(
            "true: after the protection was lifted, EC2 goes on protecting the image for 24 hours,"
                + " and the deletion of this object waits for that. Default: false.")
        Boolean cooldown) {}
