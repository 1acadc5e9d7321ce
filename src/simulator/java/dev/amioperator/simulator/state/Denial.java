package dev.amioperator.simulator.state;

import java.util.Map;

/**
 * Denial of an AWS action for a principal. A null part matches everything; {@code *} and {@code ?}
 * are wildcards.
 *
 * @param principal the caller's ARN
 * @param action such as {@code ec2:DeregisterImage}
 * @param resource the ARN of the resource
 * @param tagKey a tag of the resource
 * @param tagValue the value of that tag
 * @param explicit whether an explicit deny applies; otherwise an allow is missing
 * @param region the region of the call
 * @param organization whether a service control policy of the organization denies; otherwise an
 *     identity-based policy
 */
public record Denial(
    String principal,
    String action,
    String resource,
    String tagKey,
    String tagValue,
    boolean explicit,
    String region,
    boolean organization) {

  /** Denial of an AWS action for every principal. */
  public static Denial of(String action) {
    return new Denial(null, action, null, null, null, false, null, false);
  }

  /** Copy for a principal ARN, with wildcards. */
  public Denial forPrincipal(String principalArn) {
    return new Denial(
        principalArn, action, resource, tagKey, tagValue, explicit, region, organization);
  }

  /** Copy for a resource ARN, with wildcards. */
  public Denial onResource(String resourceArn) {
    return new Denial(
        principal, action, resourceArn, tagKey, tagValue, explicit, region, organization);
  }

  /** Copy for AWS resources with a tag. */
  public Denial whereTagged(String key, String value) {
    return new Denial(principal, action, resource, key, value, explicit, region, organization);
  }

  /** Copy as an explicit deny of the AWS action. */
  public Denial explicitly() {
    return new Denial(principal, action, resource, tagKey, tagValue, true, region, organization);
  }

  /** Copy for the calls to a region. */
  public Denial inRegion(String regionName) {
    return new Denial(
        principal, action, resource, tagKey, tagValue, explicit, regionName, organization);
  }

  /** Copy as an explicit deny in a service control policy of the account's organization. */
  public Denial byServiceControlPolicy() {
    return new Denial(principal, action, resource, tagKey, tagValue, true, region, true);
  }

  /** Whether the denial covers the AWS action on every resource. */
  public boolean coversAllResources() {
    return resource == null && tagKey == null;
  }

  /** Whether the denial matches an AWS call, apart from its resources. */
  public boolean matches(String principalArn, String calledAction, String calledRegion) {
    return matchesPattern(principal, principalArn)
        && matchesPattern(action, calledAction)
        && matchesPattern(region, calledRegion);
  }

  /** Whether the denial matches a resource of the AWS call. */
  public boolean matches(String resourceArn, Map<String, String> tags) {
    return matchesPattern(resource, resourceArn)
        && (tagKey == null
            || (tags.containsKey(tagKey) && matchesPattern(tagValue, tags.get(tagKey))));
  }

  private static boolean matchesPattern(String pattern, String value) {
    return pattern == null || new Wildcard(pattern).test(value);
  }
}
