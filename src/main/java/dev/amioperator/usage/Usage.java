package dev.amioperator.usage;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.Observation;
import java.time.Instant;
import java.util.List;

/** Whether anything known uses an image. Only {@link Unused} lets anything be deleted. */
public sealed interface Usage {
  /** Something uses it. */
  record Used(List<ImageReference> references) implements Usage {
    /** The first of them in words, and how many more there are. */
    public String summary() {
      ImageReference first = references.getFirst();
      String more = references.size() == 1 ? "" : " and " + (references.size() - 1) + " more";
      return first.type() + " " + first.arn() + more;
    }
  }

  /** Every place was asked at or after {@code askedAt}, and nothing uses it. */
  record Unused(Instant observedAt) implements Usage {}

  /** A place could not be asked: counts as in use. */
  record Unknown(String message) implements Usage {}

  /** The question is under way. */
  record Pending() implements Usage {}

  /** The verdict on what DescribeImageReferences said of one image. */
  static Usage of(Observation<List<ImageReference>> references) {
    return switch (references) {
      case Observation.Known<List<ImageReference>>(var by, var askedAt) ->
          by.isEmpty() ? new Unused(askedAt) : new Used(by);
      case Observation.Pending<List<ImageReference>>() -> new Pending();
      case Observation.Failed<List<ImageReference>>(var failure, var retryAt) ->
          new Unknown(failure.action() + " failed: " + failure.getMessage());
    };
  }
}
