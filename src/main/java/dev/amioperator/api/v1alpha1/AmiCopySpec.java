package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/** Desired state of an {@link AmiCopy}. Absent optional fields are null. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Api.TAG_RULE, message = Api.TAG_MESSAGE)
@ValidationRule(
    value =
        "self.destinations.all(d, !has(d.region) || self.destinations.exists_one(e, has(e.region) &&"
            + " e.region == d.region && has(e.accountRef) == has(d.accountRef) &&"
            + " (!has(e.accountRef) || e.accountRef == d.accountRef)))",
    message = "destinations: list each region of an account only once")
@ValidationRule(
    value =
        "self.destinations.all(d, !has(d.allRegions) || self.destinations.exists_one(e,"
            + " has(e.allRegions) && has(e.accountRef) == has(d.accountRef) &&"
            + " (!has(e.accountRef) || e.accountRef == d.accountRef)))",
    message = "destinations: list allRegions of an account only once")
@ValidationRule(
    value =
        "has(self.imageName) == has(oldSelf.imageName) &&"
            + " (!has(self.imageName) || self.imageName == oldSelf.imageName)",
    message = "imageName is immutable: EC2 cannot rename an image; create a new AmiCopy")
public record AmiCopySpec(
    @JsonPropertyDescription(
            "The image to copy. For another source, new copies are made first; the old ones are"
                + " tagged as superseded, and are deleted with this object or by a retention policy.")
        @Required
        CopySource source,
    @JsonPropertyDescription(
            "The copies' name in EC2, followed by - and 8 digits that tell the source apart."
                + " Default: the source's name. Immutable.")
        @Pattern("^[A-Za-z0-9()\\[\\] ./\\-'@_]{3,119}$") @Size(min = 3, max = 119) String imageName,
    @JsonPropertyDescription("The copies' description in EC2, in ASCII. Absent: not managed.")
        @Pattern(Api.DESCRIPTION) @Size(max = 255) String description,
    @JsonPropertyDescription(
            "true: the copies get the source's tags, except reserved ones and ec2:SharedTag/…, which"
                + " every account that can use a copy sees: name those in tags. Default: false.")
        Boolean copySourceTags,
    @JsonPropertyDescription(
            "Tag keys of the source that its copies do not get, with copySourceTags; * stands for any"
                + " characters, as in \"build-*\".")
        @Size(max = 50) List<@Size(min = 1, max = 128) String> excludeSourceTags,
    @JsonPropertyDescription(
            "Tags on the copies and their snapshots, up to 40; they override the source's. A key that"
                + " begins with ec2:SharedTag/ is set on the copies only, and every account that can"
                + " use a copy sees it.")
        @Size(max = Api.MAX_TAGS) Map<String, @Size(max = 256) String> tags,
    @JsonPropertyDescription(
            "How the copies are encrypted. Absent: as EC2 does by itself, with the account's default"
                + " key where the source or the account's encryption by default asks for it.")
        CopyEncryption encryption,
    @JsonPropertyDescription(
            "Who else may launch the copies. Absent: not managed. Present: authoritative, all other"
                + " launch permissions are removed.")
        LaunchPermissionsSpec launchPermissions,
    @JsonPropertyDescription(
            "When EC2 deprecates the copies. Absent: not managed. {}: not deprecated.")
        DeprecationSpec deprecation,
    @JsonPropertyDescription("Whether EC2 refuses to deregister the copies. Absent: not managed.")
        DeregistrationProtectionSpec deregistrationProtection,
    @JsonPropertyDescription(
            "Where to copy to, up to 50 entries: a region, or all regions, of an account.")
        @Required
        @Size(min = 1, max = 50) List<CopyDestination> destinations,
    @JsonPropertyDescription(
            "What happens in EC2 when this object is deleted, or a destination removed. Delete:"
                + " deregister the copies and delete their snapshots. RetainSnapshots: deregister"
                + " only. Retain: keep both, without ownership tags. Release: keep both with all"
                + " tags; the object is gone as soon as no account has a permission that it gave,"
                + " an AmiRetentionPolicy may then retire the copies, and the same object applied"
                + " again adopts them. Default: Delete.")
        DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            "References (default): deletion waits while an instance, launch template or other"
                + " consumer in the account still uses a copy. None: do not check.")
        DeletionGuard deletionGuard,
    @JsonPropertyDescription(
            "true: the operator writes nothing to EC2 for this object, cleanup included. Default:"
                + " false.")
        Boolean suspend) {

  /** The image to copy: an {@link AmiImage} of the namespace, or any image by id. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "has(self.imageRef) ? !has(self.imageId) && !has(self.region) && !has(self.accountRef)"
              + " : has(self.imageId) && has(self.region)",
      message =
          "source: set either imageRef alone, or imageId and region (and accountRef when it is"
              + " not `default`)")
  public record CopySource(
      @JsonPropertyDescription("An AmiImage in this namespace.")
          @Pattern(Api.OBJECT_NAME) @Size(max = 63) String imageRef,
      @JsonPropertyDescription("The AwsAccount that copies, with imageId. Default: `default`.")
          @Pattern(Api.OBJECT_NAME) @Size(max = 63) String accountRef,
      @JsonPropertyDescription("The region of imageId.") @Pattern(Api.REGION) @Size(max = 32) String region,
      @JsonPropertyDescription("The image, such as ami-0123456789abcdef0.")
          @Pattern(Api.IMAGE_ID) @Size(max = 32) String imageId) {}
}
