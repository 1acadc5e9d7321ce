package dev.amioperator.usage;

import dev.amioperator.observer.Observation;
import java.time.Instant;

/**
 * The permissions with which DescribeImageReferences finds every use: without one, an empty answer
 * proves nothing.
 *
 * @param observation known: EC2 may read every type of resource that it finds references in
 */
public record ReferencePermissions(Observation<Boolean> observation) implements UsagePlace {
  @Override
  public Usage usageOf(String imageId) {
    return switch (observation) {
      // Read about once in an hour: the age of a proof is that of the references.
      case Observation.Known<Boolean> known -> new Usage.Unused(Instant.MAX);
      case Observation.Pending<Boolean>() -> new Usage.Pending();
      case Observation.Failed<Boolean>(var failure, var retryAt) ->
          new Usage.Unknown(
              ("DescribeImageReferences may leave out a use, since the role lacks a permission of"
                      + " config/iam/observe.json or a read failed. %s failed: %s")
                  .formatted(failure.action(), failure.getMessage()));
    };
  }
}
