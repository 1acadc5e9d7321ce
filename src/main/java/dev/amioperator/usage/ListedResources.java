package dev.amioperator.usage;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.observer.ListedObjects;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.ReferencedImages;
import java.time.Instant;
import java.util.List;

/**
 * Resources of a type that DescribeImageReferences leaves out: all of a region, or of the cluster.
 *
 * @param name the resources in a sentence
 */
public record ListedResources(String name, Observation<ReferencedImages> observation)
    implements UsagePlace {
  /** AWS resources of an AwsAccount; an empty name is that of the image's. */
  public ListedResources(
      String account, ListedResourceType type, Observation<ReferencedImages> observation) {
    this(type.plural() + UsagePlace.ofAccount(account), observation);
  }

  /** Kubernetes objects of this cluster. */
  public ListedResources(ListedObjects objects) {
    this(objects.resource() + " of this cluster", objects.listing());
  }

  @Override
  public Usage usageOf(String imageId) {
    return switch (observation) {
      case Observation.Known<ReferencedImages>(var listed, var observedAt) -> {
        List<ImageReference> references = listed.of(imageId);
        yield references.isEmpty()
            ? listed.confirmableAt().<Usage>map(this::implausible).orElse(unused(observedAt))
            : new Usage.Used(references);
      }
      case Observation.Pending<ReferencedImages>() -> new Usage.Pending();
      case Observation.Failed<ReferencedImages>(var failure, var retryAt) ->
          new Usage.Unknown(
              "the %s could not be listed. %s failed: %s"
                  .formatted(name, failure.action(), failure.getMessage()));
    };
  }

  private static Usage unused(Instant observedAt) {
    return new Usage.Unused(observedAt);
  }

  private Usage implausible(Instant confirmableAt) {
    return new Usage.Unknown(
        ("suddenly no image or snapshot is found in the %s, where some were before. They are listed"
                + " again after %s")
            .formatted(name, confirmableAt));
  }

  @Override
  public boolean pending() {
    return observation instanceof Observation.Pending;
  }
}
