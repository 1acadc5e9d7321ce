package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** An image of an instance that is launched for it, customises itself, and is terminated. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = BlockDeviceMapping.UNIQUE, message = BlockDeviceMapping.UNIQUE_MESSAGE)
@ValidationRule(
    value =
        "!has(self.blockDeviceMappings) || self.blockDeviceMappings.all(d, !has(d.ebs) ||"
            + " !has(d.ebs.deleteOnTermination))",
    message =
        "blockDeviceMappings: the builder's volumes always go with it; leave deleteOnTermination out")
@ValidationRule(
    value =
        "self.timeout.endsWith('m') ? int(self.timeout.substring(0, self.timeout.size() - 1)) >= 5"
            + " && int(self.timeout.substring(0, self.timeout.size() - 1)) <= 1440 :"
            + " self.timeout.endsWith('h') &&"
            + " int(self.timeout.substring(0, self.timeout.size() - 1)) >= 1 &&"
            + " int(self.timeout.substring(0, self.timeout.size() - 1)) <= 24",
    message = "timeout: from 5m to 24h")
public record BuildSource(
    @JsonPropertyDescription("The image that the builder is launched from.") @Required Base base,
    @JsonPropertyDescription(
            "The builder's instance type, such as t3.medium. You pay for it from its launch until"
                + " the image is available.")
        @Required
        @Pattern("^[a-z0-9-]+[.][a-z0-9-]+$") @Size(max = 32) String instanceType,
    @JsonPropertyDescription(
            "OnDemand (default), or Spot: cheaper, and EC2 may take the builder away; then the"
                + " build has failed.")
        Market market,
    @JsonPropertyDescription(
            "The subnet of the builder. Default: one of the account's default VPC.")
        @Pattern("^subnet-[0-9a-f]{8}([0-9a-f]{9})?$") @Size(max = 32) String subnetId,
    @JsonPropertyDescription(
            "The security groups of the builder, up to 16. Default: that of the VPC. It needs no"
                + " way in, only those out that the user data asks for.")
        @Size(min = 1, max = 16) List<@Pattern("^sg-[0-9a-f]{8}([0-9a-f]{9})?$") @Size(max = 32) String> securityGroupIds,
    @JsonPropertyDescription(
            "Whether the builder has a public IP address, whatever its subnet says. Default: false;"
                + " then it needs a NAT gateway or VPC endpoints to reach anything, and a default VPC"
                + " as AWS makes it has neither.")
        Boolean publicAddress,
    @JsonPropertyDescription(
            "The name of the builder's instance profile. It has to be listed in"
                + " allow.instanceProfiles of the AwsAccount. Default: none.")
        @Pattern("^[A-Za-z0-9+=,.@_-]{1,128}$") @Size(max = 128) String instanceProfile,
    @JsonPropertyDescription(
            "What the builder does at its start: it customises itself, writes the success marker to"
                + " its console, and shuts down.")
        @Required
        UserData userData,
    @JsonPropertyDescription(
            "Devices of the builder, and so of the image, that shall differ from the base's: larger,"
                + " of another type, encrypted, added, or left out. Up to 40.")
        @Size(max = BlockDeviceMapping.MAX) List<BlockDeviceMapping> blockDeviceMappings,
    @JsonPropertyDescription(
            "How a line on the builder's console ends once it has succeeded. Default:"
                + " "
                + BuildSource.MARKER)
        @Pattern("^[ -~]*[!-~]$") @Size(min = 8, max = 128) String successMarker,
    @JsonPropertyDescription(
            "How long after its launch the builder has to have shut down: an integer and m or h, from"
                + " 5m to 24h, such as 45m. Then it is terminated and the build has failed. You pay for"
                + " the builder until then at most.")
        @Required
        @Pattern(Api.DURATION) @Size(max = 6) String timeout) {

  /** The success marker of a build that says none. */
  public static final String MARKER = "AMI-BUILD-SUCCEEDED";

  /** How the builder is paid for. */
  public enum Market {
    @JsonProperty("OnDemand")
    ON_DEMAND,
    @JsonProperty("Spot")
    SPOT
  }

  /** How the base is found: exactly one of the members is set. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "(has(self.imageRef) ? 1 : 0) + (has(self.imageId) ? 1 : 0) +"
              + " (has(self.lookup) ? 1 : 0) + (has(self.ssmParameter) ? 1 : 0) == 1",
      message = "source.build.base: set exactly one of imageRef, imageId, lookup, ssmParameter")
  public record Base(
      @JsonPropertyDescription(
              "An AmiImage of this namespace, in the same region and account. The build waits until"
                  + " it is available.")
          @Pattern(Api.OBJECT_NAME) @Size(max = 63) String imageRef,
      @JsonPropertyDescription("The image, such as ami-0123456789abcdef0.")
          @Pattern(Api.IMAGE_ID) @Size(max = 32) String imageId,
      @JsonPropertyDescription("The newest available image that matches and is not deprecated.")
          ImageLookup lookup,
      @JsonPropertyDescription(
              "The SSM parameter whose value is the image's id; public ones too, such as"
                  + " /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64.")
          @Pattern("^[A-Za-z0-9_./-]+$") @Size(min = 1, max = 1011) String ssmParameter) {}

  /** Where the user data stands. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "!has(self.secretKeyRef)",
      message =
          "userData.secretKeyRef: user data can be read by everything on the builder and stays in"
              + " the image; keep it in a ConfigMap, and let the builder fetch secrets with its"
              + " instance profile")
  @ValidationRule(
      value = "has(self.configMapKeyRef) || has(self.secretKeyRef)",
      message = "userData: set configMapKeyRef")
  public record UserData(
      @JsonPropertyDescription(
              "A key of a ConfigMap of this namespace, up to 16 KiB. It is read when the builder is"
                  + " launched; a change starts a build that failed once more, and does not touch"
                  + " one that succeeded.")
          KeyRef configMapKeyRef,
      @JsonPropertyDescription("Refused: an image must not carry secrets.") KeyRef secretKeyRef) {}

  /** A key of an object. */
  public record KeyRef(
      @JsonPropertyDescription("The object's name.")
          @Required
          @Pattern(Api.OBJECT_NAME) @Size(max = 253) String name,
      @JsonPropertyDescription("The key in its data.")
          @Required
          @Pattern("^[-._a-zA-Z0-9]+$") @Size(min = 1, max = 253) String key) {}
}
