package dev.amioperator.image;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.CopyGrant;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The accounts that AmiCopies let copy the image of an AmiImage for a while. The AmiCopy grants and
 * revokes their permissions; the AmiImage leaves these alone.
 *
 * <p>Users may edit a status. A grant counts only if the spec of the AmiCopy names the image and an
 * AwsAccount of the grant's account, and the AwsAccount of the image allows to share with it.
 *
 * @param copies an informer whose events trigger no AmiImage: the next reconcile reads its cache
 */
record CopyingAccounts(
    InformerEventSource<AmiCopy, AmiImage> copies,
    InformerEventSource<AwsAccount, AmiImage> accounts) {
  static CopyingAccounts of(
      EventSourceContext<AmiImage> context, InformerEventSource<AwsAccount, AmiImage> accounts) {
    return new CopyingAccounts(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(AmiCopy.class, AmiImage.class)
                .withName(HasMetadata.getPlural(AmiCopy.class))
                .withSecondaryToPrimaryMapper(copy -> Set.of())
                .build(),
            context),
        accounts);
  }

  /** The ids of the accounts with a permission on the image in the status of an AmiImage. */
  Set<String> of(AmiImage image, Allowlist allowlist) {
    String namespace = image.getMetadata().getNamespace();
    String name = image.getMetadata().getName();
    String imageId = Optional.ofNullable(image.getStatus()).map(AmiImageStatus::imageId).orElse("");
    return copies
        .list(copy -> copy.getMetadata().getNamespace().equals(namespace))
        .filter(copy -> name.equals(copy.getSpec().source().imageRef()))
        .flatMap(
            copy ->
                grants(copy).stream()
                    .filter(grant -> grant.imageRef().equals(name))
                    .filter(grant -> grant.imageId().equals(imageId))
                    .filter(grant -> names(copy, grant.accountId())))
        .map(CopyGrant::accountId)
        .filter(accountId -> allowlist.copyingAccountRefusal(accountId, name).isEmpty())
        .collect(Collectors.toSet());
  }

  /** A destination without {@code accountRef} is in the account of the image. */
  private boolean names(AmiCopy copy, String accountId) {
    return copy.getSpec().destinations().stream()
        .flatMap(to -> Stream.ofNullable(to.accountRef()))
        .flatMap(ref -> accounts.get(new ResourceID(ref)).stream())
        .flatMap(account -> AccountAccess.pinnedId(account).stream())
        .anyMatch(accountId::equals);
  }

  private static List<CopyGrant> grants(AmiCopy copy) {
    return Optional.ofNullable(copy.getStatus()).map(AmiCopyStatus::grants).orElse(List.of());
  }
}
