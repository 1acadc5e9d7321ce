package dev.amioperator.image;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.ImageLookup;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.SsmQueries;
import dev.amioperator.reconcile.AllowedImagesNote;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Resolves the image that a lookup, an SSM parameter or an AmiImage names. Throws {@link
 * ObservationReader.ObservationPendingException} when the answer of EC2 or SSM is pending or
 * failed.
 */
final class ImageResolver {
  private final ObservationSession session;

  ImageResolver(ObservationSession session) {
    this.session = session;
  }

  /**
   * The image that a build instance is launched from.
   *
   * @param sibling the AmiImage of a name in the same namespace
   */
  ResolvedImage resolveBase(BuildSource.Base base, Function<String, Optional<AmiImage>> sibling) {
    if (base.lookup() != null) {
      return fromLookup(base.lookup());
    }
    if (base.ssmParameter() != null) {
      return fromSsmParameter(base.ssmParameter());
    }
    return base.imageId() != null
        ? fromImageId(base.imageId())
        : fromAmiImage(base.imageRef(), sibling.apply(base.imageRef()));
  }

  private ResolvedImage fromAmiImage(String name, Optional<AmiImage> sibling) {
    if (sibling.isEmpty()) {
      return ResolvedImage.none("there is no AmiImage %s in this namespace".formatted(name));
    }
    AmiImageSpec spec = sibling.get().getSpec();
    if (!session.accountRegion().region().equals(spec.region())
        || !session.accountRegion().account().equals(AccountAccess.nameOf(spec.accountRef()))) {
      return ResolvedImage.none(
          ("AmiImage %s is in another region or account; create an AmiCopy of it, and name the copy"
                  + " by imageId or ssmParameter")
              .formatted(name));
    }
    return Optional.ofNullable(sibling.get().getStatus())
        .map(AmiImageStatus::imageId)
        .map(this::fromImageId)
        .orElseGet(() -> ResolvedImage.none("AmiImage %s has no image yet".formatted(name)));
  }

  /** The newest image that matches a lookup. */
  ResolvedImage fromLookup(ImageLookup lookup) {
    ImageSearch search = toImageSearch(lookup);
    return ResolvedImage.newest(session.get(ImageQueries.search(search)), session.now())
        .map(this::fromImageId)
        .orElseGet(
            () ->
                ResolvedImage.none(
                    ResolvedImage.noneFound(
                            session.get(ImageQueries.search(search.withDeprecated())))
                        + AllowedImagesNote.of(session)));
  }

  /** The image whose id an SSM parameter holds. */
  ResolvedImage fromSsmParameter(String name) {
    Optional<String> value = session.get(SsmQueries.parameter(name));
    return ResolvedImage.parseImageId(value)
        .map(this::fromImageId)
        .orElseGet(() -> ResolvedImage.none(unusableParameter(name, value)));
  }

  private static String unusableParameter(String name, Optional<String> value) {
    return value
        .map(
            text ->
                "the value of the SSM parameter %s is %s; write an image id (ami-…) into it"
                    .formatted(name, ResolvedImage.kindOf(text)))
        .orElseGet(() -> "there is no SSM parameter %s in this region".formatted(name));
  }

  private ResolvedImage fromImageId(String id) {
    return ResolvedImage.ofImageId(
        id, session.get(ImageQueries.byId(id)), () -> AllowedImagesNote.of(session));
  }

  /** The filters of DescribeImages for a lookup. */
  static ImageSearch toImageSearch(ImageLookup lookup) {
    Map<String, List<String>> filters = new TreeMap<>();
    if (lookup.filters() != null) {
      lookup.filters().forEach(filter -> filters.put(filter.name(), filter.values()));
    }
    if (lookup.name() != null) {
      filters.put("name", List.of(lookup.name()));
    }
    if (lookup.architecture() != null) {
      filters.put("architecture", List.of(lookup.architecture().value()));
    }
    return new ImageSearch(lookup.owners(), filters);
  }
}
