package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.MadeAs;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import java.util.Map;
import java.util.Optional;

/** What the spec of an AmiImage asks of EC2, with every default filled in. */
record DesiredImage(
    Owner owner,
    String region,
    String imageName,
    SourceHandler source,
    String sourceHash,
    DesiredAttributes attributes,
    Optional<DesiredFastLaunch> fastLaunch,
    DeletionPolicy deletionPolicy,
    DeletionGuard deletionGuard,
    String uid) {
  static DesiredImage of(AmiImage resource, ClusterId cluster) {
    AmiImageSpec spec = resource.getSpec();
    Owner owner = Owner.of(cluster, resource);
    String imageName = imageName(resource);
    SourceHandler source = SourceHandler.of(spec.source());
    String sourceHash = SourceHash.of(spec.source());
    return new DesiredImage(
        owner,
        spec.region(),
        imageName,
        source,
        sourceHash,
        ImageAttributes.of(spec, owner.tags(Role.IMAGE, sourceHash)),
        Optional.ofNullable(spec.fastLaunch()).map(DesiredFastLaunch::of),
        Optional.ofNullable(spec.deletionPolicy()).orElseGet(source::defaultDeletionPolicy),
        Optional.ofNullable(spec.deletionGuard()).orElse(DeletionGuard.REFERENCES),
        resource.getMetadata().getUid());
  }

  /**
   * Stands for one build of this very object: EC2 launches one builder for it, however often it is
   * asked. After a refusal it is another one, for EC2 may go on refusing what it remembers.
   *
   * @param build none for the first one, before anything is known of it
   */
  String buildToken(Optional<BuildStatus> build) {
    return Owner.hash(
        String.join(
            "|",
            owner.cluster().value(),
            owner.resource(),
            uid,
            sourceHash,
            build.map(BuildStatus::previousInstanceId).orElse("first"),
            build.map(BuildStatus::refusals).map(String::valueOf).orElse("0")));
  }

  /** Whether Windows fast launch is put right while the image is as it is now. */
  boolean managesFastLaunch(Image image) {
    return fastLaunch.isPresent() && attributes.managesSharing(image.state());
  }

  /** The name of an image that is made; one that exists already keeps its own. */
  Optional<String> nameToCreate() {
    return source.createsImage() ? Optional.of(imageName) : Optional.empty();
  }

  private static String imageName(AmiImage resource) {
    return Optional.ofNullable(resource.getSpec().imageName())
        .orElseGet(
            () -> resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName());
  }

  /** The tags for the create call: also where and under which name the image is made. */
  Map<String, String> tagsOnCreate() {
    return attributes.withMadeAs(new MadeAs(region, imageName)).tags();
  }

  /** The attributes for an image that is there; one that was adopted keeps its own name. */
  DesiredAttributes attributesOf(Image image) {
    return attributes.withMadeAs(new MadeAs(region, image.name()));
  }
}
