package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.NOW;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** AmiImages with a build source and observed build instances for tests of planners. */
final class BuildFixtures {
  static final Instant LAUNCHED = NOW;

  /** Thirty minutes after the launch. */
  static final Instant DEADLINE = NOW.plusSeconds(1800);

  /** Console output with the success marker. */
  static final String BUILT = "[   12.3] cloud-init[817]: AMI-BUILD-SUCCEEDED\nbye\n";

  private static final String SOURCE =
      """
      {build: {base: {imageId: ami-0000000000000000b}, instanceType: t3.small, timeout: 30m,
        userData: {configMapKeyRef: {name: web, key: script}}}}\
      """;

  private BuildFixtures() {}

  /** An AmiImage with its latest recorded build, or null. */
  static ImageCase withBuild(BuildStatus build) {
    return desired(SOURCE, build, Map.of());
  }

  static ImageCase withSource(String source, BuildStatus build) {
    return desired(source, build, Map.of());
  }

  /** The AmiImage with the recreate annotation. */
  static ImageCase withRecreateAnnotation(BuildStatus build, String id) {
    return desired(SOURCE, build, Map.of("amioperator.dev/recreate", id));
  }

  private static ImageCase desired(
      String source, BuildStatus build, Map<String, String> annotations) {
    AmiImageStatus status =
        Manifests.read(
                "{observedGeneration: 1, accountId: '123456789012', imageName: web-42}",
                AmiImageStatus.class)
            .withBuild(build);
    AmiImage resource = ImageFixtures.resource(Manifests.read(source, ImageSource.class), status);
    resource.getMetadata().setUid("uid-1");
    resource.getMetadata().setAnnotations(annotations);
    return new ImageCase(resource);
  }

  /** An AmiImage without a status. */
  static AmiImage resource() {
    AmiImage resource = ImageFixtures.resource(Manifests.read(SOURCE, ImageSource.class), null);
    resource.getMetadata().setUid("uid-1");
    return resource;
  }

  static BuildInstance buildInstance(ImageCase image, String id, BuildInstance.State state) {
    String token = image.buildToken();
    return new BuildInstance(
        id,
        state,
        "because",
        LAUNCHED,
        Optional.empty(),
        Optional.of(token),
        Map.of(TagKeys.BUILD, token));
  }

  /** A build instance of the object that matches no recorded build. */
  static BuildInstance strayInstance(String id, BuildInstance.State state) {
    return new BuildInstance(
        id,
        state,
        "",
        LAUNCHED,
        Optional.of("sir-9"),
        Optional.empty(),
        Map.of(TagKeys.BUILD, "before"));
  }

  static BuildInputs.Complete inputs(String userData) {
    return new BuildInputs.Complete(
        image("ami-0000000000000000b", Image.State.AVAILABLE),
        userData.getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  static Image image(String id, Image.State state) {
    return Ec2Fixtures.image(id, state, Map.of());
  }

  static ObservedImage observed(BuildInstance... instances) {
    return observed(new ObservedBuild(List.of(instances), Optional.empty(), Optional.empty()));
  }

  static ObservedImage observed(String console, BuildInstance... instances) {
    return observed(new ObservedBuild(List.of(instances), Optional.of(console), Optional.empty()));
  }

  static ObservedImage observed(BuildInputs inputs, BuildInstance... instances) {
    return observed(new ObservedBuild(List.of(instances), Optional.empty(), Optional.of(inputs)));
  }

  static ObservedImage notObserved() {
    return ImageFixtures.observed(OwnedResources.NONE, Optional.empty());
  }

  private static ObservedImage observed(ObservedBuild build) {
    return ImageFixtures.observed(
        OwnedResources.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(build),
        new RecycleBinState.NotObserved());
  }
}
