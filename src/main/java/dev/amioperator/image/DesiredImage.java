package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.attributes.RemovedFields;
import dev.amioperator.attributes.TagLimit;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Desired state of an image in EC2: the spec of an AmiImage with every default filled in. */
record DesiredImage(
    Owner owner,
    String accountId,
    String region,
    String imageName,
    SourceHandler source,
    String sourceHash,
    DesiredAttributes attributes,
    Optional<DesiredFastLaunch> fastLaunch,
    RemovedFields optionalFields,
    DeletionPolicy deletionPolicy,
    DeletionGuard deletionGuard,
    String uid) {
  /**
   * The desired state of an AmiImage.
   *
   * @param accountId the account in which the image is created; not used for an image that exists
   */
  static DesiredImage of(AmiImage resource, ClusterId cluster, String accountId) {
    AmiImageSpec spec = resource.getSpec();
    Owner owner = Owner.of(cluster, resource);
    SourceHandler source = SourceHandler.of(spec.source());
    String sourceHash = SourceHash.of(spec.source());
    return new DesiredImage(
        owner,
        accountId,
        spec.region(),
        Optional.ofNullable(spec.imageName())
            .orElseGet(
                () ->
                    resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName()),
        source,
        sourceHash,
        ImageAttributes.of(spec, owner.tags(Role.IMAGE, sourceHash)),
        Optional.ofNullable(spec.fastLaunch()).map(DesiredFastLaunch::of),
        ImageAttributes.optionalFields(spec),
        Optional.ofNullable(spec.deletionPolicy()).orElseGet(source::defaultDeletionPolicy),
        Optional.ofNullable(spec.deletionGuard()).orElse(DeletionGuard.REFERENCES),
        resource.getMetadata().getUid());
  }

  /** What objects of the object's namespace created in the image's region. */
  NamespaceResources namespaceResources(String account) {
    return NamespaceResources.of(owner, new AccountRegion(account, accountId, region));
  }

  /** The build source of an image that is built. */
  BuildSource buildSource() {
    return source.build().orElseThrow();
  }

  /**
   * Client token of RunInstances for a build: EC2 launches at most one build instance for it. A
   * refusal changes the token, for EC2 may repeat its answer to a known token.
   *
   * @param build empty before the first build is recorded
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

  /** Whether Windows fast launch is managed in the present state of the image. */
  boolean managesFastLaunch(Image image) {
    return fastLaunch.isPresent() && attributes.managesSharing(image.state());
  }

  /**
   * The desired state with permissions of accounts that AmiCopies let copy the image for a while.
   */
  DesiredImage tolerating(Set<String> copyingAccounts) {
    return new DesiredImage(
        owner,
        accountId,
        region,
        imageName,
        source,
        sourceHash,
        attributes.tolerating(copyingAccounts),
        fastLaunch,
        optionalFields,
        deletionPolicy,
        deletionGuard,
        uid);
  }

  /** The name of the image to create; an existing image keeps its name. */
  Optional<String> nameToCreate() {
    return source.createsImage() ? Optional.of(imageName) : Optional.empty();
  }

  /** The tags of the create call, which record account, region and name of the image too. */
  Map<String, String> tagsOnCreate() {
    return attributes.withMadeAs(new MadeAsTag(accountId, region, imageName)).tags();
  }

  /**
   * EC2's limit of tags on an existing image.
   *
   * @param recordedTagKeys the user's tag keys that were set before
   */
  TagLimit tagLimit(Image image, Set<String> recordedTagKeys) {
    return new TagLimit(attributesOf(image).tags(), attributes.tagKeysToRecord(), recordedTagKeys);
  }

  /** The desired attributes of an existing image, whose tags record its own name. */
  DesiredAttributes attributesOf(Image image) {
    return attributes.withMadeAs(new MadeAsTag(image.ownerId(), region, image.name()));
  }
}
