package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Suspension;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Other objects of the namespace that need permissions on source images.
 *
 * @param others the other AmiCopies
 * @param images reads an AmiImage by its name
 * @param isAccountId whether an AWS account is that of an AwsAccount
 */
record SourceGrantUse(
    List<AmiCopy> others,
    Function<String, Optional<AmiImage>> images,
    Predicate<String> isAccountId) {
  /** States of a copy that reads nothing of its source, or never will again. */
  private static final Set<String> ENDED =
      Set.of(
          Image.State.AVAILABLE.value(),
          Image.State.DISABLED.value(),
          RegionStatusFactory.DELETING,
          RegionStatusFactory.GONE);

  /** The informer caches that show the use of grants. */
  record Caches(
      Cache<AmiCopy> copies,
      InformerEventSource<AmiImage, AmiCopy> images,
      InformerEventSource<AwsAccount, AmiCopy> accounts) {
    /** The other objects in the namespace of an AmiCopy. */
    SourceGrantUse of(AmiCopy copy) {
      String namespace = copy.getMetadata().getNamespace();
      String name = copy.getMetadata().getName();
      return new SourceGrantUse(
          copies
              .list(other -> other.getMetadata().getNamespace().equals(namespace))
              .filter(other -> !other.getMetadata().getName().equals(name))
              .filter(other -> !grants(other).isEmpty())
              .toList(),
          imageRef -> images.get(new ResourceID(imageRef, namespace)),
          id ->
              accounts
                  .list(account -> AccountAccess.pinnedId(account).equals(Optional.of(id)))
                  .findAny()
                  .isPresent());
    }
  }

  SourceGrantUse {
    others = List.copyOf(others);
  }

  /** The grants of others on the same image to the same account. */
  List<CopyGrant> recorded(CopyGrant grant) {
    return others.stream()
        .flatMap(copy -> grants(copy).stream())
        .filter(other -> same(other, grant))
        .toList();
  }

  /** The permissions that the AmiImage of a grant declares in its spec. */
  DesiredSharing declared(CopyGrant grant) {
    return images
        .apply(grant.imageRef())
        .map(image -> DesiredSharing.of(image.getSpec().launchPermissions()))
        .orElse(DesiredSharing.UNMANAGED);
  }

  /** Whether an account is one that AmiCopies can give a permission. */
  boolean isCopyingAccount(String accountId) {
    return isAccountId.test(accountId);
  }

  /** Whether another AmiCopy has a copy in progress that needs the grant. */
  boolean inUse(CopyGrant grant) {
    return others.stream()
        .filter(SourceGrantUse::completesCopies)
        .filter(copy -> grant.imageRef().equals(copy.getSpec().source().imageRef()))
        .filter(copy -> Suspension.of(copy.getSpec().suspend()).isEmpty())
        .filter(copy -> grants(copy).stream().anyMatch(other -> same(other, grant)))
        .anyMatch(copy -> inUse(copy.getStatus().sourceImageId(), regions(copy), grant));
  }

  /** A deleted AmiCopy that releases its copies keeps its grants until they are complete. */
  private static boolean completesCopies(AmiCopy copy) {
    return copy.getMetadata().getDeletionTimestamp() == null
        || copy.getSpec().deletionPolicy() == DeletionPolicy.RELEASE;
  }

  /**
   * Whether a copy in progress needs the grant.
   *
   * @param sourceImageId the image that is being copied
   * @param regions the entries of desired destinations
   */
  static boolean inUse(String sourceImageId, Collection<RegionStatus> regions, CopyGrant grant) {
    return grant.imageId().equals(sourceImageId)
        && regions.stream()
            .filter(entry -> entry.accountId().equals(grant.accountId()))
            .filter(RegionStatusFactory::mayHaveCopies)
            .anyMatch(SourceGrantUse::inProgress);
  }

  /** A copy that failed gets the permissions again when it is repeated, which may be never. */
  private static boolean inProgress(RegionStatus entry) {
    return !ENDED.contains(String.valueOf(entry.state())) && !RegionStatusFactory.isFailed(entry);
  }

  /** Whether two grants concern the same image and account. */
  static boolean same(CopyGrant a, CopyGrant b) {
    return a.accountId().equals(b.accountId())
        && a.sourceAccountId().equals(b.sourceAccountId())
        && a.region().equals(b.region())
        && a.imageId().equals(b.imageId());
  }

  private static List<CopyGrant> grants(AmiCopy copy) {
    return RegionStatusFactory.orEmpty(
        Optional.ofNullable(copy.getStatus()).map(AmiCopyStatus::grants).orElse(null));
  }

  private static List<RegionStatus> regions(AmiCopy copy) {
    return RegionStatusFactory.orEmpty(copy.getStatus().regions());
  }
}
