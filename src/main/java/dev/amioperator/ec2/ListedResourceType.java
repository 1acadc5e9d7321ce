package dev.amioperator.ec2;

import java.util.EnumSet;
import java.util.Set;

/**
 * Types of AWS resources that name images or snapshots, and that EC2 does not find by them: no
 * filter does, so all of a region are listed.
 */
public enum ListedResourceType {
  /** Launch configurations of Auto Scaling, in use by a group or not. */
  LAUNCH_CONFIGURATION("autoscaling:LaunchConfiguration", "launch configurations"),
  /** Auto Scaling groups whose mixed instances policy names images in its overrides. */
  SCALING_GROUP("autoscaling:AutoScalingGroup", "Auto Scaling groups"),
  /** Launch templates, for snapshots only: DescribeImageReferences finds them by image. */
  LAUNCH_TEMPLATE("ec2:LaunchTemplate", "launch templates"),
  /** Spot Fleet requests that may launch instances, by their launch specifications. */
  SPOT_FLEET("ec2:SpotFleetRequest", "Spot Fleet requests"),
  /** EC2 Fleets that may launch instances, by the images in their overrides. */
  FLEET("ec2:Fleet", "EC2 Fleets"),
  /** Compute environments of AWS Batch that name images besides those of launch templates. */
  COMPUTE_ENVIRONMENT("batch:ComputeEnvironment", "compute environments of AWS Batch");

  /** Those that name images, and that DescribeImageReferences leaves out. */
  public static final Set<ListedResourceType> WITH_IMAGES =
      EnumSet.complementOf(EnumSet.of(LAUNCH_TEMPLATE));

  /** Those with block devices, which may name snapshots. */
  public static final Set<ListedResourceType> WITH_SNAPSHOTS =
      EnumSet.of(LAUNCH_CONFIGURATION, LAUNCH_TEMPLATE, SPOT_FLEET, FLEET);

  private final String value;
  private final String plural;

  ListedResourceType(String value, String plural) {
    this.value = value;
    this.plural = plural;
  }

  /** The type in the notation of DescribeImageReferences, such as {@code ec2:Instance}. */
  public String value() {
    return value;
  }

  /** The resources in a sentence. */
  public String plural() {
    return plural;
  }
}
