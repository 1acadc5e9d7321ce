package dev.amioperator.simulator.state;

/**
 * Partition of AWS, whose regions share accounts and the beginning of their ARNs.
 *
 * @param id as ARNs have it, such as {@code aws-cn}
 */
public record Partition(String id) {
  /** Partition of an AWS region. */
  public static Partition of(String region) {
    if (region.startsWith("cn-")) {
      return new Partition("aws-cn");
    }
    return new Partition(region.startsWith("us-gov-") ? "aws-us-gov" : "aws");
  }

  /** End of the host names of AWS's endpoints. */
  public String dnsSuffix() {
    return id.equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
  }

  /** ARN of a resource in an AWS region, in the partition of the region. */
  public static String arn(String service, String region, String accountId, String resource) {
    return "arn:%s:%s:%s:%s:%s".formatted(of(region).id(), service, region, accountId, resource);
  }

  /** ARN of an AWS account, as policies name it. */
  public String root(String accountId) {
    return "arn:%s:iam::%s:root".formatted(id, accountId);
  }
}
