package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Candidate;
import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Ec2Failure.Kind;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageQuery;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Limits;
import dev.amioperator.ec2.Limits.ActionClass;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;

/** EC2 over the SDK, within the limits. Stateless but for those. */
public final class AwsEc2 implements Ec2Reads, Ec2Writes {
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
  public void describe(Place place, String owner, String imageId, String description) {
    var request = Requests.describe(imageId, description);
    call(
        place, ActionClass.WRITE, "ModifyImageAttribute", ec2 -> ec2.modifyImageAttribute(request));
  }

  @Override
  public void share(
      Place place, String owner, String imageId, LaunchPermissions add, LaunchPermissions remove) {
    var request = Requests.share(imageId, add, remove);
    call(
        place, ActionClass.WRITE, "ModifyImageAttribute", ec2 -> ec2.modifyImageAttribute(request));
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
