package dev.amioperator.usage;

import dev.amioperator.observer.Observation;
import java.time.Instant;

/**
 * The permissions with which DescribeImageReferences finds every use: without one, an empty answer
 * proves nothing.
 *
 * @param account the AwsAccount, if it is another one than the image's; empty: the image's
 * @param observation known: EC2 may read every type of resource that it finds references in
 */
public record ReferencePermissions(String account, Observation<Boolean> observation)
    implements UsagePlace {
  @Override
  public Usage usageOf(String imageId) {
    return switch (observation) {
      // Read about once in an hour: the age of a proof is that of the references.
      case Observation.Known<Boolean> known -> new Usage.Unused(Instant.MAX);
      case Observation.Pending<Boolean>() -> new Usage.Pending();
      case Observation.Failed<Boolean>(var failure, var retryAt) ->
          new Usage.Unknown(
              ("DescribeImageReferences may leave out a use, since the role%s lacks a permission of"
                      + " config/iam/observe.json or a read failed. %s failed: %s")
                  .formatted(
                      UsagePlace.ofAccount(account), failure.action(), failure.getMessage()));
    };
  }

  @Override
  public boolean pending() {
    return observation instanceof Observation.Pending;
  }
}
