package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Locale;

/** The volume that an instance gets for a device (EbsBlockDevice). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.iops) || (has(self.volumeType) && self.volumeType in ['gp3', 'io1', 'io2'])",
    message = "iops: only for volumeType gp3, io1 and io2; it is fixed for the other types")
@ValidationRule(
    value = "!has(self.volumeType) || !(self.volumeType in ['io1', 'io2']) || has(self.iops)",
    message = "iops: required for volumeType io1 and io2")
@ValidationRule(
    value =
        "!has(self.iops) || !has(self.volumeType) || (self.volumeType == 'gp3' ? self.iops >= 3000"
            + " && self.iops <= 80000 : self.volumeType == 'io1' ? self.iops <= 64000 : true)",
    message = "iops: 3000 to 80000 for gp3, 100 to 64000 for io1, 100 to 256000 for io2")
@ValidationRule(
    value = "!has(self.throughput) || (has(self.volumeType) && self.volumeType == 'gp3')",
    message = "throughput: only for volumeType gp3")
@ValidationRule(
    value = "!has(self.throughput) || self.throughput * 4 <= (has(self.iops) ? self.iops : 3000)",
    message = "throughput: at most a quarter of iops in MiB/s; iops are 3000 unless set")
@ValidationRule(
    value =
        "!has(self.volumeSize) || !has(self.volumeType) ||"
            + " (self.volumeType in ['st1', 'sc1'] ? self.volumeSize >= 125 :"
            + " self.volumeType in ['io1', 'io2'] ? self.volumeSize >= 4 : true)",
    message = "volumeSize: at least 125 GiB for st1 and sc1, 4 for io1 and io2")
@ValidationRule(
    value =
        "!has(self.volumeSize) || !has(self.volumeType) || (self.volumeType == 'standard' ?"
            + " self.volumeSize <= 1024 : self.volumeType in ['gp3', 'io2'] ||"
            + " self.volumeSize <= 16384)",
    message = "volumeSize: at most 1024 GiB for standard, 65536 for gp3 and io2, 16384 for others")
@ValidationRule(
    value = "!has(self.encrypted) || !has(self.snapshotId)",
    message = "encrypted: a volume of a snapshot is encrypted as the snapshot is; remove the field")
@ValidationRule(
    value = "!has(self.kmsKeyId) || (has(self.encrypted) && self.encrypted)",
    message = "kmsKeyId: needs encrypted: true")
public record EbsVolume(
    @JsonPropertyDescription(
            "The snapshot that the volume is created from. Absent: the volume is empty, and"
                + " volumeSize is required.")
        @Pattern(Api.SNAPSHOT_ID) @Size(max = 32) String snapshotId,
    @JsonPropertyDescription(
            "In GiB: up to 65536 for gp3 and io2, 16384 for gp2, io1, st1 and sc1, 1024 for standard;"
                + " from 4 for io1 and io2, 125 for st1 and sc1. Default: the size of the snapshot, or"
                + " of the base image's volume, which is also the minimum. Not for a volume that the"
                + " instance of source.instance has. Each volume created from the image has this size"
                + " and is billed for it.")
        @Min(1) @Max(65_536) Integer volumeSize,
    @JsonPropertyDescription(
            "Default: the type of the base image's volume; for a new volume EC2's default, gp2. Not"
                + " for a volume that the instance of source.instance has.")
        VolumeType volumeType,
    @JsonPropertyDescription(
            "I/O operations a second. gp3: 3000 (default) to 80000; io1: 100 to 64000; io2: 100 to"
                + " 256000.")
        @Min(100) @Max(256_000) Integer iops,
    @JsonPropertyDescription("In MiB a second, of gp3: 125 (default) to 2000.") @Min(125) @Max(2000) Integer throughput,
    @JsonPropertyDescription(
            "Whether EC2 deletes the volume when its instance is terminated. Default: true. Not for"
                + " source.build, where it always does.")
        Boolean deleteOnTermination,
    @JsonPropertyDescription(
            "For source.build: whether the volume, new or of the base, is encrypted. For"
                + " source.snapshot: whether an empty volume is, with the account's default key. Not"
                + " for source.instance. Default: as the account's encryption by default says.")
        Boolean encrypted,
    @JsonPropertyDescription(
            "For source.build, with encrypted: true: the KMS key, by its id, ARN or alias/name. An"
                + " image that is to be shared needs a key of your own. Default: the account's.")
        @Pattern(Api.KMS_KEY) @Size(max = 2048) String kmsKeyId) {

  /** EC2's volume types. */
  public enum VolumeType {
    @JsonProperty("standard")
    STANDARD,
    @JsonProperty("io1")
    IO1,
    @JsonProperty("io2")
    IO2,
    @JsonProperty("gp2")
    GP2,
    @JsonProperty("gp3")
    GP3,
    @JsonProperty("sc1")
    SC1,
    @JsonProperty("st1")
    ST1;

    /** The word that EC2 takes (VolumeType). */
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
