package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.NOW;

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
import dev.amioperator.usage.Usage;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** AmiImages and observed EC2 images for tests of planners. */
final class ImageFixtures {
  static final ClusterId CLUSTER = new ClusterId("c1");
  private static final String INSTANCE =
      "{instance: {instanceId: i-0123456789abcdef0, noReboot: true}}";
  private static final String SNAPSHOT =
      "{snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64, bootMode: uefi}}";

  private ImageFixtures() {}

  static ImageCase fromInstance() {
    return withSource(INSTANCE);
  }

  static ImageCase fromSnapshot() {
    return withSource(SNAPSHOT);
  }

  static ImageCase existing(Management management) {
    return withSource(
        management == Management.ADOPT
            ? "{existing: {imageId: ami-0000000000000000e, management: Adopt}}"
            : "{existing: {imageId: ami-0000000000000000e}}");
  }

  /** An AmiImage with this source in YAML and without a status. */
  static ImageCase withSource(String source) {
    return new ImageCase(resource(Manifests.read(source, ImageSource.class), null));
  }

  /** The AmiImage once its status records the image name. */
  static ImageCase withRecordedName(ImageCase image) {
    return new ImageCase(resource(image.source(), status(null, image.imageName())));
  }

  /** The AmiImage once its status records an image id. */
  static ImageCase withRecordedImage(ImageCase image, String imageId) {
    return new ImageCase(resource(image.source(), status(imageId, image.imageName())));
  }

  /** The AmiImage with a request to recreate the recorded image. */
  static ImageCase withRecreateAnnotation(ImageCase image, String imageId) {
    AmiImage resource = resource(image.source(), status(imageId, image.imageName()));
    resource.getMetadata().setAnnotations(Map.of(Annotations.RECREATE, imageId));
    return new ImageCase(resource);
  }

  /**
   * The AmiImage once its status records no image, but the last image state and owned snapshots.
   *
   * @param recreate the lost image that may be recreated
   */
  static ImageCase withRecordedSnapshots(
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
    return observed(
        ownedResources,
        byId,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new RecycleBinState.NotObserved());
  }

  static ObservedImage observed(
      OwnedResources ownedResources,
      Optional<Presence<Image>> byId,
      Optional<Presence<Image>> byName,
      Optional<ResolvedImage> resolved,
      Optional<ObservedBuild> build,
      RecycleBinState recycleBinState) {
    return new ObservedImage(
        ownedResources,
        byId,
        byName,
        Map.of(),
        ObservedSharing.NOT_OBSERVED,
        FastLaunch.OFF,
        NOW,
        resolved,
        build,
        ObservedImageSource.NOT_OBSERVED,
        recycleBinState,
        new Usage.Unused(NOW));
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
