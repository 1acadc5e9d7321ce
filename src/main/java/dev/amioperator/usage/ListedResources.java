package dev.amioperator.usage;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.ReferencedImages;
import java.time.Instant;
import java.util.List;

/**
 * Resources of a type that DescribeImageReferences leaves out, all of a region.
 *
 * @param account the AwsAccount, if it is another one than the image's; empty: the image's
 */
public record ListedResources(
    String account, ListedResourceType type, Observation<ReferencedImages> observation)
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
                  .formatted(name(), failure.action(), failure.getMessage()));
    };
  }

  private static Usage unused(Instant observedAt) {
    return new Usage.Unused(observedAt);
  }

  private Usage implausible(Instant confirmableAt) {
    return new Usage.Unknown(
        ("AWS suddenly shows no image in the %s, where it showed some before. They are listed"
                + " again after %s")
            .formatted(name(), confirmableAt));
  }

  private String name() {
    return type.plural() + UsagePlace.ofAccount(account);
  }

  @Override
  public boolean pending() {
    return observation instanceof Observation.Pending;
  }
}
