package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Candidate;
import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Ec2Failure.Kind;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ec2.ImageQuery;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Limits;
import dev.amioperator.ec2.Limits.ActionClass;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;
import software.amazon.awssdk.services.kms.model.KeyManagerType;

/** EC2 over the SDK, within the limits. Stateless but for those. */
public final class AwsEc2 implements Ec2Reads, Ec2Writes {
  /** The state of block public access that EC2 knows besides {@code unblocked}. */
  private static final String BLOCKS_NEW_SHARING = "block-new-sharing";

  private final ClientSource clients;
  private final Limits limits;

  public AwsEc2(ClientSource clients, Limits limits) {
    this.clients = clients;
    this.limits = limits;
  }

  @Override
  public Page<Image> images(Place place, ImageQuery query, Optional<String> token) {
    var request = Requests.images(query, token);
    return read(
        place,
        ActionClass.READ,
        "DescribeImages",
        ec2 -> Answers.images(ec2.describeImages(request)));
  }

  @Override
  public Page<Candidate> search(Place place, ImageSearch search, Optional<String> token) {
    var request = Requests.search(search, token);
    return read(
        place,
        ActionClass.READ,
        "DescribeImages",
        ec2 -> Answers.candidates(ec2.describeImages(request)));
  }

  @Override
  public Page<Snapshot> snapshots(
      Place place, Map<String, List<String>> filters, Optional<String> token) {
    var request = Requests.snapshots(filters, token);
    return read(
        place,
        ActionClass.READ,
        "DescribeSnapshots",
        ec2 -> Answers.snapshots(ec2.describeSnapshots(request)));
  }

  @Override
  public LaunchPermissions launchPermissions(Place place, String imageId) {
    return read(
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
    return read(
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
    return read(
        place,
        ActionClass.READ,
        "GetImageBlockPublicAccessState",
        ec2 ->
            BLOCKS_NEW_SHARING.equals(
                ec2.getImageBlockPublicAccessState(r -> {}).imageBlockPublicAccessState()));
  }

  /** KMS counts its calls by itself, and these are few: a key is asked about once an hour. */
  @Override
  public boolean awsManagedKey(Place place, String keyArn) {
    try {
      return clients
              .kms(place.account(), place.region())
              .describeKey(request -> request.keyId(keyArn))
              .keyMetadata()
              .keyManager()
          == KeyManagerType.AWS;
    } catch (SdkException thrown) {
      throw Failures.of("kms", "DescribeKey", thrown);
    }
  }

  @Override
  public List<ImageReference> references(Place place, List<String> imageIds) {
    List<ImageReference> references = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      var request = Requests.references(imageIds, token.orElse(null));
      var page =
          read(
              place,
              ActionClass.READ,
              "DescribeImageReferences",
              ec2 -> ec2.describeImageReferences(request));
      page.imageReferences().stream().map(Answers::reference).forEach(references::add);
      token = Answers.token(page.nextToken());
    } while (token.isPresent());
    return references;
  }

  @Override
  public String createImage(Place place, String owner, FromInstance from) {
    var request = Requests.create(from);
    return call(place, ActionClass.WRITE, "CreateImage", ec2 -> ec2.createImage(request).imageId());
  }

  @Override
  public String registerImage(Place place, String owner, FromSnapshot from) {
    var request = Requests.register(from);
    return call(
        place, ActionClass.WRITE, "RegisterImage", ec2 -> ec2.registerImage(request).imageId());
  }

  @Override
  public String registerImage(Place place, String owner, FromManifest from) {
    var request = Requests.register(from);
    return call(
        place, ActionClass.WRITE, "RegisterImage", ec2 -> ec2.registerImage(request).imageId());
  }

  @Override
  public String restoreImage(Place place, String owner, FromObject from) {
    var request = Requests.restore(from);
    return call(
        place,
        ActionClass.WRITE,
        "CreateRestoreImageTask",
        ec2 -> ec2.createRestoreImageTask(request).imageId());
  }

  @Override
  public String copyImage(Place destination, String owner, FromImage from) {
    var request = Requests.copy(from);
    return call(
        destination, ActionClass.COPY, "CopyImage", ec2 -> ec2.copyImage(request).imageId());
  }

  @Override
  public void deregisterImage(Place place, String owner, String imageId, boolean deleteSnapshots) {
    var request = Requests.deregister(imageId, deleteSnapshots);
    call(place, ActionClass.WRITE, "DeregisterImage", ec2 -> ec2.deregisterImage(request));
  }

  @Override
  public void deleteSnapshot(Place place, String owner, String snapshotId) {
    try {
      call(
          place,
          ActionClass.WRITE,
          "DeleteSnapshot",
          ec2 -> ec2.deleteSnapshot(request -> request.snapshotId(snapshotId)));
    } catch (Ec2Failure failure) {
      if (failure.kind() != Kind.NOT_FOUND) {
        throw failure;
      }
    }
  }

  @Override
  public void tag(Place place, String owner, List<String> ids, Map<String, String> tags) {
    var request = Requests.tag(ids, tags);
    call(place, ActionClass.WRITE, "CreateTags", ec2 -> ec2.createTags(request));
  }

  @Override
  public void untag(Place place, String owner, List<String> ids, Set<String> keys) {
    var request = Requests.untag(ids, keys);
    call(place, ActionClass.WRITE, "DeleteTags", ec2 -> ec2.deleteTags(request));
  }

  @Override
  public void change(Place place, String owner, String imageId, ImageChange change) {
    switch (change) {
      case ImageChange.Describe(String description) ->
          modify(place, Requests.describe(imageId, description));
      case ImageChange.Share(var add, var remove) ->
          modify(place, Requests.share(imageId, add, remove));
      case ImageChange.RequireImdsV2() -> modify(place, Requests.requireImdsV2(imageId));
      case ImageChange.Deprecate(Instant at) ->
          write(
              place,
              "EnableImageDeprecation",
              ec2 -> ec2.enableImageDeprecation(r -> r.imageId(imageId).deprecateAt(at)));
      case ImageChange.Protect(boolean withCooldown) ->
          write(
              place,
              "EnableImageDeregistrationProtection",
              ec2 ->
                  ec2.enableImageDeregistrationProtection(
                      r -> r.imageId(imageId).withCooldown(withCooldown)));
      case ImageChange.Unprotect() ->
          write(
              place,
              "DisableImageDeregistrationProtection",
              ec2 -> ec2.disableImageDeregistrationProtection(r -> r.imageId(imageId)));
      case ImageChange.Disable() ->
          write(place, "DisableImage", ec2 -> ec2.disableImage(r -> r.imageId(imageId)));
      case ImageChange.Enable() ->
          write(place, "EnableImage", ec2 -> ec2.enableImage(r -> r.imageId(imageId)));
    }
  }

  @Override
  public void shareSnapshot(
      Place place, String owner, String snapshotId, Set<String> add, Set<String> remove) {
    var request = Requests.shareSnapshot(snapshotId, add, remove);
    write(place, "ModifySnapshotAttribute", ec2 -> ec2.modifySnapshotAttribute(request));
  }

  private void modify(Place place, ModifyImageAttributeRequest request) {
    write(place, "ModifyImageAttribute", ec2 -> ec2.modifyImageAttribute(request));
  }

  private void write(Place place, String action, Function<Ec2Client, ?> call) {
    call(place, ActionClass.WRITE, action, call);
  }

  /** A read that got lost is asked once more at once; a write never, it may have happened. */
  private <T> T read(
      Place place, ActionClass actionClass, String action, Function<Ec2Client, T> call) {
    try {
      return call(place, actionClass, action, call);
    } catch (Ec2Failure failure) {
      if (failure.kind() != Kind.TRANSIENT) {
        throw failure;
      }
      return call(place, actionClass, action, call);
    }
  }

  private <T> T call(
      Place place, ActionClass actionClass, String action, Function<Ec2Client, T> call) {
    limits.spend(place, actionClass, action);
    try {
      return call.apply(clients.ec2(place.account(), place.region()));
    } catch (SdkException thrown) {
      Ec2Failure failure = Failures.of(action, thrown);
      if (failure.kind() == Kind.THROTTLED) {
        limits.throttled(place, actionClass);
      }
      throw failure;
    }
  }
}
