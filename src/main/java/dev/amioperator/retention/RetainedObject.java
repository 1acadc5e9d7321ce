package dev.amioperator.retention;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec.CopySource;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.ResourceKind;
import dev.amioperator.ownership.TagKeys;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** An AmiImage or AmiCopy about which a policy with {@code target: Resources} decides. */
record RetainedObject(CustomResource<?, ? extends ConditionedStatus> object) {
  /**
   * An image of the object.
   *
   * @param account the AwsAccount with which it is read
   * @param accountId the account that the object pinned; empty: none yet
   */
  record ImageOfObject(String account, Optional<String> accountId, String region, String imageId) {}

  ResourceKind kind() {
    return switch (object) {
      case AmiImage image -> ResourceKind.AMI_IMAGE;
      case AmiCopy copy -> ResourceKind.AMI_COPY;
      default -> throw new IllegalArgumentException("neither AmiImage nor AmiCopy: " + object);
    };
  }

  String name() {
    return object.getMetadata().getName();
  }

  String namespace() {
    return object.getMetadata().getNamespace();
  }

  String uid() {
    return object.getMetadata().getUid();
  }

  /** The kind and name, for messages. */
  String title() {
    return kind().value() + " " + name();
  }

  Map<String, String> labels() {
    return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
  }

  Map<String, String> annotations() {
    return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
  }

  /** When the API server created the object; a restored object is new. */
  Instant created() {
    return Instant.parse(object.getMetadata().getCreationTimestamp());
  }

  boolean deleting() {
    return object.getMetadata().getDeletionTimestamp() != null;
  }

  boolean annotated() {
    return annotations().containsKey(TagKeys.UNKEPT_SINCE);
  }

  /**
   * The time in the annotation {@value TagKeys#UNKEPT_SINCE}. One that cannot be parsed, is in the
   * future, or is older than the object (it was restored, or applied from another object's YAML) is
   * ignored: the retention period restarts.
   */
  Optional<Instant> unkeptSince(Instant now) {
    try {
      return Optional.ofNullable(annotations().get(TagKeys.UNKEPT_SINCE))
          .map(Instant::parse)
          .filter(since -> !since.isAfter(now) && !since.isBefore(created()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether the object is Ready by a status of its present spec. */
  boolean ready() {
    ConditionedStatus status = object.getStatus();
    return status != null
        && status.ready()
        && object.getMetadata().getGeneration().equals(status.observedGeneration());
  }

  boolean suspended() {
    return Boolean.TRUE.equals(
        switch (object) {
          case AmiImage image -> image.getSpec().suspend();
          case AmiCopy copy -> copy.getSpec().suspend();
          default -> null;
        });
  }

  /** The name of the AmiImage of the same namespace that the object copies or builds on. */
  Optional<String> imageRef() {
    return switch (object) {
      case AmiImage image ->
          Optional.ofNullable(image.getSpec().source().build())
              .map(BuildSource::base)
              .map(BuildSource.Base::imageRef);
      case AmiCopy copy -> Optional.ofNullable(copy.getSpec().source()).map(CopySource::imageRef);
      default -> Optional.empty();
    };
  }

  /** The ids of images that the object copies, observes or builds on. */
  Stream<String> namedImageIds() {
    Stream<String> ids =
        switch (object) {
          case AmiImage image ->
              Stream.concat(
                  Stream.ofNullable(image.getSpec().source().existing())
                      .map(ImageSource.Existing::imageId),
                  Stream.ofNullable(image.getSpec().source().build())
                      .map(build -> build.base().imageId()));
          case AmiCopy copy ->
              Stream.concat(
                  Stream.of(copy.getSpec().source()).map(CopySource::imageId),
                  Stream.ofNullable(copy.getStatus()).map(AmiCopyStatus::sourceImageId));
          default -> Stream.of();
        };
    return ids.filter(Objects::nonNull);
  }

  /** The images of the object, superseded copies included, as its status names them. */
  List<ImageOfObject> images() {
    return switch (object) {
      case AmiImage image when image.getStatus() != null ->
          Stream.ofNullable(image.getStatus().imageId())
              .map(
                  id ->
                      new ImageOfObject(
                          AccountAccess.nameOf(image.getSpec().accountRef()),
                          Optional.ofNullable(image.getStatus().accountId()),
                          image.getSpec().region(),
                          id))
              .toList();
      case AmiCopy copy -> regions(copy).flatMap(RetainedObject::copiesIn).toList();
      default -> List.of();
    };
  }

  /** A region of which the status does not name each copy; empty: it names all. */
  Optional<String> regionWithUnnamedCopies() {
    return object instanceof AmiCopy copy
        ? regions(copy)
            .filter(
                region ->
                    Objects.requireNonNullElse(region.supersededCount(), 0)
                            > Stream.ofNullable(region.superseded()).mapToInt(List::size).sum()
                        || Boolean.TRUE.equals(region.requested()))
            .map(RegionStatus::region)
            .findFirst()
        : Optional.empty();
  }

  private static Stream<RegionStatus> regions(AmiCopy copy) {
    return Stream.ofNullable(copy.getStatus())
        .flatMap(status -> Stream.ofNullable(status.regions()))
        .flatMap(List::stream);
  }

  private static Stream<ImageOfObject> copiesIn(RegionStatus region) {
    Stream<String> superseded =
        Stream.ofNullable(region.superseded()).flatMap(List::stream).map(copy -> copy.imageId());
    return Stream.concat(Stream.ofNullable(region.imageId()), superseded)
        .map(
            id ->
                new ImageOfObject(
                    AccountAccess.nameOf(region.account()),
                    Optional.of(region.accountId()),
                    region.region(),
                    id));
  }
}
