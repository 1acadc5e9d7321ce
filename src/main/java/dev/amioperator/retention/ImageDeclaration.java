package dev.amioperator.retention;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.ownership.Owner;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An image id in the spec or status of an AmiImage or AmiCopy.
 *
 * <p>Whoever may create objects in a namespace can name any image. So it counts only if the object
 * may use the image.
 *
 * @param owner the object
 * @param account the AwsAccount that the object may use
 */
record ImageDeclaration(Owner owner, AwsAccount account, String imageId, Use use) {

  /** What the object does with the image. */
  private sealed interface Use {
    /** It observes or copies the image. */
    record Read() implements Use {}

    /** It adopts the image. */
    record Adopted() implements Use {}

    /** It creates the image, with this name. */
    record Created(String imageName) implements Use {}

    /** It created the image as a copy; the status recorded the name before the call. */
    record Copied(String imageName) implements Use {}
  }

  /** The AwsAccounts that objects may use. */
  @FunctionalInterface
  interface PermittedAccounts {
    /** An AwsAccount, if it exists and the objects of the namespace may use it. */
    Optional<AwsAccount> find(String namespace, String account);
  }

  /** The images that an object names; none if it may not use its AwsAccount. */
  static Stream<ImageDeclaration> of(
      ClusterId cluster, HasMetadata object, PermittedAccounts accounts) {
    return accounts
        .find(object.getMetadata().getNamespace(), accountName(object))
        .map(account -> of(Owner.of(cluster, object), account, object))
        .orElse(Stream.empty());
  }

  private static Stream<ImageDeclaration> of(Owner owner, AwsAccount account, HasMetadata object) {
    return switch (object) {
      case AmiImage image -> ofImage(owner, account, image);
      case AmiCopy copy -> ofCopy(owner, account, copy);
      default -> throw new IllegalArgumentException("neither AmiImage nor AmiCopy: " + object);
    };
  }

  private static String accountName(HasMetadata object) {
    return AccountAccess.nameOf(
        switch (object) {
          case AmiImage image -> image.getSpec().accountRef();
          case AmiCopy copy when copy.getSpec().source().accountRef() == null ->
              copy.getStatus() == null ? null : copy.getStatus().accountRef();
          case AmiCopy copy -> copy.getSpec().source().accountRef();
          default -> null;
        });
  }

  private static Stream<ImageDeclaration> ofImage(Owner owner, AwsAccount account, AmiImage image) {
    Optional<ImageSource.Existing> existing =
        Optional.ofNullable(image.getSpec().source().existing());
    Use use =
        existing
            .<Use>map(e -> e.management() == Management.ADOPT ? new Use.Adopted() : new Use.Read())
            .orElseGet(() -> new Use.Created(imageName(image)));
    Stream<ImageDeclaration> own =
        Stream.of(
                existing.map(ImageSource.Existing::imageId),
                Optional.ofNullable(image.getStatus()).map(AmiImageStatus::imageId))
            .flatMap(Optional::stream)
            .map(id -> new ImageDeclaration(owner, account, id, use));
    return Stream.concat(
        own, baseImages(image).map(id -> new ImageDeclaration(owner, account, id, new Use.Read())));
  }

  /** The base image that a build names, and the one that a build in progress was launched from. */
  private static Stream<String> baseImages(AmiImage image) {
    return Stream.of(
            Optional.ofNullable(image.getSpec().source().build())
                .map(BuildSource::base)
                .map(BuildSource.Base::imageId),
            Optional.ofNullable(image.getStatus())
                .map(AmiImageStatus::build)
                .filter(build -> build.imageId() == null)
                .map(BuildStatus::baseImageId))
        .flatMap(Optional::stream)
        .distinct();
  }

  private static String imageName(AmiImage image) {
    return Optional.ofNullable(image.getSpec().imageName())
        .orElseGet(() -> image.getMetadata().getNamespace() + "/" + image.getMetadata().getName());
  }

  /** Without superseded copies. */
  private static Stream<ImageDeclaration> ofCopy(Owner owner, AwsAccount account, AmiCopy copy) {
    Optional<AmiCopyStatus> status = Optional.ofNullable(copy.getStatus());
    Stream<ImageDeclaration> sources =
        Stream.of(
                Optional.ofNullable(copy.getSpec().source().imageId()),
                status.map(AmiCopyStatus::sourceImageId))
            .flatMap(Optional::stream)
            .map(id -> new ImageDeclaration(owner, account, id, new Use.Read()));
    Stream<ImageDeclaration> copies =
        status.map(AmiCopyStatus::regions).orElse(List.of()).stream()
            .filter(region -> region.imageId() != null)
            .map(
                region ->
                    new ImageDeclaration(
                        owner, account, region.imageId(), new Use.Copied(region.imageName())));
    return Stream.concat(sources, copies);
  }

  /** Whether the AwsAccount allows the object what it does with the image. */
  boolean entitledTo(Image image, String region) {
    Allowlist allowlist = Allowlist.of(account);
    NamespaceResources created = NamespaceResources.of(owner, accountRegion(image, region));
    return allowlist.sources().imageRefusal(image, created).isEmpty()
        || switch (use) {
          case Use.Read() -> false;
          case Use.Adopted() -> allowlist.sources().adoptionRefusal(image).isEmpty();
          case Use.Created(String name) ->
              image.name().equals(name) && allowlist.imageNameRefusal(name, owner).isEmpty();
          case Use.Copied(String name) -> image.name().equals(name);
        };
  }

  /** An AwsAccount that STS has not verified yet may be that of the image. */
  private AccountRegion accountRegion(Image image, String region) {
    String accountId =
        Optional.ofNullable(account.getStatus())
            .map(AwsAccountStatus::accountId)
            .orElse(image.ownerId());
    return new AccountRegion(account.getMetadata().getName(), accountId, region);
  }
}
