package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Search for an image (DescribeImages): the newest match is taken. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.name) || has(self.filters)",
    message = "lookup: set name or filters; the newest of all images of an owner is arbitrary")
@ValidationRule(
    value = "!has(self.name) || !self.name.matches('^[*?]+$')",
    message = "lookup.name: a name of wildcards only matches every image")
@ValidationRule(
    value =
        "!has(self.filters) || self.filters.all(f, !(f.name in ['name', 'architecture', 'state',"
            + " 'image-id', 'owner-id', 'owner-alias']) && !f.name.startsWith('tag:amioperator.dev/') &&"
            + " self.filters.exists_one(o, o.name == f.name))",
    message =
        "lookup.filters: list each filter only once; name, architecture and owners are fields of"
            + " lookup, the state is always available, for an image-id use imageId, and tags amioperator.dev/"
            + " are reserved")
public record ImageLookup(
    @JsonPropertyDescription(
            "Whose images: account ids, self, amazon, aws-marketplace or aws-backup-vault. Required,"
                + " because anyone can publish an image under any name.")
        @Required
        @Size(min = 1, max = 10) List<
                @Pattern("^([0-9]{12}|self|amazon|aws-marketplace|aws-backup-vault)$") @Size(max = 16) String>
            owners,
    @JsonPropertyDescription(
            "The image's name; * matches any characters, ? at most one. Case-sensitive.")
        @Pattern("^[A-Za-z0-9()\\[\\] ./\\-'@_*?]+$") @Size(min = 1, max = 128) String name,
    @JsonPropertyDescription("The processor architecture.") ImageSource.Architecture architecture,
    @JsonPropertyDescription(
            "Further filters of DescribeImages, up to 10; an image must match all of them.")
        @Size(max = 10) List<Filter> filters) {

  /** Filter of DescribeImages. */
  public record Filter(
      @JsonPropertyDescription("EC2's name of the filter, such as tag:family or root-device-type.")
          @Required
          @Size(min = 1, max = 132) String name,
      @JsonPropertyDescription(
              "The values, up to 19, of which at least one must match; * and ? are wildcards. EC2"
                  + " takes 200 values in a search, those of name and architecture included.")
          @Required
          @Size(min = 1, max = 19) List<@Size(max = 255) String> values) {}
}
