package dev.amioperator.simulator.iam;

import java.util.Map;
import java.util.Set;

/**
 * Session of an IAM role.
 *
 * @param tags session tags, the transitive ones of the calling session included
 * @param transitiveKeys tag keys that sessions which this session starts inherit
 * @param sourceIdentity null if none was set
 * @param policy session policy; null for none
 */
public record Session(
    String roleArn,
    Map<String, String> tags,
    Set<String> transitiveKeys,
    String sourceIdentity,
    NamedPolicy policy) {
  public Session {
    tags = Map.copyOf(tags);
    transitiveKeys = Set.copyOf(transitiveKeys);
  }
}
