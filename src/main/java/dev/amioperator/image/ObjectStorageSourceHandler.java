package dev.amioperator.image;

import dev.amioperator.account.SourceAllowlist;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.reconcile.ReadyState;
import java.util.Optional;

/** {@code source.objectStorage}: CreateRestoreImageTask of an image that is stored in S3. */
record ObjectStorageSourceHandler(ImageSource.ObjectStorage source) implements SourceHandler {
  @Override
  public Optional<AwsAction> createAction(DesiredImage desired) {
    return Optional.of(
        new ImageCreationAction.CreateRestoreImageTask(
            desired.imageName(), source.bucket(), source.key(), desired.tagsOnCreate()));
  }

  @Override
  public Optional<ReadyState> refusal(
      SourceAllowlist allowlist, NamespaceResources claim, ObservedImageSource observed) {
    return allowlist.bucketRefusal(source.bucket());
  }

  @Override
  public String contentDescription() {
    return "What is in S3";
  }
}
