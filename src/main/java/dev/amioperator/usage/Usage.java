package dev.amioperator.usage;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** A place could not be read, or its answer proves nothing, so the image counts as in use. */
  record Unknown(String message) implements Usage {}

  /** The read of EC2 is under way. */
  record Pending() implements Usage {}

  /** The usage of an image by EC2's answer to DescribeImageReferences. */
  static Usage of(Observation<List<ImageReference>> observation) {
    return switch (observation) {
      case Observation.Known<List<ImageReference>>(var references, var observedAt) ->
          references.isEmpty() ? new Unused(observedAt) : new Used(references);
      case Observation.Pending<List<ImageReference>>() -> new Pending();
      case Observation.Failed<List<ImageReference>>(var failure, var retryAt) ->
          new Unknown(failure.action() + " failed: " + failure.getMessage());
    };
  }

  /** The usage of an image by its references, and by every place that is read by region. */
  static Usage of(
      String imageId, Observation<List<ImageReference>> references, List<UsagePlace> places) {
    List<Usage> usages = new ArrayList<>(places.size() + 1);
    usages.add(of(references));
    places.forEach(place -> usages.add(place.usageOf(imageId)));
    return combined(usages);
  }

  /**
   * What several places know together. A use in any is a use; only if none is unknown, and all are
   * read, nothing uses the image, as of the oldest answer.
   */
  static Usage combined(List<Usage> usages) {
    List<ImageReference> references = new ArrayList<>();
    for (Usage usage : usages) {
      if (usage instanceof Used used) {
        references.addAll(used.references());
      }
    }
    if (!references.isEmpty()) {
      return new Used(List.copyOf(references));
    }
    return first(Unknown.class, usages)
        .or(() -> first(Pending.class, usages))
        .orElseGet(() -> new Unused(oldestProof(usages)));
  }

  private static Optional<Usage> first(Class<? extends Usage> type, List<Usage> usages) {
    for (Usage usage : usages) {
      if (type.isInstance(usage)) {
        return Optional.of(usage);
      }
    }
    return Optional.empty();
  }

  private static Instant oldestProof(List<Usage> usages) {
    Instant oldest = ((Unused) usages.getFirst()).observedAt();
    for (Usage usage : usages) {
      Instant observedAt = ((Unused) usage).observedAt();
      oldest = observedAt.isBefore(oldest) ? observedAt : oldest;
    }
    return oldest;
  }
}
