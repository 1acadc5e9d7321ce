package dev.amioperator.ec2.aws;

import static dev.amioperator.ec2.aws.Ec2Call.create;
import static dev.amioperator.ec2.aws.Ec2Call.write;
import static dev.amioperator.ec2.aws.ImageCreationRequests.copyImage;
import static dev.amioperator.ec2.aws.ImageCreationRequests.createImage;
import static dev.amioperator.ec2.aws.ImageCreationRequests.createRestoreImageTask;
import static dev.amioperator.ec2.aws.ImageCreationRequests.registerImage;
import static dev.amioperator.ec2.aws.TagRequests.tags;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.AwsActions;
import dev.amioperator.ec2.Ec2Action;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ec2.UsageReportAction;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;

/** Executes AWS actions over the SDK: a case for each action, with its request. */
public final class AwsActionDispatcher implements AwsActions {
  private final ApiCaller apiCaller;

  public AwsActionDispatcher(AwsClientProvider clients, RateLimiter rateLimiter) {
    this.apiCaller = new ApiCaller(clients, rateLimiter);
  }

  @Override
  public ActionResult execute(AccountRegion region, AwsAction action) {
    return switch (action) {
      case Ec2Action ec2Action -> execute(region, toCall(ec2Action));
      case KmsAction kmsAction -> execute(region, kmsAction);
    };
  }

  private ActionResult execute(AccountRegion region, KmsAction action) {
    switch (action) {
      case KmsAction.CreateGrant create ->
          apiCaller.kms(
              region,
              "CreateGrant",
              kms ->
                  kms.createGrant(
                      r ->
                          r.keyId(create.keyArn())
                              .name(create.name())
                              .granteePrincipal(create.grantee())
                              .operationsWithStrings(create.operations())));
      case KmsAction.RevokeGrant(var keyArn, var grantId) -> revokeGrant(region, keyArn, grantId);
    }
    return ActionResult.EMPTY;
  }

  private void revokeGrant(AccountRegion region, String keyArn, String grantId) {
    try {
      apiCaller.kms(
          region, "RevokeGrant", kms -> kms.revokeGrant(r -> r.keyId(keyArn).grantId(grantId)));
    } catch (Ec2CallException failure) {
      if (failure.errorClass() != ErrorClass.NOT_FOUND) {
        throw failure;
      }
    }
  }

  private ActionResult execute(AccountRegion region, Ec2Call call) {
    try {
      return apiCaller.call(region, call.actionClass(), call.action(), call.send());
    } catch (Ec2CallException failure) {
      if (call.doneWhenNotFound() && failure.errorClass() == ErrorClass.NOT_FOUND) {
        return ActionResult.EMPTY;
      }
      throw failure;
    }
  }

  private static Ec2Call toCall(Ec2Action action) {
    return switch (action) {
      case ImageCreationAction creation -> toCall(creation);
      case ImageAction imageAction -> toCall(imageAction);
      case SnapshotAction snapshotAction -> toCall(snapshotAction);
      case TagAction tagAction -> toCall(tagAction);
      case InstanceAction instanceAction -> toCall(instanceAction);
      case UsageReportAction reportAction -> toCall(reportAction);
    };
  }

  private static Ec2Call toCall(ImageCreationAction action) {
    return switch (action) {
      case ImageCreationAction.CreateImage create ->
          create("CreateImage", ec2 -> ec2.createImage(createImage(create)).imageId());
      case ImageCreationAction.RegisterImageFromSnapshot register ->
          create("RegisterImage", ec2 -> ec2.registerImage(registerImage(register)).imageId());
      case ImageCreationAction.RegisterImageFromManifest register ->
          create("RegisterImage", ec2 -> ec2.registerImage(registerImage(register)).imageId());
      case ImageCreationAction.CreateRestoreImageTask restore ->
          create(
              "CreateRestoreImageTask",
              ActionClass.RESTORE,
              ec2 -> ec2.createRestoreImageTask(createRestoreImageTask(restore)).imageId());
      case ImageCreationAction.CopyImage copy ->
          create("CopyImage", ActionClass.COPY, ec2 -> ec2.copyImage(copyImage(copy)).imageId());
    };
  }

  private static Ec2Call toCall(ImageAction action) {
    return switch (action) {
      case ImageAction.ModifyImageAttribute modify ->
          write(
              "ModifyImageAttribute",
              ec2 -> ec2.modifyImageAttribute(ImageRequests.modifyImageAttribute(modify)));
      case ImageAction.EnableImageDeprecation(var id, var at) ->
          write(
              "EnableImageDeprecation",
              ec2 -> ec2.enableImageDeprecation(r -> r.imageId(id).deprecateAt(at)));
      case ImageAction.DisableImageDeprecation(var id) ->
          write("DisableImageDeprecation", ec2 -> ec2.disableImageDeprecation(r -> r.imageId(id)));
      case ImageAction.EnableImageDeregistrationProtection(var id, boolean withCooldown) ->
          enableProtection(id, withCooldown);
      case ImageAction.DisableImageDeregistrationProtection(var id) -> disableProtection(id);
      case ImageAction.DisableImage(var id) ->
          write("DisableImage", ec2 -> ec2.disableImage(r -> r.imageId(id)));
      case ImageAction.EnableImage(var id) ->
          write("EnableImage", ec2 -> ec2.enableImage(r -> r.imageId(id)));
      case ImageAction.EnableFastLaunch(var id, var settings) -> enableFastLaunch(id, settings);
      case ImageAction.DisableFastLaunch(var id) ->
          write(
              "DisableFastLaunch",
              ActionClass.FAST_LAUNCH,
              ec2 -> ec2.disableFastLaunch(r -> r.imageId(id)));
      case ImageAction.DeregisterImage(var id, boolean withSnapshots) ->
          deregister(id, withSnapshots);
      case ImageAction.RestoreImageFromRecycleBin(var id) -> restoreFromRecycleBin(id);
    };
  }

  private static Ec2Call enableProtection(String id, boolean withCooldown) {
    return write(
        "EnableImageDeregistrationProtection",
        ec2 ->
            ec2.enableImageDeregistrationProtection(r -> r.imageId(id).withCooldown(withCooldown)));
  }

  private static Ec2Call disableProtection(String id) {
    return write(
        "DisableImageDeregistrationProtection",
        ec2 -> ec2.disableImageDeregistrationProtection(r -> r.imageId(id)));
  }

  private static Ec2Call enableFastLaunch(String id, FastLaunch.Settings settings) {
    return write(
        "EnableFastLaunch",
        ActionClass.FAST_LAUNCH,
        ec2 -> ec2.enableFastLaunch(FastLaunchMapper.enableRequest(id, settings)));
  }

  private static Ec2Call deregister(String id, boolean withSnapshots) {
    return new Ec2Call(
        "DeregisterImage",
        ActionClass.WRITE,
        false,
        ec2 ->
            ActionResult.ofSnapshots(
                RecycleBinResponses.deleteSnapshotResults(
                    ec2.deregisterImage(
                            r ->
                                r.imageId(id)
                                    .deleteAssociatedSnapshots(withSnapshots ? true : null))
                        .deleteSnapshotResults())));
  }

  private static Ec2Call restoreFromRecycleBin(String imageId) {
    return write(
        "RestoreImageFromRecycleBin",
        ec2 -> ec2.restoreImageFromRecycleBin(r -> r.imageId(imageId)));
  }

  private static Ec2Call toCall(SnapshotAction action) {
    return switch (action) {
      case SnapshotAction.ModifySnapshotAttribute modify ->
          write(
              "ModifySnapshotAttribute",
              ec2 -> ec2.modifySnapshotAttribute(SnapshotRequests.modifySnapshotAttribute(modify)));
      case SnapshotAction.DeleteSnapshot(var id) ->
          write("DeleteSnapshot", ec2 -> ec2.deleteSnapshot(r -> r.snapshotId(id)))
              .doneWhenResourceNotFound();
      case SnapshotAction.RestoreSnapshotFromRecycleBin(var id) ->
          write(
                  "RestoreSnapshotFromRecycleBin",
                  ec2 -> ec2.restoreSnapshotFromRecycleBin(r -> r.snapshotId(id)))
              .doneWhenResourceNotFound();
    };
  }

  private static Ec2Call toCall(TagAction action) {
    return switch (action) {
      case TagAction.CreateTags(var ids, var tags) ->
          write("CreateTags", ec2 -> ec2.createTags(r -> r.resources(ids).tags(tags(tags))));
      case TagAction.DeleteTags(var ids, var keys) ->
          write("DeleteTags", ec2 -> ec2.deleteTags(r -> r.resources(ids).tags(tags(keys))));
    };
  }

  private static Ec2Call toCall(InstanceAction action) {
    return switch (action) {
      case InstanceAction.RunInstances run ->
          write(
              "RunInstances",
              ActionClass.LAUNCH,
              ec2 -> ec2.runInstances(BuildInstanceRequests.runInstances(run)));
      case InstanceAction.TerminateInstances(var id) ->
          write("TerminateInstances", ec2 -> ec2.terminateInstances(r -> r.instanceIds(id)))
              .doneWhenResourceNotFound();
      case InstanceAction.CancelSpotInstanceRequests(var id) ->
          write(
                  "CancelSpotInstanceRequests",
                  ec2 -> ec2.cancelSpotInstanceRequests(r -> r.spotInstanceRequestIds(id)))
              .doneWhenResourceNotFound();
    };
  }

  private static Ec2Call toCall(UsageReportAction action) {
    return switch (action) {
      case UsageReportAction.CreateImageUsageReport create ->
          write(
              "CreateImageUsageReport",
              ec2 -> ec2.createImageUsageReport(UsageReportRequests.create(create)));
      case UsageReportAction.DeleteImageUsageReport(var id) ->
          write("DeleteImageUsageReport", ec2 -> ec2.deleteImageUsageReport(r -> r.reportId(id)));
    };
  }
}
