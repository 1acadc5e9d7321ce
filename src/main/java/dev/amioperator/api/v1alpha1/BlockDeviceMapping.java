package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Block device of an image (BlockDeviceMapping). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.ebs) ? 1 : 0) + (has(self.virtualName) ? 1 : 0) +"
            + " (has(self.noDevice) && self.noDevice ? 1 : 0) == 1",
    message = "blockDeviceMappings: set exactly one of ebs, virtualName, noDevice: true")
public record BlockDeviceMapping(
    @JsonPropertyDescription("The device name, such as /dev/sdf, unique in the list.")
        @Required
        @Pattern(Api.DEVICE) @Size(max = 32) String deviceName,
    @JsonPropertyDescription("An EBS volume.") EbsVolume ebs,
    @JsonPropertyDescription("An instance store volume, such as ephemeral0.")
        @Pattern("^ephemeral([0-9]|1[0-9]|2[0-3])$") @Size(max = 11) String virtualName,
    @JsonPropertyDescription(
            "true: the image omits this device of the instance, or of a build's base image. Not for"
                + " source.snapshot.")
        Boolean noDevice) {

  static final String UNIQUE =
      "!has(self.blockDeviceMappings) || self.blockDeviceMappings.all(d,"
          + " self.blockDeviceMappings.exists_one(o, o.deviceName == d.deviceName))";
  static final String UNIQUE_MESSAGE = "blockDeviceMappings: list each deviceName only once";

  /** Limit of block devices, above what an instance can attach. */
  static final int MAX = 40;
}
