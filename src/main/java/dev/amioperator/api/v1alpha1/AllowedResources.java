package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** EC2 resources of an account that objects may use: those with some tags, or all. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "(has(self.tags) && self.tags.size() > 0) != (has(self.any) && self.any)",
    message = "give either tags, or any: true, which is every resource of the account")
public record AllowedResources(
    @JsonPropertyDescription(
            "Tags that a resource must have, all of them; * as the value matches any value.")
        @Size(max = 20) Map<String, @Size(max = 256) String> tags,
    @JsonPropertyDescription("true: every resource, in place of tags. Default: false.")
        Boolean any) {}
