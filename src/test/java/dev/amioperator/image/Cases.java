package dev.amioperator.image;

import static dev.amioperator.testing.Examples.NOW;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** AmiImages and looks at EC2 for tests of decisions. */
final class Cases {
  static final ClusterId CLUSTER = new ClusterId("c1");
  private static final String INSTANCE =
      "{instance: {instanceId: i-0123456789abcdef0, noReboot: true}}";
  private static final String SNAPSHOT =
      "{snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64, bootMode: uefi}}";

  private Cases() {}

  static ImageCase fromInstance() {
    return of(INSTANCE);
  }

  static ImageCase fromSnapshot() {
    return of(SNAPSHOT);
  }

  static ImageCase existing(Management management) {
    return of(
        management == Management.ADOPT
            ? "{existing: {imageId: ami-0000000000000000e, management: Adopt}}"
            : "{existing: {imageId: ami-0000000000000000e}}");
  }

  /** An object with this source, in YAML, that has no status yet. */
  static ImageCase of(String source) {
    return new ImageCase(resource(Manifests.read(source, ImageSource.class), null));
  }

  /** The same object once its status says that an image of its name is being made. */
  static ImageCase announced(ImageCase image) {
    return new ImageCase(resource(image.source(), status(null, image.imageName())));
  }

  /** The same object once its status names an image. */
  static ImageCase knowing(ImageCase image, String imageId) {
    return new ImageCase(resource(image.source(), status(imageId, image.imageName())));
  }

  /** The same, and somebody wants another image in the place of that one. */
  static ImageCase recreating(ImageCase image, String imageId) {
    AmiImage resource = resource(image.source(), status(imageId, image.imageName()));
    resource.getMetadata().setAnnotations(Map.of(Annotations.RECREATE, imageId));
    return new ImageCase(resource);
  }

  /**
   * The same object once its status has no image, but the state of the last one and snapshots of
   * ours.
   *
   * @param recreate the lost image that may be made again
   */
  static ImageCase remembering(
      ImageCase image, String state, Optional<String> recreate, String... snapshots) {
    String ledger =
        Stream.of(snapshots)
            .map("{snapshotId: %s, origin: Created}"::formatted)
            .collect(Collectors.joining(", ", "[", "]"));
    AmiImage resource =
        resource(
            image.source(),
            Manifests.read(
                "{observedGeneration: 1, accountId: '123456789012', imageName: %s, state: %s, snapshots: %s}"
                    .formatted(image.imageName(), state, ledger),
                AmiImageStatus.class));
    recreate.ifPresent(
        id -> resource.getMetadata().setAnnotations(Map.of(Annotations.RECREATE, id)));
    return new ImageCase(resource);
  }

  static ObservedImage observed(OwnedResources ownedResources, Optional<Presence<Image>> byId) {
    return new ObservedImage(
        ownedResources,
        byId,
        Optional.empty(),
        Map.of(),
        ObservedSharing.NOT_OBSERVED,
        FastLaunch.OFF,
        NOW,
        Optional.empty(),
        Optional.empty(),
        new RecycleBinState.NotObserved());
  }

  static AmiImage resource(ImageSource source, AmiImageStatus status) {
    return resource(
        Manifests.read(
            "{region: eu-west-1, imageName: web-42, source: %s}".formatted(Manifests.json(source)),
            AmiImageSpec.class),
        status);
  }

  static AmiImage resource(AmiImageSpec spec, AmiImageStatus status) {
    AmiImage resource = new AmiImage();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("images")
            .withName("web-42")
            .withGeneration(1L)
            .build());
    resource.setSpec(spec);
    resource.setStatus(status);
    return resource;
  }

  private static AmiImageStatus status(String imageId, String imageName) {
    return Manifests.read(
        "{observedGeneration: 1, accountId: '123456789012', imageId: %s, imageName: %s}"
            .formatted(imageId, imageName),
        AmiImageStatus.class);
  }
}
