package dev.amioperator.ec2;

import java.util.Map;
import java.util.Set;

/**
 * An EC2 instance that an image is to be created from (DescribeInstances).
 *
 * @param deviceNames of its EBS volumes; none once it is terminated
 * @param tags of the instance itself, not of its volumes
 */
public record SourceInstance(
    String id, BuildInstance.State state, Set<String> deviceNames, Map<String, String> tags) {
  public SourceInstance {
    deviceNames = Set.copyOf(deviceNames);
    tags = Map.copyOf(tags);
  }
}
