package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;

/** Keep rules: an image is kept if any of them matches. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RecordBuilder
@ValidationRule(
    value = "has(self.newest) || has(self.youngerThan)",
    message = "keep: give newest or youngerThan (or both)")
@ValidationRule(
    value =
        "!has(self.launchedWithin) ||"
            + " int(self.launchedWithin.substring(0, self.launchedWithin.size() - 1)) >="
            + " (self.launchedWithin.endsWith('d') ? 2 : 48)",
    message = "keep.launchedWithin: at least 2d (or 48h): EC2 reports a launch up to a day late")
@ValidationRule(
    value = "!has(self.tags) || self.tags.all(k, k.size() > 0 && k.size() <= 128)",
    message = "keep.tags: a key has 1 to 128 characters")
public record KeepSpec(
    @JsonPropertyDescription(
            "The newest available images of each account, region and group, by creation date.")
        @Min(1) @Max(1000) Integer newest,
    @JsonPropertyDescription("Images younger than this, such as 30d.")
        @Pattern(Api.DURATION) @Size(max = 6) String youngerThan,
    @JsonPropertyDescription(
            "Images from which an instance was launched within this time, such as 60d; at least 2d,"
                + " as EC2 reports a launch up to a day late. Adds to newest or youngerThan.")
        @Pattern("^[1-9][0-9]{0,4}[hd]$") @Size(max = 6) String launchedWithin,
    @JsonPropertyDescription(
            "Images with any of these tags; * as the value matches any value. Whatever the policy"
                + " says, the tag amioperator.dev/keep keeps an image, too.")
        @Size(max = 20) Map<String, @Size(max = 256) String> tags) {}
