package dev.amioperator.ec2;

import java.util.Set;

/**
 * An EC2 instance that an image is to be created from (DescribeInstances).
 *
 * @param deviceNames of its EBS volumes; none once it is terminated
 */
public record SourceInstance(String id, BuildInstance.State state, Set<String> deviceNames) {
  public SourceInstance {
    deviceNames = Set.copyOf(deviceNames);
  }
}
