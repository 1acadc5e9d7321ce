package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.DeleteSnapshotResult;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;

/** What EC2 is told, over the SDK. */
public final class AwsWrites implements Ec2Writes {
  private final ApiCaller apiCaller;

  public AwsWrites(AwsClientProvider clients, RateLimiter rateLimiter) {
    this.apiCaller = new ApiCaller(clients, rateLimiter);
  }

  @Override
  public String createImage(AccountRegion accountRegion, String owner, FromInstance from) {
    var request = Requests.create(from);
    return apiCaller.call(
        accountRegion, ActionClass.WRITE, "CreateImage", ec2 -> ec2.createImage(request).imageId());
  }

  @Override
  public String registerImage(AccountRegion accountRegion, String owner, FromSnapshot from) {
    var request = Requests.register(from);
    return apiCaller.call(
        accountRegion,
        ActionClass.WRITE,
        "RegisterImage",
        ec2 -> ec2.registerImage(request).imageId());
  }

  @Override
  public String registerImage(AccountRegion accountRegion, String owner, FromManifest from) {
    var request = Requests.register(from);
    return apiCaller.call(
        accountRegion,
        ActionClass.WRITE,
        "RegisterImage",
        ec2 -> ec2.registerImage(request).imageId());
  }

  @Override
  public String createRestoreImageTask(AccountRegion accountRegion, String owner, FromObject from) {
    var request = Requests.restore(from);
    return apiCaller.call(
        accountRegion,
        ActionClass.WRITE,
        "CreateRestoreImageTask",
        ec2 -> ec2.createRestoreImageTask(request).imageId());
  }

  @Override
  public String copyImage(AccountRegion destination, String owner, FromImage from) {
    var request = Requests.copy(from);
    return apiCaller.call(
        destination, ActionClass.COPY, "CopyImage", ec2 -> ec2.copyImage(request).imageId());
  }

  @Override
  public Map<String, DeleteSnapshotResult> deregisterImage(
      AccountRegion accountRegion, String owner, String imageId, boolean deleteSnapshots) {
    var request = Requests.deregister(imageId, deleteSnapshots);
    return apiCaller.call(
        accountRegion,
        ActionClass.WRITE,
        "DeregisterImage",
        ec2 ->
            RecycleBinResponses.deleteSnapshotResults(
                ec2.deregisterImage(request).deleteSnapshotResults()));
  }

  @Override
  public void deleteSnapshot(AccountRegion accountRegion, String owner, String snapshotId) {
    apiCaller.writeIgnoringNotFound(
        accountRegion,
        "DeleteSnapshot",
        ec2 -> ec2.deleteSnapshot(request -> request.snapshotId(snapshotId)));
  }

  @Override
  public void restoreImageFromRecycleBin(
      AccountRegion accountRegion, String owner, String imageId) {
    write(
        accountRegion,
        "RestoreImageFromRecycleBin",
        ec2 -> ec2.restoreImageFromRecycleBin(request -> request.imageId(imageId)));
  }

  @Override
  public void restoreSnapshotFromRecycleBin(
      AccountRegion accountRegion, String owner, String snapshotId) {
    apiCaller.writeIgnoringNotFound(
        accountRegion,
        "RestoreSnapshotFromRecycleBin",
        ec2 -> ec2.restoreSnapshotFromRecycleBin(request -> request.snapshotId(snapshotId)));
  }

  @Override
  public void createTags(
      AccountRegion accountRegion, String owner, List<String> ids, Map<String, String> tags) {
    var request = Requests.createTags(ids, tags);
    apiCaller.call(accountRegion, ActionClass.WRITE, "CreateTags", ec2 -> ec2.createTags(request));
  }

  @Override
  public void deleteTags(
      AccountRegion accountRegion, String owner, List<String> ids, Set<String> keys) {
    var request = Requests.deleteTags(ids, keys);
    apiCaller.call(accountRegion, ActionClass.WRITE, "DeleteTags", ec2 -> ec2.deleteTags(request));
  }

  @Override
  public void changeImage(
      AccountRegion accountRegion, String owner, String imageId, ImageChange change) {
    switch (change) {
      case ImageChange.SetDescription(String words) ->
          modify(accountRegion, Requests.setDescription(imageId, words));
      case ImageChange.ModifyLaunchPermissions(var add, var remove) ->
          modify(accountRegion, Requests.modifyLaunchPermissions(imageId, add, remove));
      case ImageChange.RequireImdsV2() -> modify(accountRegion, Requests.requireImdsV2(imageId));
      case ImageChange.EnableDeprecation(Instant at) -> deprecate(accountRegion, imageId, at);
      case ImageChange.EnableDeregistrationProtection(boolean withCooldown) ->
          protect(accountRegion, imageId, withCooldown);
      case ImageChange.DisableDeregistrationProtection() ->
          write(
              accountRegion,
              "DisableImageDeregistrationProtection",
              ec2 -> ec2.disableImageDeregistrationProtection(r -> r.imageId(imageId)));
      case ImageChange.DisableImage() ->
          write(accountRegion, "DisableImage", ec2 -> ec2.disableImage(r -> r.imageId(imageId)));
      case ImageChange.EnableImage() ->
          write(accountRegion, "EnableImage", ec2 -> ec2.enableImage(r -> r.imageId(imageId)));
      case ImageChange.EnableFastLaunch(var settings) ->
          enableFastLaunch(accountRegion, imageId, settings);
      case ImageChange.DisableFastLaunch() ->
          write(
              accountRegion,
              "DisableFastLaunch",
              ec2 -> ec2.disableFastLaunch(r -> r.imageId(imageId)));
    }
  }

  private void deprecate(AccountRegion accountRegion, String imageId, Instant at) {
    write(
        accountRegion,
        "EnableImageDeprecation",
        ec2 -> ec2.enableImageDeprecation(r -> r.imageId(imageId).deprecateAt(at)));
  }

  private void protect(AccountRegion accountRegion, String imageId, boolean withCooldown) {
    write(
        accountRegion,
        "EnableImageDeregistrationProtection",
        ec2 ->
            ec2.enableImageDeregistrationProtection(
                r -> r.imageId(imageId).withCooldown(withCooldown)));
  }

  private void enableFastLaunch(
      AccountRegion accountRegion, String imageId, FastLaunch.Settings settings) {
    var request = FastLaunchMapper.enableRequest(imageId, settings);
    write(accountRegion, "EnableFastLaunch", ec2 -> ec2.enableFastLaunch(request));
  }

  @Override
  public void modifySnapshotPermissions(
      AccountRegion accountRegion,
      String owner,
      String snapshotId,
      Set<String> add,
      Set<String> remove) {
    var request = Requests.modifySnapshotPermissions(snapshotId, add, remove);
    write(accountRegion, "ModifySnapshotAttribute", ec2 -> ec2.modifySnapshotAttribute(request));
  }

  private void modify(AccountRegion accountRegion, ModifyImageAttributeRequest request) {
    write(accountRegion, "ModifyImageAttribute", ec2 -> ec2.modifyImageAttribute(request));
  }

  private void write(AccountRegion accountRegion, String action, Function<Ec2Client, ?> call) {
    apiCaller.call(accountRegion, ActionClass.WRITE, action, call);
  }
}
