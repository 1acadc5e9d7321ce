package dev.amioperator.image;

import dev.amioperator.account.SourceAllowlist;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.SnapshotSource.VirtualizationType;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.reconcile.ReadyState;
import java.util.Objects;
import java.util.Optional;

/** {@code source.instanceStore}: RegisterImage with the manifest of a bundle in S3. */
record InstanceStoreSourceHandler(ImageSource.InstanceStore source) implements SourceHandler {
  @Override
  public Optional<AwsAction> createAction(DesiredImage desired) {
    return Optional.of(
        new ImageCreationAction.RegisterImageFromManifest(
            desired.imageName(),
            desired.attributes().description(),
            source.manifest(),
            source.architecture().value(),
            Objects.requireNonNullElse(source.virtualizationType(), VirtualizationType.HVM).value(),
            desired.tagsOnCreate()));
  }

  @Override
  public Optional<ReadyState> refusal(
      SourceAllowlist allowlist, NamespaceResources claim, ObservedImageSource observed) {
    return allowlist.bucketRefusal(source.manifest().split("/", 2)[0]);
  }

  @Override
  public String contentDescription() {
    return "What is in S3";
  }
}
