package dev.amioperator.ec2;

/**
 * Types of AWS resources that name images and that DescribeImageReferences does not find. No filter
 * finds them by image either, so all of a region are listed.
 */
public enum ListedResourceType {
  /** Launch configurations of Auto Scaling, in use by a group or not. */
  LAUNCH_CONFIGURATION("autoscaling:LaunchConfiguration", "launch configurations"),
  /** Auto Scaling groups whose mixed instances policy names images in its overrides. */
  SCALING_GROUP("autoscaling:AutoScalingGroup", "Auto Scaling groups"),
  /** Spot Fleet requests that may launch instances, by their launch specifications. */
  SPOT_FLEET("ec2:SpotFleetRequest", "Spot Fleet requests"),
  /** EC2 Fleets that may launch instances, by the images in their overrides. */
  FLEET("ec2:Fleet", "EC2 Fleets");

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
