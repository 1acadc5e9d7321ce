package dev.amioperator.ec2;

/**
 * Types of AWS resources that name images and that DescribeImageReferences does not find. No filter
 * finds them by image either, so all of a region are listed.
 */
public enum ListedResourceType {
  /** Launch configurations of Auto Scaling, in use by a group or not. */
  LAUNCH_CONFIGURATION("autoscaling:LaunchConfiguration", "launch configurations"),
  /** Auto Scaling groups whose mixed instances policy names images in its overrides. */
  SCALING_GROUP("autoscaling:AutoScalingGroup", "Auto Scaling groups");

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
