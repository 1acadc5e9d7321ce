package dev.amioperator.ec2.aws;

/**
 * The action of an AWS call, and where it is sent.
 *
 * @param service the prefix of its IAM permission, such as {@code ec2}
 * @param action such as {@code CopyImage}
 * @param accountId empty while it is unknown
 * @param region empty for STS, whose endpoint is not that of an object
 */
record AwsCall(String service, String action, String accountId, String region) {
  /** A call of STS. */
  static AwsCall sts(String action, String accountId) {
    return new AwsCall("sts", action, accountId, "");
  }
}
