package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsRegion;
import dev.amioperator.ec2.EbsEncryptionDefaults;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.ec2.OwnImage;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.RecycleBinRule;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ec2.UsageReportReads;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesSuccessItem;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;
import software.amazon.awssdk.services.ec2.model.SnapshotBlockPublicAccessState;

/** Reads of EC2 and of KMS keys over the SDK. */
public final class AwsReads implements Ec2Reads {
  /** The state of block public access that EC2 knows besides {@code unblocked}. */
  private static final String BLOCKS_NEW_SHARING = "block-new-sharing";

  /**
   * The state of Allowed AMIs that hides images; {@code audit-mode} and {@code disabled} do not.
   */
  private static final String ALLOWED_IMAGES_ENABLED = "enabled";

  private final ApiCaller apiCaller;

  public AwsReads(AwsClientProvider clients, RateLimiter rateLimiter) {
    this.apiCaller = new ApiCaller(clients, rateLimiter);
  }

  @Override
  public Page<Image> images(AccountRegion region, ImageFilter filter, Optional<String> token) {
    var request = DescribeRequests.images(filter, token);
    return read(region, "DescribeImages", ec2 -> Responses.images(ec2.describeImages(request)));
  }

  @Override
  public Page<OwnImage> ownImages(
      AccountRegion region, Map<String, List<String>> filters, Optional<String> token) {
    var request = DescribeRequests.images(ImageFilter.ownedBySelf(filters), token);
    return read(
        region, "DescribeImages", ec2 -> OwnImageResponses.page(ec2.describeImages(request)));
  }

  @Override
  public Page<ImageSummary> searchImages(
      AccountRegion region, ImageSearch search, Optional<String> token) {
    var request = DescribeRequests.search(search, token);
    return read(
        region, "DescribeImages", ec2 -> Responses.imageSummaries(ec2.describeImages(request)));
  }

  @Override
  public Page<Snapshot> snapshots(
      AccountRegion region, Map<String, List<String>> filters, Optional<String> token) {
    var request = DescribeRequests.snapshots(filters, token);
    return read(
        region, "DescribeSnapshots", ec2 -> Responses.snapshots(ec2.describeSnapshots(request)));
  }

  @Override
  public LaunchPermissions launchPermissions(AccountRegion region, String imageId) {
    var response =
        apiCaller.read(
            region,
            ActionClass.PER_IMAGE_READ,
            "DescribeImageAttribute",
            ec2 ->
                ec2.describeImageAttribute(
                    r -> r.imageId(imageId).attribute(ImageAttributeName.LAUNCH_PERMISSION)));
    return Responses.launchPermissions(response.launchPermissions());
  }

  @Override
  public Set<String> snapshotPermissions(AccountRegion region, String snapshotId) {
    var attribute = SnapshotAttributeName.CREATE_VOLUME_PERMISSION;
    var response =
        apiCaller.read(
            region,
            ActionClass.PER_IMAGE_READ,
            "DescribeSnapshotAttribute",
            ec2 ->
                ec2.describeSnapshotAttribute(r -> r.snapshotId(snapshotId).attribute(attribute)));
    return Responses.createVolumeEntities(response.createVolumePermissions());
  }

  @Override
  public boolean publicSharingBlocked(AccountRegion region) {
    String action = "GetImageBlockPublicAccessState";
    var response = read(region, action, ec2 -> ec2.getImageBlockPublicAccessState(r -> {}));
    return BLOCKS_NEW_SHARING.equals(response.imageBlockPublicAccessState());
  }

  @Override
  public boolean publicSnapshotSharingBlocked(AccountRegion region) {
    String action = "GetSnapshotBlockPublicAccessState";
    var response = read(region, action, ec2 -> ec2.getSnapshotBlockPublicAccessState(r -> {}));
    return response.state() != SnapshotBlockPublicAccessState.UNBLOCKED;
  }

  @Override
  public EbsEncryptionDefaults ebsEncryptionDefaults(AccountRegion region) {
    boolean enabled =
        read(
            region,
            "GetEbsEncryptionByDefault",
            ec2 -> ec2.getEbsEncryptionByDefault(r -> {}).ebsEncryptionByDefault());
    String key =
        read(region, "GetEbsDefaultKmsKeyId", ec2 -> ec2.getEbsDefaultKmsKeyId(r -> {}).kmsKeyId());
    return new EbsEncryptionDefaults(enabled, key);
  }

  @Override
  public boolean allowedImagesEnabled(AccountRegion region) {
    String action = "GetAllowedImagesSettings";
    var response = read(region, action, ec2 -> ec2.getAllowedImagesSettings(r -> {}));
    return ALLOWED_IMAGES_ENABLED.equals(response.state());
  }

  @Override
  public List<AwsRegion> regions(AccountRegion region) {
    return read(
        region,
        "DescribeRegions",
        ec2 -> Responses.regions(ec2.describeRegions(r -> r.allRegions(true))));
  }

  @Override
  public KmsKey kmsKey(AccountRegion region, String keyId) {
    var response =
        apiCaller.kms(region, "DescribeKey", kms -> kms.describeKey(r -> r.keyId(keyId)));
    return KmsResponses.key(response.keyMetadata());
  }

  @Override
  public String keyPolicy(AccountRegion region, String keyArn) {
    return apiCaller.kms(
        region, "GetKeyPolicy", kms -> kms.getKeyPolicy(r -> r.keyId(keyArn)).policy());
  }

  @Override
  public List<KmsKeyAccess.Grant> keyGrants(AccountRegion region, String keyArn) {
    return Page.all(
        token -> {
          var page =
              apiCaller.kms(
                  region,
                  "ListGrants",
                  kms -> kms.listGrants(r -> r.keyId(keyArn).marker(token.orElse(null))));
          return new Page<>(
              page.grants().stream().map(KmsResponses::grant).toList(),
              Responses.token(Boolean.TRUE.equals(page.truncated()) ? page.nextMarker() : null));
        });
  }

  @Override
  public Map<String, FastLaunch> fastLaunches(AccountRegion region, List<String> imageIds) {
    return Page.all(
            token -> {
              var page =
                  read(
                      region,
                      "DescribeFastLaunchImages",
                      ec2 ->
                          ec2.describeFastLaunchImages(
                              r -> r.imageIds(imageIds).nextToken(token.orElse(null))));
              return new Page<>(page.fastLaunchImages(), Responses.token(page.nextToken()));
            })
        .stream()
        .collect(
            Collectors.toMap(
                DescribeFastLaunchImagesSuccessItem::imageId,
                FastLaunchMapper::fromResponse,
                (earlier, later) -> later));
  }

  @Override
  public List<RecycleBinEntry> imagesInRecycleBin(AccountRegion region, List<String> imageIds) {
    return new RecycleBinReads(apiCaller).images(region, imageIds);
  }

  @Override
  public List<RecycleBinEntry> snapshotsInRecycleBin(
      AccountRegion region, List<String> snapshotIds) {
    return new RecycleBinReads(apiCaller).snapshots(region, snapshotIds);
  }

  @Override
  public List<RecycleBinRule> recycleBinRules(AccountRegion region) {
    return new RecycleBinReads(apiCaller).rules(region);
  }

  @Override
  public List<SnapshotLock> snapshotLocks(AccountRegion region, List<String> snapshotIds) {
    return new RecycleBinReads(apiCaller).locks(region, snapshotIds);
  }

  @Override
  public List<ImageReference> imageReferences(AccountRegion region, List<String> imageIds) {
    return new ImageUsageReads(apiCaller).references(region, imageIds);
  }

  @Override
  public Page<ImageReference> resourcesWithImages(
      AccountRegion region, ListedResourceType type, Optional<String> token) {
    return new ImageUsageReads(apiCaller).listed(region, type, token);
  }

  @Override
  public UsageReportReads usageReports() {
    return new AwsUsageReports(apiCaller);
  }

  @Override
  public void readReferenceTypes(AccountRegion region) {
    new ReferenceProbe(apiCaller).readEveryType(region);
  }

  private <T> T read(AccountRegion region, String action, Function<Ec2Client, T> call) {
    return apiCaller.read(region, ActionClass.READ, action, call);
  }
}
