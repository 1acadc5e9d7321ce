package dev.amioperator.ec2;

import java.time.Duration;
import java.util.Map;

/**
 * IAM role that the AWS calls of an AwsAccount are made with, and its session (STS AssumeRole).
 *
 * @param arn the ARN of the role
 * @param externalId the external id that its trust policy requires
 * @param sessionName the end of the session's ARN, which CloudTrail shows
 * @param duration how long the credentials of a session are valid
 * @param sessionTags tags of the session, which CloudTrail shows
 */
public record AssumedRole(
    String arn,
    String externalId,
    String sessionName,
    Duration duration,
    Map<String, String> sessionTags) {
  public AssumedRole {
    sessionTags = Map.copyOf(sessionTags);
  }

  /** The partition of the role, such as {@code aws-cn}. */
  public String partition() {
    return arn.split(":")[1];
  }

  /** The twelve digits of the role's AWS account. */
  public String accountId() {
    return arn.split(":")[4];
  }
}
