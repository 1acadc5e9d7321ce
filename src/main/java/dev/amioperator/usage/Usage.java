package dev.amioperator.usage;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.Observation;
import java.time.Instant;
import java.util.List;

/** Whether any resource uses an image. Only {@link Unused} permits a deletion. */
public sealed interface Usage {
  /** Resources reference the image. */
  record Used(List<ImageReference> references) implements Usage {
    /** The type and ARN of the first reference, and the number of further references. */
    public String summary() {
      ImageReference first = references.getFirst();
      String more = references.size() == 1 ? "" : " and " + (references.size() - 1) + " more";
      return first.type() + " " + first.arn() + more;
    }
  }

  /** No resource referenced the image when EC2 was read at {@code observedAt}. */
  record Unused(Instant observedAt) implements Usage {}

  /** EC2 could not be read, so the image counts as in use. */
  record Unknown(String message) implements Usage {}

  /** The read of EC2 is under way. */
  record Pending() implements Usage {}

  /**
   * The usage of an image by EC2's answer to DescribeImageReferences.
   *
   * @param readable whether EC2 may read every type of resource that can use an image: otherwise an
   *     empty answer proves nothing
   */
  static Usage of(Observation<List<ImageReference>> observation, Observation<Boolean> readable) {
    return switch (observation) {
      case Observation.Known<List<ImageReference>>(var references, var observedAt) ->
          references.isEmpty() ? unreferenced(observedAt, readable) : new Used(references);
      case Observation.Pending<List<ImageReference>>() -> new Pending();
      case Observation.Failed<List<ImageReference>>(var failure, var retryAt) ->
          new Unknown(failure.action() + " failed: " + failure.getMessage());
    };
  }

  private static Usage unreferenced(Instant observedAt, Observation<Boolean> readable) {
    return switch (readable) {
      case Observation.Known<Boolean> known -> new Unused(observedAt);
      case Observation.Pending<Boolean>() -> new Pending();
      case Observation.Failed<Boolean>(var failure, var retryAt) ->
          new Unknown(
              ("DescribeImageReferences may leave out a use, since the role lacks a permission of"
                      + " config/iam/observe.json or a read failed. %s failed: %s")
                  .formatted(failure.action(), failure.getMessage()));
    };
  }
}
