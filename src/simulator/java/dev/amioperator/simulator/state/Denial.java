package dev.amioperator.simulator.state;

import java.util.Map;

/**
 * Something that a principal may not do. A part that is null matches everything; {@code *} and
 * {@code ?} are wildcards.
 *
 * @param principal the caller's ARN
 * @param action such as {@code ec2:DeregisterImage}
 * @param resource the ARN of what the action is about
 * @param tagKey a tag that the resource carries
 * @param tagValue the value of that tag
 * @param explicit whether a policy forbids it; otherwise just none allows it
 */
public record Denial(
    String principal,
    String action,
    String resource,
    String tagKey,
    String tagValue,
    boolean explicit) {

  /** Nobody may do this. */
  public static Denial of(String action) {
    return new Denial(null, action, null, null, null, false);
  }

  public Denial forPrincipal(String principalArn) {
    return new Denial(principalArn, action, resource, tagKey, tagValue, explicit);
  }

  public Denial onResource(String resourceArn) {
    return new Denial(principal, action, resourceArn, tagKey, tagValue, explicit);
  }

  public Denial whereTagged(String key, String value) {
    return new Denial(principal, action, resource, key, value, explicit);
  }

  public Denial explicitly() {
    return new Denial(principal, action, resource, tagKey, tagValue, true);
  }

  /** Whether it is about the action as such, whatever the resource. */
  public boolean coversAllResources() {
    return resource == null && tagKey == null;
  }

  /** Whether it meets a call, apart from resources. */
  public boolean matches(String principalArn, String calledAction) {
    return matchesPattern(principal, principalArn) && matchesPattern(action, calledAction);
  }

  /** Whether it meets a resource of the call. */
  public boolean matches(String resourceArn, Map<String, String> tags) {
    return matchesPattern(resource, resourceArn)
        && (tagKey == null
            || (tags.containsKey(tagKey) && matchesPattern(tagValue, tags.get(tagKey))));
  }

  private static boolean matchesPattern(String pattern, String value) {
    return pattern == null || new Wildcard(pattern).test(value);
  }
}
