package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Binned;
import dev.amioperator.ec2.Candidate;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageQuery;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.KeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ec2.aws.Limits.ActionClass;
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

  private final Calls calls;

  public AwsReads(ClientSource clients, Limits limits) {
    this.calls = new Calls(clients, limits);
  }

  @Override
  public Page<Image> images(Place place, ImageQuery query, Optional<String> token) {
    var request = Requests.images(query, token);
    return calls.read(
        place,
        ActionClass.READ,
        "DescribeImages",
        ec2 -> Answers.images(ec2.describeImages(request)));
  }

  @Override
  public Page<Candidate> search(Place place, ImageSearch search, Optional<String> token) {
    var request = Requests.search(search, token);
    return calls.read(
        place,
        ActionClass.READ,
        "DescribeImages",
        ec2 -> Answers.candidates(ec2.describeImages(request)));
  }

  @Override
  public Page<Snapshot> snapshots(
      Place place, Map<String, List<String>> filters, Optional<String> token) {
    var request = Requests.snapshots(filters, token);
    return calls.read(
        place,
        ActionClass.READ,
        "DescribeSnapshots",
        ec2 -> Answers.snapshots(ec2.describeSnapshots(request)));
  }

  @Override
  public LaunchPermissions launchPermissions(Place place, String imageId) {
    return calls.read(
        place,
        ActionClass.PER_IMAGE_READ,
        "DescribeImageAttribute",
        ec2 ->
            Answers.permissions(
                ec2.describeImageAttribute(
                        request ->
                            request
                                .imageId(imageId)
                                .attribute(ImageAttributeName.LAUNCH_PERMISSION))
                    .launchPermissions()));
  }

  @Override
  public Set<String> snapshotPermissions(Place place, String snapshotId) {
    return calls.read(
        place,
        ActionClass.PER_IMAGE_READ,
        "DescribeSnapshotAttribute",
        ec2 ->
            Answers.copiers(
                ec2.describeSnapshotAttribute(
                        request ->
                            request
                                .snapshotId(snapshotId)
                                .attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION))
                    .createVolumePermissions()));
  }

  @Override
  public boolean publicSharingBlocked(Place place) {
    return calls.read(
        place,
        ActionClass.READ,
        "GetImageBlockPublicAccessState",
        ec2 ->
            BLOCKS_NEW_SHARING.equals(
                ec2.getImageBlockPublicAccessState(r -> {}).imageBlockPublicAccessState()));
  }

  @Override
  public boolean awsManagedKey(Place place, String keyArn) {
    return calls.kms(
        place,
        "DescribeKey",
        kms ->
            kms.describeKey(request -> request.keyId(keyArn)).keyMetadata().keyManager()
                == KeyManagerType.AWS);
  }

  @Override
  public String keyPolicy(Place place, String keyArn) {
    return calls.kms(place, "GetKeyPolicy", kms -> kms.getKeyPolicy(r -> r.keyId(keyArn)).policy());
  }

  @Override
  public List<KeyAccess.Grant> keyGrants(Place place, String keyArn) {
    List<KeyAccess.Grant> grants = new ArrayList<>();
    String marker = null;
    do {
      String from = marker;
      var page =
          calls.kms(place, "ListGrants", kms -> kms.listGrants(r -> r.keyId(keyArn).marker(from)));
      page.grants().stream().map(Answers::grant).forEach(grants::add);
      marker = Boolean.TRUE.equals(page.truncated()) ? page.nextMarker() : null;
    } while (marker != null);
    return grants;
  }

  @Override
  public Map<String, FastLaunch> fastLaunches(Place place, List<String> imageIds) {
    Map<String, FastLaunch> found = new HashMap<>();
    Optional<String> token = Optional.empty();
    do {
      String from = token.orElse(null);
      var page =
          calls.read(
              place,
              ActionClass.READ,
              "DescribeFastLaunchImages",
              ec2 -> ec2.describeFastLaunchImages(r -> r.imageIds(imageIds).nextToken(from)));
      page.fastLaunchImages().forEach(item -> found.put(item.imageId(), FastLaunches.shown(item)));
      token = Answers.token(page.nextToken());
    } while (token.isPresent());
    return found;
  }

  @Override
  public List<Binned> binnedImages(Place place, List<String> imageIds) {
    return calls.read(
        place,
        ActionClass.READ,
        "ListImagesInRecycleBin",
        ec2 ->
            EndAnswers.images(ec2.listImagesInRecycleBin(request -> request.imageIds(imageIds))));
  }

  @Override
  public List<Binned> binnedSnapshots(Place place, List<String> snapshotIds) {
    return calls.read(
        place,
        ActionClass.READ,
        "ListSnapshotsInRecycleBin",
        ec2 ->
            EndAnswers.snapshots(
                ec2.listSnapshotsInRecycleBin(request -> request.snapshotIds(snapshotIds))));
  }

  @Override
  public List<SnapshotLock> locks(Place place, List<String> snapshotIds) {
    return calls.read(
        place,
        ActionClass.READ,
        "DescribeLockedSnapshots",
        ec2 ->
            EndAnswers.locks(
                ec2.describeLockedSnapshots(request -> request.snapshotIds(snapshotIds))
                    .snapshots()));
  }

  @Override
  public List<ImageReference> references(Place place, List<String> imageIds) {
    List<ImageReference> references = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      var request = Requests.references(imageIds, token.orElse(null));
      var page =
          calls.read(
              place,
              ActionClass.READ,
              "DescribeImageReferences",
              ec2 -> ec2.describeImageReferences(request));
      page.imageReferences().stream().map(Answers::reference).forEach(references::add);
      token = Answers.token(page.nextToken());
    } while (token.isPresent());
    return references;
  }
}
