package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.SnapshotResult;
import dev.amioperator.ec2.aws.Limits.ActionClass;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;

/** What EC2 is told, over the SDK. */
public final class AwsWrites implements Ec2Writes {
  private final Calls calls;

  public AwsWrites(ClientSource clients, Limits limits) {
    this.calls = new Calls(clients, limits);
  }

  @Override
  public String createImage(Place place, String owner, FromInstance from) {
    var request = Requests.create(from);
    return calls.call(
        place, ActionClass.WRITE, "CreateImage", ec2 -> ec2.createImage(request).imageId());
  }

  @Override
  public String registerImage(Place place, String owner, FromSnapshot from) {
    var request = Requests.register(from);
    return calls.call(
        place, ActionClass.WRITE, "RegisterImage", ec2 -> ec2.registerImage(request).imageId());
  }

  @Override
  public String registerImage(Place place, String owner, FromManifest from) {
    var request = Requests.register(from);
    return calls.call(
        place, ActionClass.WRITE, "RegisterImage", ec2 -> ec2.registerImage(request).imageId());
  }

  @Override
  public String restoreImage(Place place, String owner, FromObject from) {
    var request = Requests.restore(from);
    return calls.call(
        place,
        ActionClass.WRITE,
        "CreateRestoreImageTask",
        ec2 -> ec2.createRestoreImageTask(request).imageId());
  }

  @Override
  public String copyImage(Place destination, String owner, FromImage from) {
    var request = Requests.copy(from);
    return calls.call(
        destination, ActionClass.COPY, "CopyImage", ec2 -> ec2.copyImage(request).imageId());
  }

  @Override
  public Map<String, SnapshotResult> deregisterImage(
      Place place, String owner, String imageId, boolean deleteSnapshots) {
    var request = Requests.deregister(imageId, deleteSnapshots);
    return calls.call(
        place,
        ActionClass.WRITE,
        "DeregisterImage",
        ec2 -> EndAnswers.results(ec2.deregisterImage(request).deleteSnapshotResults()));
  }

  @Override
  public void deleteSnapshot(Place place, String owner, String snapshotId) {
    calls.unlessGone(
        place,
        "DeleteSnapshot",
        ec2 -> ec2.deleteSnapshot(request -> request.snapshotId(snapshotId)));
  }

  @Override
  public void restoreBinnedImage(Place place, String owner, String imageId) {
    write(
        place,
        "RestoreImageFromRecycleBin",
        ec2 -> ec2.restoreImageFromRecycleBin(request -> request.imageId(imageId)));
  }

  @Override
  public void restoreBinnedSnapshot(Place place, String owner, String snapshotId) {
    calls.unlessGone(
        place,
        "RestoreSnapshotFromRecycleBin",
        ec2 -> ec2.restoreSnapshotFromRecycleBin(request -> request.snapshotId(snapshotId)));
  }

  @Override
  public void tag(Place place, String owner, List<String> ids, Map<String, String> tags) {
    var request = Requests.tag(ids, tags);
    calls.call(place, ActionClass.WRITE, "CreateTags", ec2 -> ec2.createTags(request));
  }

  @Override
  public void untag(Place place, String owner, List<String> ids, Set<String> keys) {
    var request = Requests.untag(ids, keys);
    calls.call(place, ActionClass.WRITE, "DeleteTags", ec2 -> ec2.deleteTags(request));
  }

  @Override
  public void change(Place place, String owner, String imageId, ImageChange change) {
    switch (change) {
      case ImageChange.Describe(String words) -> modify(place, Requests.describe(imageId, words));
      case ImageChange.Share(var add, var remove) ->
          modify(place, Requests.share(imageId, add, remove));
      case ImageChange.RequireImdsV2() -> modify(place, Requests.requireImdsV2(imageId));
      case ImageChange.Deprecate(Instant at) -> deprecate(place, imageId, at);
      case ImageChange.Protect(boolean withCooldown) -> protect(place, imageId, withCooldown);
      case ImageChange.Unprotect() ->
          write(
              place,
              "DisableImageDeregistrationProtection",
              ec2 -> ec2.disableImageDeregistrationProtection(r -> r.imageId(imageId)));
      case ImageChange.Disable() ->
          write(place, "DisableImage", ec2 -> ec2.disableImage(r -> r.imageId(imageId)));
      case ImageChange.Enable() ->
          write(place, "EnableImage", ec2 -> ec2.enableImage(r -> r.imageId(imageId)));
      case ImageChange.EnableFastLaunch(var settings) -> enableFastLaunch(place, imageId, settings);
      case ImageChange.DisableFastLaunch() ->
          write(place, "DisableFastLaunch", ec2 -> ec2.disableFastLaunch(r -> r.imageId(imageId)));
    }
  }

  private void deprecate(Place place, String imageId, Instant at) {
    write(
        place,
        "EnableImageDeprecation",
        ec2 -> ec2.enableImageDeprecation(r -> r.imageId(imageId).deprecateAt(at)));
  }

  private void protect(Place place, String imageId, boolean withCooldown) {
    write(
        place,
        "EnableImageDeregistrationProtection",
        ec2 ->
            ec2.enableImageDeregistrationProtection(
                r -> r.imageId(imageId).withCooldown(withCooldown)));
  }

  private void enableFastLaunch(Place place, String imageId, FastLaunch.Settings settings) {
    var request = FastLaunches.enable(imageId, settings);
    write(place, "EnableFastLaunch", ec2 -> ec2.enableFastLaunch(request));
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
    calls.call(place, ActionClass.WRITE, action, call);
  }
}
