package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Desired state of an {@link AmiImage}. Absent optional fields are null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.region == oldSelf.region",
    message =
        "region is immutable: an image belongs to one region; create an AmiCopy or a new AmiImage")
@ValidationRule(
    value =
        "(has(self.accountRef) ? self.accountRef : 'default') =="
            + " (has(oldSelf.accountRef) ? oldSelf.accountRef : 'default')",
    message = "accountRef is immutable: create a new AmiImage in the other account")
@ValidationRule(
    value =
        "has(self.imageName) == has(oldSelf.imageName) &&"
            + " (!has(self.imageName) || self.imageName == oldSelf.imageName)",
    message = "imageName is immutable: EC2 cannot rename an image; create a new AmiImage")
@ValidationRule(
    value =
        "self.source == oldSelf.source || (has(self.source.existing) &&"
            + " has(oldSelf.source.existing) && !has(self.source.existing.imageId) &&"
            + " has(self.source.existing.lookup) == has(oldSelf.source.existing.lookup) &&"
            + " (!has(self.source.existing.lookup) ||"
            + " self.source.existing.lookup == oldSelf.source.existing.lookup) &&"
            + " has(self.source.existing.ssmParameter) =="
            + " has(oldSelf.source.existing.ssmParameter) &&"
            + " (!has(self.source.existing.ssmParameter) ||"
            + " self.source.existing.ssmParameter == oldSelf.source.existing.ssmParameter))",
    message =
        "source is immutable, except existing.follow: another source is another image; create a"
            + " new AmiImage")
@ValidationRule(value = Api.TAG_RULE, message = Api.TAG_MESSAGE)
@ValidationRule(
    value = "!has(self.source.existing) || !has(self.imageName)",
    message = "imageName: an existing image keeps its name; leave imageName out")
@ValidationRule(
    value =
        "!has(self.source.existing) || (has(self.source.existing.management) &&"
            + " self.source.existing.management == 'Adopt') || (!has(self.tags) &&"
            + " !has(self.description) && !has(self.launchPermissions) &&"
            + " !has(self.deprecation) && !has(self.deregistrationProtection) &&"
            + " !has(self.disabled) && !has(self.imdsSupport) && !has(self.fastLaunch) &&"
            + " (!has(self.deletionPolicy) || self.deletionPolicy in ['Retain', 'Release']))",
    message =
        "source.existing is only observed: leave out tags, description, launchPermissions,"
            + " deprecation, deregistrationProtection, disabled, imdsSupport, fastLaunch and"
            + " deletionPolicy, or"
            + " set source.existing.management: Adopt")
@ValidationRule(
    value = "!has(self.disabled) || !self.disabled || has(self.launchPermissions)",
    message =
        "disabled: EC2 removes all launch permissions when an image is disabled and does not"
            + " restore them; set launchPermissions to those it needs once enabled again"
            + " (launchPermissions: {} for none)")
@ValidationRule(
    value =
        "!has(self.fastLaunch) || !self.fastLaunch.enabled || (!has(self.source.snapshot) &&"
            + " !has(self.source.instanceStore))",
    message =
        "fastLaunch: for Windows images only, and EC2 cannot register those from snapshots or"
            + " bundles")
@ValidationRule(
    value =
        "!has(self.fastLaunch) || !self.fastLaunch.enabled || !has(self.source.instance) ||"
            + " !self.source.instance.noReboot",
    message =
        "fastLaunch: EC2 needs an image of an instance that Sysprep prepared and shut down, so"
            + " source.instance.noReboot has to be false; remove fastLaunch, or create a new AmiImage")
@ValidationRule(
    value = "!has(oldSelf.imdsSupport) || has(self.imdsSupport)",
    message = "imdsSupport: EC2 cannot unset v2.0; keep the field, or create a new AmiImage")
@ValidationRule(
    value =
        "!has(self.deprecation) || !has(self.deprecation.after) ||"
            + " !has(self.launchPermissions) || !has(self.launchPermissions.public) ||"
            + " !self.launchPermissions.public || (self.deprecation.after.endsWith('d') ?"
            + " self.deprecation.after.size() <= 4 &&"
            + " int(self.deprecation.after.substring(0, self.deprecation.after.size() - 1)) <= 730"
            + " : self.deprecation.after.endsWith('m') ||"
            + " int(self.deprecation.after.substring(0, self.deprecation.after.size() - 1)) <="
            + " 17520)",
    message = "deprecation.after: EC2 accepts at most two years (730d) for a public image")
@ValidationRule(
    value =
        "!has(self.deprecation) || has(self.deprecation.after) || has(self.deprecation.at) ||"
            + " !has(self.launchPermissions) || !has(self.launchPermissions.public) ||"
            + " !self.launchPermissions.public",
    message = "deprecation: EC2 deprecates every public image; set after or at")
@ValidationRule(
    value =
        "!has(self.deprecation) || !has(self.deprecation.after) ||"
            + " !(self.deprecation.after.endsWith('d')) ||"
            + " int(self.deprecation.after.substring(0, self.deprecation.after.size() - 1)) <= 3650",
    message = "deprecation.after: EC2 accepts at most ten years (3650d)")
public record AmiImageSpec(
    @JsonPropertyDescription(
            "The AwsAccount that the image belongs to. Default: `default`. Immutable.")
        @Pattern(Api.OBJECT_NAME) @Size(max = 63) String accountRef,
    @JsonPropertyDescription("The region of the image, such as eu-west-1. Immutable.")
        @Required
        @Pattern(Api.REGION) @Size(max = 32) String region,
    @JsonPropertyDescription(
            "The image's name in EC2, unique per account and region, 3 to 128 characters of"
                + " letters, digits and ()[] ./-'@_. Default: <namespace>/<name>. Immutable: EC2"
                + " cannot rename an image.")
        @Pattern(Api.IMAGE_NAME) @Size(min = 3, max = 128) String imageName,
    @JsonPropertyDescription(
            "The image's description in EC2, up to 255 characters of ASCII. Absent: not managed. Can"
                + " be changed at any time.")
        @Pattern(Api.DESCRIPTION) @Size(max = 255) String description,
    @JsonPropertyDescription(
            "Where the image comes from: exactly one of instance, snapshot, existing, build,"
                + " objectStorage, instanceStore. Immutable, except existing.follow.")
        @Required
        ImageSource source,
    @JsonPropertyDescription(
            "Tags on the image and on the snapshots created with it, up to 40. Keys set outside"
                + " the operator stay; a key removed here is removed in EC2. A key that begins with"
                + " ec2:SharedTag/ is set on the image only, and every account that can use the"
                + " image sees it.")
        @Size(max = Api.MAX_TAGS) Map<String, @Size(max = 256) String> tags,
    @JsonPropertyDescription(
            "Who else may launch the image. Absent: not managed. Present: authoritative, all other"
                + " launch permissions are removed.")
        LaunchPermissionsSpec launchPermissions,
    @JsonPropertyDescription(
            "When the image is deprecated: other accounts no longer see it in listings, but can"
                + " still launch it. {}: its deprecation is cancelled. Absent: not managed. Can be"
                + " changed at any time.")
        DeprecationSpec deprecation,
    @JsonPropertyDescription(
            "Whether EC2 refuses to deregister the image. Absent: not managed; a protection set"
                + " outside the operator then blocks the deletion of this object.")
        DeregistrationProtectionSpec deregistrationProtection,
    @JsonPropertyDescription(
            "true: the image is disabled: no account can launch it, not even its owner, and EC2"
                + " removes its launch permissions; launchPermissions must therefore be set, for"
                + " when it is enabled again. false: the image is enabled if it was disabled"
                + " outside the operator. Absent: not managed.")
        Boolean disabled,
    @JsonPropertyDescription(
            "v2.0: instances of the image accept only IMDSv2 metadata requests by default. EC2"
                + " cannot unset it, so it cannot be removed here. Absent: not managed.")
        ImdsSupport imdsSupport,
    @JsonPropertyDescription(
            "Windows fast launch: whether EC2 keeps prepared snapshots of the image, so that"
                + " instances start sooner. For Windows images only. Absent: not managed.")
        FastLaunchSpec fastLaunch,
    @JsonPropertyDescription(
            "What happens in EC2 when this object is deleted. Delete: deregister the image and"
                + " delete the snapshots created with it. RetainSnapshots: deregister only. Retain:"
                + " keep both, without ownership tags. Release: keep both with all tags; the object"
                + " is gone at once, an AmiRetentionPolicy may then retire the image, and the same"
                + " object applied again adopts it. Default: Delete; for an existing image:"
                + " Retain.")
        DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            "References (default): deletion waits while an instance, launch template or other"
                + " consumer in the account still uses the image. None: do not check.")
        DeletionGuard deletionGuard,
    @JsonPropertyDescription(
            "true: the operator writes nothing to EC2 for this object, cleanup included. Default:"
                + " false.")
        Boolean suspend) {

  /** Value of ImdsSupport (ModifyImageAttribute). */
  public enum ImdsSupport {
    @JsonProperty("v2.0")
    V2
  }
}
