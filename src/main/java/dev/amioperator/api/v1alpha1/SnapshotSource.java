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
import java.util.Objects;
import java.util.stream.Stream;

/** Snapshots to register an image from (RegisterImage); what EC2 refuses is refused at apply. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.virtualizationType) || self.virtualizationType == 'hvm' ||"
            + " !has(self.enaSupport) || !self.enaSupport",
    message = "enaSupport: not available for a paravirtual image")
@ValidationRule(
    value =
        "!has(self.virtualizationType) || self.virtualizationType == 'hvm' ||"
            + " (!has(self.sriovNetSupport) && !has(self.tpmSupport) && !has(self.uefiData) &&"
            + " self.architecture == 'x86_64' &&"
            + " (!has(self.bootMode) || self.bootMode == 'legacy-bios'))",
    message =
        "virtualizationType: paravirtual is x86_64 with legacy-bios, without sriovNetSupport,"
            + " tpmSupport and uefiData")
@ValidationRule(
    value = "!has(self.bootMode) || self.architecture != 'arm64' || self.bootMode == 'uefi'",
    message = "bootMode: arm64 requires uefi")
@ValidationRule(
    value = "!has(self.tpmSupport) || (has(self.bootMode) && self.bootMode == 'uefi')",
    message = "tpmSupport: needs bootMode uefi")
@ValidationRule(
    value = "!has(self.uefiData) || (has(self.bootMode) && self.bootMode != 'legacy-bios')",
    message = "uefiData: needs bootMode uefi or uefi-preferred")
@ValidationRule(
    value =
        "!has(self.rootVolume) || (!has(self.rootVolume.snapshotId) &&"
            + " !has(self.rootVolume.encrypted))",
    message =
        "rootVolume: the root volume is created from snapshotId, with the encryption of that snapshot")
@ValidationRule(
    value =
        "!has(self.rootVolume) || !has(self.rootVolume.volumeType) ||"
            + " !(self.rootVolume.volumeType in ['st1', 'sc1'])",
    message = "rootVolume: instances cannot boot from st1 and sc1")
@ValidationRule(value = BlockDeviceMapping.UNIQUE, message = BlockDeviceMapping.UNIQUE_MESSAGE)
@ValidationRule(
    value =
        "!has(self.blockDeviceMappings) || self.blockDeviceMappings.all(d, d.deviceName !="
            + " (has(self.rootDeviceName) ? self.rootDeviceName : '/dev/xvda'))",
    message = "blockDeviceMappings: the root device is described by rootVolume")
@ValidationRule(
    value =
        "!has(self.blockDeviceMappings) || self.blockDeviceMappings.all(d, !has(d.noDevice) &&"
            + " (!has(d.ebs) || has(d.ebs.snapshotId) || has(d.ebs.volumeSize)))",
    message =
        "blockDeviceMappings: a volume needs snapshotId or volumeSize; noDevice has nothing to"
            + " omit")
@ValidationRule(
    value =
        "!has(self.blockDeviceMappings) || self.blockDeviceMappings.all(d, !has(d.ebs) ||"
            + " !has(d.ebs.kmsKeyId))",
    message = "kmsKeyId: RegisterImage accepts no key; the account's default key is used")
public record SnapshotSource(
    @JsonPropertyDescription("The snapshot of the root volume, such as snap-0123456789abcdef0.")
        @Required
        @Pattern(Api.SNAPSHOT_ID) @Size(max = 32) String snapshotId,
    @JsonPropertyDescription("The processor architecture of what is on the volume.") @Required
        ImageSource.Architecture architecture,
    @JsonPropertyDescription("The root device's name. Default: /dev/xvda.")
        @Pattern(Api.DEVICE) @Size(max = 32) String rootDeviceName,
    @JsonPropertyDescription(
            "Default: hvm. paravirtual is for old x86_64 images and runs on few instance types.")
        VirtualizationType virtualizationType,
    @JsonPropertyDescription(
            "How instances boot. Default: what EC2 chooses for the architecture. arm64: uefi only.")
        ImageSource.BootMode bootMode,
    @JsonPropertyDescription(
            "Whether enhanced networking (ENA) is on. Default: true for hvm, since all current"
                + " instance types need it.")
        Boolean enaSupport,
    @JsonPropertyDescription(
            "simple: enhanced networking with the Intel 82599 Virtual Function interface, for old"
                + " instance types. hvm only. Default: off. EC2 cannot turn it off again.")
        SriovNetSupport sriovNetSupport,
    @JsonPropertyDescription("v2.0: instances have a NitroTPM. Needs bootMode uefi. Default: none.")
        TpmSupport tpmSupport,
    @JsonPropertyDescription(
            "v2.0: instances accept only IMDSv2 metadata requests unless launched with another"
                + " setting. Default: not set. EC2 cannot unset it.")
        RegisteredImdsSupport imdsSupport,
    @JsonPropertyDescription(
            "The UEFI variable store, in base64, up to 64,000 characters (GetInstanceUefiData). Needs bootMode"
                + " uefi or uefi-preferred. Default: empty.")
        @Pattern("^[A-Za-z0-9+/]+={0,2}$") @Size(min = 1, max = 64_000) String uefiData,
    @JsonPropertyDescription(
            "Size, type and performance of the root volume. Default: as large as the snapshot, gp2.")
        EbsVolume rootVolume,
    @JsonPropertyDescription(
            "More devices: volumes of other snapshots, empty volumes, instance store volumes.")
        @Size(max = BlockDeviceMapping.MAX) List<BlockDeviceMapping> blockDeviceMappings,
    @JsonPropertyDescription(
            "true: hands the snapshots listed here over to the operator, which tags them and deletes"
                + " them with the image. Default: false.")
        Boolean takeOwnership) {

  /** All snapshots of the source, the root volume's first. */
  public List<String> snapshotIds() {
    Stream<String> more =
        blockDeviceMappings == null
            ? Stream.empty()
            : blockDeviceMappings.stream()
                .map(BlockDeviceMapping::ebs)
                .filter(Objects::nonNull)
                .map(EbsVolume::snapshotId)
                .filter(Objects::nonNull);
    return Stream.concat(Stream.of(snapshotId), more).distinct().toList();
  }

  /** Virtualization types of RegisterImage. */
  public enum VirtualizationType {
    @JsonProperty("hvm")
    HVM,
    @JsonProperty("paravirtual")
    PARAVIRTUAL;

    /** EC2's value (VirtualizationType). */
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Values of sriovNetSupport in RegisterImage. */
  public enum SriovNetSupport {
    @JsonProperty("simple")
    SIMPLE
  }

  /** Values of tpmSupport in RegisterImage. */
  public enum TpmSupport {
    @JsonProperty("v2.0")
    V2_0
  }

  /** Values of imdsSupport in RegisterImage. */
  public enum RegisteredImdsSupport {
    @JsonProperty("v2.0")
    V2_0
  }
}
