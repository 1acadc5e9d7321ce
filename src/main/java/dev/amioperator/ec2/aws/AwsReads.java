package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;
import software.amazon.awssdk.services.kms.model.KeyManagerType;

/** What EC2 is asked, over the SDK. */
public final class AwsReads implements Ec2Reads {
  /** The state of block public access that EC2 knows besides {@code unblocked}. */
  private static final String BLOCKS_NEW_SHARING = "block-new-sharing";

  private final ApiCaller apiCaller;

  public AwsReads(AwsClientProvider clients, RateLimiter rateLimiter) {
    this.apiCaller = new ApiCaller(clients, rateLimiter);
  }

  @Override
  public Page<Image> images(
      AccountRegion accountRegion, ImageFilter query, Optional<String> token) {
    var request = DescribeRequests.images(query, token);
    return apiCaller.read(
        accountRegion,
        ActionClass.READ,
        "DescribeImages",
        ec2 -> Responses.images(ec2.describeImages(request)));
  }

  @Override
  public Page<ImageSummary> searchImages(
      AccountRegion accountRegion, ImageSearch search, Optional<String> token) {
    var request = DescribeRequests.search(search, token);
    return apiCaller.read(
        accountRegion,
        ActionClass.READ,
        "DescribeImages",
        ec2 -> Responses.imageSummaries(ec2.describeImages(request)));
  }

  @Override
  public Page<Snapshot> snapshots(
      AccountRegion accountRegion, Map<String, List<String>> filters, Optional<String> token) {
    var request = DescribeRequests.snapshots(filters, token);
    return apiCaller.read(
        accountRegion,
        ActionClass.READ,
        "DescribeSnapshots",
        ec2 -> Responses.snapshots(ec2.describeSnapshots(request)));
  }

  @Override
  public LaunchPermissions launchPermissions(AccountRegion accountRegion, String imageId) {
    return apiCaller.read(
        accountRegion,
        ActionClass.PER_IMAGE_READ,
        "DescribeImageAttribute",
        ec2 ->
            Responses.launchPermissions(
                ec2.describeImageAttribute(
                        request ->
                            request
                                .imageId(imageId)
                                .attribute(ImageAttributeName.LAUNCH_PERMISSION))
                    .launchPermissions()));
  }

  @Override
  public Set<String> snapshotPermissions(AccountRegion accountRegion, String snapshotId) {
    return apiCaller.read(
        accountRegion,
        ActionClass.PER_IMAGE_READ,
        "DescribeSnapshotAttribute",
        ec2 ->
            Responses.createVolumeAccounts(
                ec2.describeSnapshotAttribute(
                        request ->
                            request
                                .snapshotId(snapshotId)
                                .attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION))
                    .createVolumePermissions()));
  }

  @Override
  public boolean publicSharingBlocked(AccountRegion accountRegion) {
    return apiCaller.read(
        accountRegion,
        ActionClass.READ,
        "GetImageBlockPublicAccessState",
        ec2 ->
            BLOCKS_NEW_SHARING.equals(
                ec2.getImageBlockPublicAccessState(r -> {}).imageBlockPublicAccessState()));
  }

  @Override
  public boolean awsManagedKey(AccountRegion accountRegion, String keyArn) {
    return apiCaller.kms(
        accountRegion,
        "DescribeKey",
        kms ->
            kms.describeKey(request -> request.keyId(keyArn)).keyMetadata().keyManager()
                == KeyManagerType.AWS);
  }

  @Override
  public String keyPolicy(AccountRegion accountRegion, String keyArn) {
    return apiCaller.kms(
        accountRegion, "GetKeyPolicy", kms -> kms.getKeyPolicy(r -> r.keyId(keyArn)).policy());
  }

  @Override
  public List<KmsKeyAccess.Grant> keyGrants(AccountRegion accountRegion, String keyArn) {
    List<KmsKeyAccess.Grant> grants = new ArrayList<>();
    String marker = null;
    do {
      String from = marker;
      var page =
          apiCaller.kms(
              accountRegion,
              "ListGrants",
              kms -> kms.listGrants(r -> r.keyId(keyArn).marker(from)));
      page.grants().stream().map(Responses::grant).forEach(grants::add);
      marker = Boolean.TRUE.equals(page.truncated()) ? page.nextMarker() : null;
    } while (marker != null);
    return grants;
  }

  @Override
  public Map<String, FastLaunch> fastLaunches(AccountRegion accountRegion, List<String> imageIds) {
    Map<String, FastLaunch> found = new HashMap<>();
    Optional<String> token = Optional.empty();
    do {
      String from = token.orElse(null);
      var page =
          apiCaller.read(
              accountRegion,
              ActionClass.READ,
              "DescribeFastLaunchImages",
              ec2 -> ec2.describeFastLaunchImages(r -> r.imageIds(imageIds).nextToken(from)));
      page.fastLaunchImages()
          .forEach(item -> found.put(item.imageId(), FastLaunchMapper.fromResponse(item)));
      token = Responses.token(page.nextToken());
    } while (token.isPresent());
    return found;
  }

  @Override
  public List<RecycleBinEntry> imagesInRecycleBin(
      AccountRegion accountRegion, List<String> imageIds) {
    return apiCaller.read(
        accountRegion,
        ActionClass.READ,
        "ListImagesInRecycleBin",
        ec2 ->
            RecycleBinResponses.images(
                ec2.listImagesInRecycleBin(request -> request.imageIds(imageIds))));
  }

  @Override
  public List<RecycleBinEntry> snapshotsInRecycleBin(
      AccountRegion accountRegion, List<String> snapshotIds) {
    return apiCaller.read(
        accountRegion,
        ActionClass.READ,
        "ListSnapshotsInRecycleBin",
        ec2 ->
            RecycleBinResponses.snapshots(
                ec2.listSnapshotsInRecycleBin(request -> request.snapshotIds(snapshotIds))));
  }

  @Override
  public List<SnapshotLock> snapshotLocks(AccountRegion accountRegion, List<String> snapshotIds) {
    return apiCaller.read(
        accountRegion,
        ActionClass.READ,
        "DescribeLockedSnapshots",
        ec2 ->
            RecycleBinResponses.snapshotLocks(
                ec2.describeLockedSnapshots(request -> request.snapshotIds(snapshotIds))
                    .snapshots()));
  }

  @Override
  public List<ImageReference> imageReferences(AccountRegion accountRegion, List<String> imageIds) {
    List<ImageReference> references = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      var request = DescribeRequests.references(imageIds, token.orElse(null));
      var page =
          apiCaller.read(
              accountRegion,
              ActionClass.READ,
              "DescribeImageReferences",
              ec2 -> ec2.describeImageReferences(request));
      page.imageReferences().stream().map(Responses::imageReference).forEach(references::add);
      token = Responses.token(page.nextToken());
    } while (token.isPresent());
    return references;
  }
}
