package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Whether EC2 keeps snapshots of a Windows image ready to launch from (EnableFastLaunch). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "self.enabled || (!has(self.targetResourceCount) && !has(self.maxParallelLaunches) &&"
            + " !has(self.launchTemplate))",
    message =
        "fastLaunch: targetResourceCount, maxParallelLaunches and launchTemplate need enabled: true")
public record FastLaunchSpec(
    @JsonPropertyDescription(
            "true: EC2 launches instances of the image, prepares them and keeps snapshots of them,"
                + " which you pay for, so that instances start sooner. false: fast launch is disabled"
                + " if it was enabled outside the operator, and EC2 deletes those snapshots.")
        @Required
        Boolean enabled,
    @JsonPropertyDescription(
            "How many snapshots are kept ready, from 1 to 10000. Absent: EC2's default when it is"
                + " enabled, and not managed afterwards.")
        @Min(1) @Max(MOST) Integer targetResourceCount,
    @JsonPropertyDescription(
            "How many instances EC2 launches at once to make the snapshots, from 6 to 10000; the"
                + " quota for all images of a region is 40 unless it was raised. Absent: EC2's"
                + " default when it is enabled, and not managed afterwards.")
        @Min(6) @Max(MOST) Integer maxParallelLaunches,
    @JsonPropertyDescription(
            "The launch template that those instances are launched by: needed where the region has"
                + " no default VPC, or where instances have to use IMDSv2. Absent: EC2's defaults"
                + " when it is enabled, and not managed afterwards.")
        LaunchTemplate launchTemplate) {
  private static final double MOST = 10_000;

  /** A launch template of the account: exactly one of id and name, and a version. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "has(self.id) != has(self.name)",
      message = "fastLaunch.launchTemplate: set exactly one of id and name")
  public record LaunchTemplate(
      @JsonPropertyDescription("The launch template's id, such as lt-0123456789abcdef0.")
          @Pattern("^lt-[0-9a-f]{8}([0-9a-f]{9})?$") @Size(max = 20) String id,
      @JsonPropertyDescription("The launch template's name, 3 to 128 characters.")
          @Pattern("^[A-Za-z0-9().\\-/_]{3,128}$") @Size(min = 3, max = 128) String name,
      @JsonPropertyDescription("The version: a number, $Latest or $Default.")
          @Required
          @Pattern("^([1-9][0-9]{0,9}|\\$Latest|\\$Default)$") @Size(max = 10) String version) {}
}
