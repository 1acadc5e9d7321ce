package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Locale;

/** Source of an image: exactly one of the members is set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.instance) ? 1 : 0) + (has(self.snapshot) ? 1 : 0) +"
            + " (has(self.existing) ? 1 : 0) + (has(self.build) ? 1 : 0) +"
            + " (has(self.objectStorage) ? 1 : 0) + (has(self.instanceStore) ? 1 : 0) == 1",
    message =
        "source: set exactly one of instance, snapshot, existing, build, objectStorage,"
            + " instanceStore")
public record ImageSource(
    @JsonPropertyDescription("An image created from an EC2 instance (CreateImage).")
        Instance instance,
    @JsonPropertyDescription(
            "An image registered from a snapshot of a root volume, and more devices"
                + " (RegisterImage). The snapshots stay yours, unchanged, unless takeOwnership is set.")
        SnapshotSource snapshot,
    @JsonPropertyDescription(
            "An image that already exists: given by its id, by an SSM parameter, or by a lookup.")
        Existing existing,
    @JsonPropertyDescription(
            "An image of an instance launched for the build from a base image, which customises itself"
                + " and is terminated (RunInstances, CreateImage, TerminateInstances). Needs the"
                + " chart's builds.enabled: true and config/iam/build.json.")
        BuildSource build,
    @JsonPropertyDescription(
            "An image that was stored in S3 (CreateStoreImageTask), restored with new snapshots"
                + " (CreateRestoreImageTask).")
        ObjectStorage objectStorage,
    @JsonPropertyDescription(
            "An instance store-backed image, registered from its bundle in S3 (RegisterImage).")
        InstanceStore instanceStore) {

  /** Image stored in S3, restored by CreateRestoreImageTask. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ObjectStorage(
      @JsonPropertyDescription("The bucket, in the region of the image.")
          @Required
          @Pattern(Api.BUCKET) @Size(min = 3, max = 63) String bucket,
      @JsonPropertyDescription(
              "The object key: the id of the stored image followed by .bin, such as"
                  + " ami-0123456789abcdef0.bin.")
          @Required
          @Size(min = 1, max = 1024) String key) {}

  /** Instance store-backed image, registered by the location of its manifest. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record InstanceStore(
      @JsonPropertyDescription(
              "The manifest that ec2-upload-bundle wrote: <bucket>/<path>.manifest.xml. The bucket is"
                  + " in the region of the image.")
          @Required
          @Pattern("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.*[.]manifest[.]xml$") @Size(max = 1088) String manifest,
      @JsonPropertyDescription("The processor architecture of the bundle.") @Required
          Architecture architecture,
      @JsonPropertyDescription("Default: hvm.")
          SnapshotSource.VirtualizationType virtualizationType) {}

  /** CreateImage of an instance. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(value = BlockDeviceMapping.UNIQUE, message = BlockDeviceMapping.UNIQUE_MESSAGE)
  @ValidationRule(
      value =
          "!has(self.blockDeviceMappings) || self.blockDeviceMappings.all(d, !has(d.ebs) ||"
              + " !has(d.ebs.encrypted))",
      message =
          "blockDeviceMappings: CreateImage cannot encrypt; use this image as the base of a source.build")
  @ValidationRule(
      value =
          "!has(self.blockDeviceMappings) || self.blockDeviceMappings.all(d, !has(d.ebs) ||"
              + " has(d.ebs.volumeSize) || has(d.ebs.snapshotId) || (!has(d.ebs.volumeType) &&"
              + " !has(d.ebs.iops) && !has(d.ebs.throughput)))",
      message =
          "blockDeviceMappings: an added device needs ebs.volumeSize or ebs.snapshotId; of a device"
              + " that the instance has, CreateImage changes only deleteOnTermination")
  public record Instance(
      @JsonPropertyDescription("The instance, such as i-0123456789abcdef0.")
          @Required
          @Pattern(Api.INSTANCE_ID) @Size(max = 32) String instanceId,
      @JsonPropertyDescription(
              "false: EC2 shuts the instance down, creates the image and starts it again, for a"
                  + " consistent file system. true: the instance keeps running. There is no default,"
                  + " because EC2's default reboots the instance.")
          @Required
          Boolean noReboot,
      @JsonPropertyDescription(
              "Devices of the image that differ from the instance's: omitted (noDevice), added, or of"
                  + " another deleteOnTermination. CreateImage cannot change the size, type, iops or"
                  + " throughput of a volume that the instance has. Devices not listed here are as on"
                  + " the instance.")
          @Size(max = BlockDeviceMapping.MAX) List<BlockDeviceMapping> blockDeviceMappings) {}

  /** Existing image, created outside the operator. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "(has(self.imageId) ? 1 : 0) + (has(self.lookup) ? 1 : 0) +"
              + " (has(self.ssmParameter) ? 1 : 0) == 1",
      message = "source.existing: set exactly one of imageId, lookup, ssmParameter")
  @ValidationRule(
      value = "!has(self.follow) || !has(self.imageId)",
      message =
          "source.existing.follow: an image given by imageId has no successor; use lookup or"
              + " ssmParameter")
  @ValidationRule(
      value = "!has(self.management) || self.management != 'Adopt' || has(self.imageId)",
      message =
          "source.existing.management: only an image given by imageId can be adopted; the result of"
              + " a lookup or an SSM parameter can change")
  public record Existing(
      @JsonPropertyDescription("The image, such as ami-0123456789abcdef0.")
          @Pattern(Api.IMAGE_ID) @Size(max = 32) String imageId,
      @JsonPropertyDescription(
              "The newest available image that matches and is not deprecated. The first match is kept;"
                  + " a newer image is reported, and used only with follow.")
          ImageLookup lookup,
      @JsonPropertyDescription(
              "The SSM parameter whose value is the image's id; public ones too, such as"
                  + " /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64. The"
                  + " first value is kept; a new value is reported, and used only with follow.")
          @Pattern("^[A-Za-z0-9_./-]+$") @Size(min = 1, max = 1011) String ssmParameter,
      @JsonPropertyDescription(
              "For lookup and ssmParameter. true: once another image is found, the object represents"
                  + " it; the earlier image is in status.previousImageId. false (default): the new"
                  + " image is only reported. Can be changed at any time.")
          Boolean follow,
      @JsonPropertyDescription(
              "Observe (default): read only. Adopt: the image (of this account, without another"
                  + " owner's tags) is managed as if created here; needs allow.adopt in the"
                  + " AwsAccount.")
          Management management) {}

  /** Processor architectures of RegisterImage. */
  public enum Architecture {
    @JsonProperty("x86_64")
    X86_64,
    @JsonProperty("arm64")
    ARM64;

    /** EC2's value (ArchitectureValues). */
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Boot modes of RegisterImage. */
  public enum BootMode {
    @JsonProperty("legacy-bios")
    LEGACY_BIOS,
    @JsonProperty("uefi")
    UEFI,
    @JsonProperty("uefi-preferred")
    UEFI_PREFERRED;

    /** EC2's value (BootModeValues). */
    public String value() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Management of an existing image. */
  public enum Management {
    @JsonProperty("Observe")
    OBSERVE,
    @JsonProperty("Adopt")
    ADOPT
  }
}
