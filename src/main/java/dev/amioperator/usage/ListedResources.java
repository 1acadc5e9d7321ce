package dev.amioperator.usage;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.ReferencedImages;
import java.time.Instant;
import java.util.List;

/** Resources of a type that DescribeImageReferences leaves out, all of a region. */
public record ListedResources(ListedResourceType type, Observation<ReferencedImages> observation)
    implements UsagePlace {
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
                  .formatted(type.plural(), failure.action(), failure.getMessage()));
    };
  }

  private static Usage unused(Instant observedAt) {
    return new Usage.Unused(observedAt);
  }

  private Usage implausible(Instant confirmableAt) {
    return new Usage.Unknown(
        ("AWS suddenly lists no %s with an image, where it listed some before. They are listed"
                + " again after %s")
            .formatted(type.plural(), confirmableAt));
  }
}
