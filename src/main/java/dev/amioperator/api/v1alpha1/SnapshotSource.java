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

/** RegisterImage from the snapshot of a root volume; what EC2 would refuse is refused at apply. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.virtualizationType) || self.virtualizationType == 'hvm' ||"
            + " !has(self.enaSupport) || !self.enaSupport",
    message = "enaSupport: a paravirtual image cannot have it")
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
    message = "bootMode: arm64 boots by uefi only")
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
    message = "rootVolume: the root volume is made from snapshotId, and encrypted as that is")
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
        "blockDeviceMappings: a volume needs snapshotId or volumeSize; there is no device that"
            + " noDevice could leave out")
@ValidationRule(
    value =
        "!has(self.blockDeviceMappings) || self.blockDeviceMappings.all(d, !has(d.ebs) ||"
            + " !has(d.ebs.kmsKeyId))",
    message = "kmsKeyId: RegisterImage takes no key; the account's default key is used")
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
            "v2.0: instances take only session requests (IMDSv2) unless their launch says otherwise."
                + " Default: not set. EC2 cannot unset it.")
        RegisteredImdsSupport imdsSupport,
    @JsonPropertyDescription(
            "The UEFI variable store, in base64, up to 64 KiB (GetInstanceUefiData). Needs bootMode"
                + " uefi or uefi-preferred. Default: empty.")
        @Pattern("^[A-Za-z0-9+/]+={0,2}$") @Size(min = 1, max = 65_536) String uefiData,
    @JsonPropertyDescription(
            "Size, type and performance of the root volume. Default: as large as the snapshot, gp2.")
        EbsVolume rootVolume,
    @JsonPropertyDescription(
            "More devices: volumes of other snapshots, empty volumes, instance store volumes.")
        @Size(max = BlockDeviceMapping.MAX) List<BlockDeviceMapping> blockDeviceMappings,
    @JsonPropertyDescription(
            "true hands the snapshots that are named here to the operator: they are tagged, and"
                + " deleted with the image. Default: false.")
        Boolean takeOwnership) {

  /** All snapshots that are named, that of the root volume first. */
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

    /** The word that EC2 takes (VirtualizationType). */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What RegisterImage takes as sriovNetSupport. */
  public enum SriovNetSupport {
    @JsonProperty("simple")
    SIMPLE
  }

  /** What RegisterImage takes as tpmSupport. */
  public enum TpmSupport {
    @JsonProperty("v2.0")
    V2_0
  }

  /** What RegisterImage takes as imdsSupport. */
  public enum RegisteredImdsSupport {
    @JsonProperty("v2.0")
    V2_0
  }
}
