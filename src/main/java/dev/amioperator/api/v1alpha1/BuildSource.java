package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Image created from a build instance: an instance that customises itself and is terminated. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = BlockDeviceMapping.UNIQUE, message = BlockDeviceMapping.UNIQUE_MESSAGE)
@ValidationRule(
    value =
        "!has(self.blockDeviceMappings) || self.blockDeviceMappings.all(d, !has(d.ebs) ||"
            + " !has(d.ebs.deleteOnTermination))",
    message =
        "blockDeviceMappings: the build instance's volumes are always deleted with it; remove"
            + " deleteOnTermination")
@ValidationRule(
    value =
        "self.timeout.endsWith('m') ? int(self.timeout.substring(0, self.timeout.size() - 1)) >= 5"
            + " && int(self.timeout.substring(0, self.timeout.size() - 1)) <= 1440 :"
            + " self.timeout.endsWith('h') &&"
            + " int(self.timeout.substring(0, self.timeout.size() - 1)) >= 1 &&"
            + " int(self.timeout.substring(0, self.timeout.size() - 1)) <= 24",
    message = "timeout: from 5m to 24h")
public record BuildSource(
    @JsonPropertyDescription("The image that the build instance is launched from.") @Required
        Base base,
    @JsonPropertyDescription(
            "The instance type of the build instance, such as t3.medium. You pay for it from its launch until"
                + " the image is available.")
        @Required
        @Pattern("^[a-z0-9-]+[.][a-z0-9-]+$") @Size(max = 32) String instanceType,
    @JsonPropertyDescription(
            "OnDemand (default), or Spot: cheaper, but EC2 may interrupt the build instance, which fails the"
                + " build.")
        Market market,
    @JsonPropertyDescription(
            "The subnet of the build instance. Default: a subnet of the account's default VPC.")
        @Pattern("^subnet-[0-9a-f]{8}([0-9a-f]{9})?$") @Size(max = 32) String subnetId,
    @JsonPropertyDescription(
            "The security groups of the build instance, up to 16. Default: that of the VPC. The build instance"
                + " needs no inbound rule, only the outbound rules that its user data requires.")
        @Size(min = 1, max = 16) List<@Pattern("^sg-[0-9a-f]{8}([0-9a-f]{9})?$") @Size(max = 32) String> securityGroupIds,
    @JsonPropertyDescription(
            "Whether the build instance has a public IP address, whatever its subnet's setting. Default:"
                + " false; it then needs a NAT gateway or VPC endpoints to reach other hosts, and a"
                + " default VPC created by AWS has neither.")
        Boolean publicAddress,
    @JsonPropertyDescription(
            "The name of its instance profile. It must be listed in"
                + " allow.instanceProfiles of the AwsAccount. Default: none.")
        @Pattern("^[A-Za-z0-9+=,.@_-]{1,128}$") @Size(max = 128) String instanceProfile,
    @JsonPropertyDescription(
            "The script that the build instance runs when it starts: it customises the instance, writes the"
                + " success marker to the console, and shuts down.")
        @Required
        UserData userData,
    @JsonPropertyDescription(
            "Devices of the build instance, and so of the image, that differ from the base image's: larger,"
                + " of another type, encrypted, added, or omitted. Up to 40.")
        @Size(max = BlockDeviceMapping.MAX) List<BlockDeviceMapping> blockDeviceMappings,
    @JsonPropertyDescription(
            "The end of a console line that marks the build as successful. Default:"
                + " "
                + BuildSource.MARKER)
        @Pattern("^[ -~]*[!-~]$") @Size(min = 8, max = 128) String successMarker,
    @JsonPropertyDescription(
            "The time limit after launch for the build instance to shut down: an integer and m or h, from 5m"
                + " to 24h, such as 45m. A build instance still running then is terminated and the build"
                + " fails. You pay for the build instance until then at most.")
        @Required
        @Pattern(Api.DURATION) @Size(max = 6) String timeout) {

  /** Default success marker of a build. */
  public static final String MARKER = "AMI-BUILD-SUCCEEDED";

  /** Purchasing option of the build instance. */
  public enum Market {
    @JsonProperty("OnDemand")
    ON_DEMAND,
    @JsonProperty("Spot")
    SPOT
  }

  /** Base image of the build: exactly one of the members is set. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "(has(self.imageRef) ? 1 : 0) + (has(self.imageId) ? 1 : 0) +"
              + " (has(self.lookup) ? 1 : 0) + (has(self.ssmParameter) ? 1 : 0) == 1",
      message = "source.build.base: set exactly one of imageRef, imageId, lookup, ssmParameter")
  public record Base(
      @JsonPropertyDescription(
              "An AmiImage in this namespace, in the same region and account. The build waits until it"
                  + " is available.")
          @Pattern(Api.OBJECT_NAME) @Size(max = 63) String imageRef,
      @JsonPropertyDescription("The image, such as ami-0123456789abcdef0.")
          @Pattern(Api.IMAGE_ID) @Size(max = 32) String imageId,
      @JsonPropertyDescription("The newest available image that matches and is not deprecated.")
          ImageLookup lookup,
      @JsonPropertyDescription(
              "The SSM parameter whose value is the image's id; public ones too, such as"
                  + " /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64.")
          @Pattern("^[A-Za-z0-9_./-]+$") @Size(min = 1, max = 1011) String ssmParameter) {}

  /** Source of the user data. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "!has(self.secretKeyRef)",
      message =
          "userData.secretKeyRef: every process on the build instance can read user data, and it stays in"
              + " the image; use a ConfigMap, and let the build instance fetch secrets with its instance"
              + " profile")
  @ValidationRule(
      value = "has(self.configMapKeyRef) || has(self.secretKeyRef)",
      message = "userData: set configMapKeyRef")
  public record UserData(
      @JsonPropertyDescription(
              "A key of a ConfigMap in this namespace, up to 16 KiB. It is read when the build instance is"
                  + " launched; a change restarts a failed build, and does not affect a successful"
                  + " build.")
          KeyRef configMapKeyRef,
      @JsonPropertyDescription("Refused: an image must not carry secrets.") KeyRef secretKeyRef) {}

  /** Key of a ConfigMap or Secret. */
  public record KeyRef(
      @JsonPropertyDescription("The object's name.")
          @Required
          @Pattern(Api.OBJECT_NAME) @Size(max = 253) String name,
      @JsonPropertyDescription("The key in its data.")
          @Required
          @Pattern("^[-._a-zA-Z0-9]+$") @Size(min = 1, max = 253) String key) {}
}
