package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** When an image is deprecated (EnableImageDeprecation); with no member set, never. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.after) || !has(self.at)",
    message = "deprecation: set one of after (an age) and at (a time), or neither to clear it")
@ValidationRule(
    value = "!has(self.at) || timestamp(self.at) > timestamp('2006-08-25T00:00:00Z')",
    message = "deprecation.at: not a valid date")
public record DeprecationSpec(
    @JsonPropertyDescription(
            "The age at which the image is deprecated, counted from its creation: an integer and m,"
                + " h or d, such as 180d. At most ten years; two (730d) for a public image.")
        @Pattern(Api.DURATION) @Size(max = 6) String after,
    @JsonPropertyDescription(
            "The time at which the image is deprecated, in UTC, such as 2027-06-01T00:00:00Z; EC2"
                + " rounds it to the minute. A time in the past means immediately.")
        @Pattern(Api.MOMENT) @Size(max = 20) String at) {}
