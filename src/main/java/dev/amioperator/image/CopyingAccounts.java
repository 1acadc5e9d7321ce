package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.CopyGrant;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The accounts that AmiCopies let copy the image of an AmiImage for a while. The AmiCopy grants and
 * revokes their permissions; the AmiImage leaves these alone.
 *
 * @param copies an informer whose events trigger no AmiImage: the next reconcile reads its cache
 */
record CopyingAccounts(InformerEventSource<AmiCopy, AmiImage> copies) {
  static CopyingAccounts of(EventSourceContext<AmiImage> context) {
    return new CopyingAccounts(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(AmiCopy.class, AmiImage.class)
                .withName(HasMetadata.getPlural(AmiCopy.class))
                .withSecondaryToPrimaryMapper(copy -> Set.of())
                .build(),
            context));
  }

  /** The ids of the accounts with a permission on the image in the status of an AmiImage. */
  Set<String> of(AmiImage image) {
    String namespace = image.getMetadata().getNamespace();
    String name = image.getMetadata().getName();
    String imageId = Optional.ofNullable(image.getStatus()).map(AmiImageStatus::imageId).orElse("");
    return copies
        .list(copy -> copy.getMetadata().getNamespace().equals(namespace))
        .flatMap(copy -> grants(copy).stream())
        .filter(grant -> grant.imageRef().equals(name) && grant.imageId().equals(imageId))
        .map(CopyGrant::accountId)
        .collect(Collectors.toSet());
  }

  private static List<CopyGrant> grants(AmiCopy copy) {
    return Optional.ofNullable(copy.getStatus()).map(AmiCopyStatus::grants).orElse(List.of());
  }
}
