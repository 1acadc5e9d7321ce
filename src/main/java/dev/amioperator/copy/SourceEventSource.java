package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Triggers a reconcile of AmiCopies when their source AmiImage changes. */
final class SourceEventSource {
  private SourceEventSource() {}

  static InformerEventSource<AmiImage, AmiCopy> of(EventSourceContext<AmiCopy> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(AmiImage.class, AmiCopy.class)
            .withName("amiimages")
            .withSecondaryToPrimaryMapper(image -> copiesOf(image, context))
            .withPrimaryToSecondaryMapper(
                (AmiCopy copy) -> sourceRef(copy).map(Set::of).orElseGet(Set::of))
            .build(),
        context);
  }

  private static Set<ResourceID> copiesOf(AmiImage image, EventSourceContext<AmiCopy> context) {
    Optional<ResourceID> id = Optional.of(ResourceID.fromResource(image));
    return context
        .getPrimaryCache()
        .list(copy -> sourceRef(copy).equals(id))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  /** The AmiImage that a copy references, if the informer has it. */
  static Optional<AmiImage> imageOf(AmiCopy copy, InformerEventSource<AmiImage, AmiCopy> images) {
    return sourceRef(copy).flatMap(images::get);
  }

  private static Optional<ResourceID> sourceRef(AmiCopy copy) {
    return Optional.ofNullable(copy.getSpec().source().imageRef())
        .map(name -> new ResourceID(name, copy.getMetadata().getNamespace()));
  }
}
