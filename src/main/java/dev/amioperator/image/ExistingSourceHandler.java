package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.reconcile.AllowedImagesNote;
import dev.amioperator.reconcile.ObservationSession;
import java.util.List;
import java.util.Optional;

/** {@code source.existing}: an image that others created, adopted or only observed. */
record ExistingSourceHandler(ImageSource.Existing source) implements SourceHandler {
  @Override
  public boolean createsImage() {
    return false;
  }

  @Override
  public boolean adopts() {
    return source.management() == Management.ADOPT;
  }

  @Override
  public boolean observesOnly() {
    return !adopts();
  }

  @Override
  public List<String> snapshotsToTakeOver(OwnedResources ownedResources) {
    return adopts()
        ? ownedResources.images().stream().flatMap(image -> image.snapshotIds().stream()).toList()
        : List.of();
  }

  @Override
  public Optional<String> imageId() {
    return Optional.ofNullable(source.imageId());
  }

  @Override
  public ObservedImageSource observe(ObservationSession session) {
    return ObservedImageSource.of(AllowedImagesNote.of(session));
  }

  @Override
  public Optional<String> parameter() {
    return Optional.ofNullable(source.ssmParameter());
  }

  @Override
  public Optional<String> lookupField() {
    return source.imageId() != null
        ? Optional.empty()
        : Optional.of("source.existing." + (source.lookup() != null ? "lookup" : "ssmParameter"));
  }

  @Override
  public boolean followsNewest() {
    return usesLookup() && Boolean.TRUE.equals(source.follow());
  }

  @Override
  public Optional<ResolvedImage> resolve(ImageResolver resolver) {
    return usesLookup()
        ? Optional.of(
            source.lookup() != null
                ? resolver.fromLookup(source.lookup())
                : resolver.fromSsmParameter(source.ssmParameter()))
        : Optional.empty();
  }

  @Override
  public DeletionPolicy defaultDeletionPolicy() {
    return DeletionPolicy.RETAIN;
  }
}
