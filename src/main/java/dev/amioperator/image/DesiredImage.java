package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.DeprecationSpec;
import dev.amioperator.api.v1alpha1.DeregistrationProtectionSpec;
import dev.amioperator.api.v1alpha1.FastLaunchSpec;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.attributes.ManagedAttribute;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.MadeAs;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.Durations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an AmiImage asks for, with every default filled in, and what it remembers of itself.
 *
 * @param recordedImageId the image that stood for it at the last look, from the status
 * @param creationRecorded whether the status says already that an image of this name is being made:
 *     only then may one be made, so that a deletion knows that it has to look for it
 * @param recreateId the image, or the builder, whose work may be done again
 * @param recordedBuild the latest build, from the status
 * @param recordedSnapshots the image's snapshots, as they stand in the status
 * @param recordedState the state of the image at the last look, from the status
 */
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
    Optional<String> recordedImageId,
    boolean creationRecorded,
    Optional<String> recreateId,
    String uid,
    Optional<BuildStatus> recordedBuild,
    List<SnapshotEntry> recordedSnapshots,
    Optional<String> recordedState) {

  static DesiredImage of(AmiImage resource, ClusterId cluster) {
    AmiImageSpec spec = resource.getSpec();
    Optional<AmiImageStatus> status = Optional.ofNullable(resource.getStatus());
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
        attributes(spec, status, owner.tags(Role.IMAGE, sourceHash)),
        Optional.ofNullable(spec.fastLaunch()).map(DesiredImage::fastLaunch),
        Optional.ofNullable(spec.deletionPolicy())
            .orElseGet(source::defaultDeletionPolicy),
        Optional.ofNullable(spec.deletionGuard()).orElse(DeletionGuard.REFERENCES),
        status.map(AmiImageStatus::imageId),
        creationRecorded(source, imageName, status),
        Annotations.recreate(resource),
        resource.getMetadata().getUid(),
        status.map(AmiImageStatus::build),
        status.map(AmiImageStatus::snapshots).map(List::copyOf).orElse(List.of()),
        status.map(AmiImageStatus::state));
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

  /** The id that EC2 is asked for when nothing carries our tags. */
  Optional<String> idToObserve() {
    return source.imageId().or(() -> recordedImageId);
  }

  /**
   * The image that is brought back when others deregister it: one that carried this object's tags,
   * and that nobody asked to have made anew.
   */
  Optional<String> imageToRestore() {
    return recordedImageId
        .filter(id -> !source.observesOnly() && idToObserve().equals(recordedImageId))
        .filter(id -> !recreateId.equals(recordedImageId))
        .filter(id -> !rebuilding());
  }

  /** Whether another image is being built in the place of one that is gone. */
  boolean rebuilding() {
    return recordedBuild.filter(b -> b.imageId() == null).isPresent();
  }

  /** Whether an image that is broken now was the object's before, and no longer being made. */
  boolean wasUsable(Image image) {
    return recordedImageId.equals(Optional.of(image.id()))
        && recordedState
            .filter(word -> !word.equals(Image.State.PENDING.value()))
            .filter(word -> !word.equals(Image.State.TRANSIENT.value()))
            .isPresent();
  }

  private static boolean creationRecorded(
      SourceHandler source, String imageName, Optional<AmiImageStatus> status) {
    return status
        .filter(s -> s.accountId() != null)
        .filter(s -> !source.createsImage() || imageName.equals(s.imageName()))
        .isPresent();
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

  private static DesiredAttributes attributes(
      AmiImageSpec spec, Optional<AmiImageStatus> status, Map<String, String> ownership) {
    Map<String, String> tags = new HashMap<>(ownership);
    if (spec.tags() != null) {
      tags.putAll(spec.tags());
    }
    return new DesiredAttributes(
        Map.copyOf(tags),
        status.map(AmiImageStatus::managedTagKeys).map(Set::copyOf).orElse(Set.of()),
        DesiredSharing.of(spec.launchPermissions()),
        Optional.ofNullable(spec.disabled()),
        otherAttributes(spec));
  }

  private static List<ManagedAttribute> otherAttributes(AmiImageSpec spec) {
    List<ManagedAttribute> others = new ArrayList<>();
    if (spec.description() != null) {
      others.add(new ManagedAttribute.Description(spec.description()));
    }
    if (spec.deprecation() != null) {
      others.add(deprecation(spec.deprecation()));
    }
    if (spec.deregistrationProtection() != null) {
      others.add(new ManagedAttribute.Protection(protection(spec.deregistrationProtection())));
    }
    if (spec.imdsSupport() != null) {
      others.add(new ManagedAttribute.ImdsV2());
    }
    return others;
  }

  private static ManagedAttribute deprecation(DeprecationSpec spec) {
    return spec.at() != null
        ? new ManagedAttribute.DeprecateAt(Instant.parse(spec.at()))
        : new ManagedAttribute.DeprecateAfter(Durations.parse(spec.after()));
  }

  private static DesiredFastLaunch fastLaunch(FastLaunchSpec spec) {
    return new DesiredFastLaunch(
        spec.enabled(),
        new FastLaunch.Settings(
            Optional.ofNullable(spec.targetResourceCount()),
            Optional.ofNullable(spec.maxParallelLaunches()),
            Optional.ofNullable(spec.launchTemplate())
                .map(
                    template ->
                        new FastLaunch.LaunchTemplate(
                            Optional.ofNullable(template.id()),
                            Optional.ofNullable(template.name()),
                            template.version()))));
  }

  private static Image.DeregistrationProtection protection(DeregistrationProtectionSpec spec) {
    if (!spec.enabled()) {
      return Image.DeregistrationProtection.DISABLED;
    }
    return Boolean.TRUE.equals(spec.cooldown())
        ? Image.DeregistrationProtection.ENABLED_WITH_COOLDOWN
        : Image.DeregistrationProtection.ENABLED;
  }
}
