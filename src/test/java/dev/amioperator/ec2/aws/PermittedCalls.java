package dev.amioperator.ec2.aws;

import static dev.amioperator.ec2.aws.PolicyEnvironment.OWNED;
import static dev.amioperator.ec2.aws.PolicyEnvironment.PLACE;
import static dev.amioperator.ec2.aws.PolicyEnvironment.START;
import static java.util.Map.entry;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ec2.UsageReportAction;
import dev.amioperator.ownership.TagKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The calls that each statement of {@code config/iam} allows, against a cloud of their own. */
final class PermittedCalls {
  private static final Set<String> UNKEPT = Set.of(TagKeys.UNKEPT_SINCE);

  /** A call, and the permission that it needs. */
  record Call(String permission, Consumer<PolicyEnvironment> send) {}

  /** By Sid: at least one call for each action. */
  static final Map<String, List<Call>> BY_STATEMENT =
      Map.ofEntries(
          entry(
              "DescribeImagesAndSnapshots",
              List.of(
                  read("DescribeImages", r -> r.images(PLACE, own(), Optional.empty())),
                  read("DescribeSnapshots", r -> r.snapshots(PLACE, Map.of(), Optional.empty())),
                  read("GetAllowedImagesSettings", r -> r.allowedImagesEnabled(PLACE)),
                  new Call(
                      "ec2:DescribeInstances", c -> c.builders.sourceInstances(PLACE, Map.of())))),
          entry(
              "FindImageUsage",
              List.of(
                  new Call(
                      "ec2:DescribeImageReferences",
                      c -> c.reads.imageReferences(PLACE, List.of(c.image(Map.of())))),
                  listed(
                      "autoscaling:DescribeLaunchConfigurations",
                      ListedResourceType.LAUNCH_CONFIGURATION),
                  listed("autoscaling:DescribeAutoScalingGroups", ListedResourceType.SCALING_GROUP),
                  listed("ec2:DescribeSpotFleetRequests", ListedResourceType.SPOT_FLEET),
                  listed("ec2:DescribeFleets", ListedResourceType.FLEET),
                  read("DescribeFastLaunchImages", r -> r.fastLaunches(PLACE, List.of())),
                  read("DescribeLaunchTemplates", r -> r.readReferenceTypes(PLACE)))),
          entry(
              "ReadComputeEnvironments",
              List.of(
                  listed(
                      "batch:DescribeComputeEnvironments",
                      ListedResourceType.COMPUTE_ENVIRONMENT))),
          entry(
              "GetImageParameters",
              List.of(
                  new Call(
                      "ssm:GetParameters", c -> c.ssm.parameters(PLACE, List.of("/images/web"))))),
          entry(
              "CreateImages",
              List.of(
                  write("CreateImage", PolicyEnvironment::createImage),
                  write("RegisterImage", PolicyEnvironment::registerImage))),
          entry("TagNewImages", List.of(write("CreateTags", PolicyEnvironment::createImage))),
          entry("CopyImages", List.of(write("CopyImage", PolicyEnvironment::copyImage))),
          entry("TagNewCopies", List.of(write("CreateTags", PolicyEnvironment::copyImage))),
          entry("ListRegions", List.of(read("DescribeRegions", r -> r.regions(PLACE)))),
          entry(
              "RestoreStoredImages",
              List.of(write("CreateRestoreImageTask", PolicyEnvironment::restoreStoredImage))),
          entry(
              "TagRestoredImages",
              List.of(write("CreateTags", PolicyEnvironment::restoreStoredImage))),
          entry(
              "ChangeTaggedImagesAndSnapshots",
              List.of(
                  write("CreateTags", c -> tag(c.image(OWNED), Map.of("family", "web"))),
                  write("DeleteTags", c -> untag(c.image(OWNED), Set.of("family"))),
                  write(
                      "EnableImageDeprecation",
                      c ->
                          new ImageAction.EnableImageDeprecation(
                              c.image(OWNED), START.plusSeconds(86_400))),
                  write(
                      "DisableImageDeprecation",
                      c -> new ImageAction.DisableImageDeprecation(c.image(OWNED))),
                  write(
                      "EnableImageDeregistrationProtection",
                      c ->
                          new ImageAction.EnableImageDeregistrationProtection(
                              c.image(OWNED), false)),
                  write(
                      "DisableImageDeregistrationProtection",
                      c -> new ImageAction.DisableImageDeregistrationProtection(c.image(OWNED))),
                  write(
                      "RestoreImageFromRecycleBin",
                      c -> new ImageAction.RestoreImageFromRecycleBin(c.recycledImage())),
                  write(
                      "RestoreSnapshotFromRecycleBin",
                      c ->
                          new SnapshotAction.RestoreSnapshotFromRecycleBin(c.recycledSnapshot())))),
          entry(
              "ModifyTaggedImages",
              List.of(
                  write(
                      "ModifyImageAttribute",
                      c -> new ImageAction.SetDescription(c.image(OWNED), "web tier")),
                  write("DisableImage", c -> new ImageAction.DisableImage(c.image(OWNED))),
                  write("EnableImage", c -> new ImageAction.EnableImage(c.disabledImage())))),
          entry(
              "DeleteTaggedImagesAndSnapshots",
              List.of(
                  write(
                      "DeregisterImage",
                      c -> new ImageAction.DeregisterImage(c.image(OWNED), false)),
                  write(
                      "DeleteSnapshot", c -> new SnapshotAction.DeleteSnapshot(c.snapshot(OWNED))),
                  write(
                      "DisableFastLaunch",
                      c -> new ImageAction.DisableFastLaunch(c.fastLaunched(OWNED))))),
          entry(
              "DescribeLockedAndRecycledSnapshots",
              List.of(
                  read("DescribeLockedSnapshots", r -> r.snapshotLocks(PLACE, List.of())),
                  read("ListImagesInRecycleBin", r -> r.imagesInRecycleBin(PLACE, List.of())),
                  read(
                      "ListSnapshotsInRecycleBin",
                      r -> r.snapshotsInRecycleBin(PLACE, List.of())))),
          entry(
              "ReadRecycleBinRules",
              List.of(
                  new Call(
                      "rbin:ListRules",
                      c -> {
                        c.recycledImage();
                        c.reads.recycleBinRules(PLACE);
                      }))),
          entry(
              "RepairOwnershipTags",
              List.of(
                  write(
                      "CreateTags",
                      c -> tag(c.image(Map.of(TagKeys.RESOURCE, "AmiImage/images/web")), OWNED)))),
          entry(
              "TagImagesAndSnapshotsWithoutOwner",
              List.of(write("CreateTags", c -> tag(c.image(Map.of()), OWNED)))),
          entry(
              "TagImagesAsUnkept",
              List.of(
                  write("CreateTags", c -> tag(c.image(OWNED), unkept())),
                  write("DeleteTags", c -> untag(c.image(OWNED), UNKEPT)))),
          entry(
              "DeprecateTaggedImages",
              List.of(
                  write(
                      "EnableImageDeprecation",
                      c ->
                          new ImageAction.EnableImageDeprecation(
                              c.image(ownedAnd(deprecation())), START.plusSeconds(86_400))),
                  write(
                      "DisableImageDeprecation",
                      c ->
                          new ImageAction.DisableImageDeprecation(
                              c.image(ownedAnd(deprecation())))))),
          entry(
              "DeprecateImagesTaggedBefore",
              List.of(
                  write(
                      "EnableImageDeprecation",
                      c ->
                          new ImageAction.EnableImageDeprecation(
                              c.image(deprecation()), START.plusSeconds(86_400))),
                  write(
                      "DisableImageDeprecation",
                      c -> new ImageAction.DisableImageDeprecation(c.image(deprecation()))))),
          entry(
              "DisableTaggedImages",
              List.of(
                  write(
                      "DisableImage",
                      c -> new ImageAction.DisableImage(c.image(ownedAnd(permissions())))),
                  write(
                      "EnableImage",
                      c -> new ImageAction.EnableImage(c.image(ownedAnd(permissions())))))),
          entry(
              "RestorePermissionsOfTaggedImages",
              List.of(write("ModifyImageAttribute", c -> share(c.image(ownedAnd(permissions())))))),
          entry(
              "DisableImagesTaggedBefore",
              List.of(
                  write("DisableImage", c -> new ImageAction.DisableImage(c.image(permissions()))),
                  write("EnableImage", c -> new ImageAction.EnableImage(c.image(permissions()))))),
          entry(
              "RestorePermissionsOfImagesTaggedBefore",
              List.of(write("ModifyImageAttribute", c -> share(c.image(permissions()))))),
          entry(
              "TagOtherImagesAsUnkept",
              List.of(
                  write("CreateTags", c -> tag(c.snapshot(Map.of()), unkept())),
                  write("DeleteTags", c -> untag(c.image(Map.of()), UNKEPT)))),
          entry(
              "DeleteImagesTaggedAsUnkept",
              List.of(
                  write(
                      "DeregisterImage",
                      c -> new ImageAction.DeregisterImage(c.image(unkept()), false)),
                  write(
                      "DeleteSnapshot",
                      c -> new SnapshotAction.DeleteSnapshot(c.snapshot(unkept()))),
                  write(
                      "DisableFastLaunch",
                      c -> new ImageAction.DisableFastLaunch(c.fastLaunched(unkept()))))),
          entry(
              "DescribePermissions",
              List.of(
                  new Call(
                      "ec2:DescribeImageAttribute",
                      c -> c.reads.launchPermissions(PLACE, c.image(OWNED))),
                  new Call(
                      "ec2:DescribeSnapshotAttribute",
                      c -> c.reads.snapshotPermissions(PLACE, c.snapshot(OWNED))),
                  read("GetImageBlockPublicAccessState", r -> r.publicSharingBlocked(PLACE)),
                  read(
                      "GetSnapshotBlockPublicAccessState",
                      r -> r.publicSnapshotSharingBlocked(PLACE)),
                  read("GetEbsEncryptionByDefault", r -> r.ebsEncryptionDefaults(PLACE)))),
          entry(
              "DescribeKeys",
              List.of(new Call("kms:DescribeKey", c -> c.reads.kmsKey(PLACE, c.key())))),
          entry(
              "GrantKeysForCopies",
              List.of(
                  new Call("kms:CreateGrant", c -> c.execute(c.grant("Decrypt", "CreateGrant"))))),
          entry(
              "RevokeKeyGrants",
              List.of(
                  new Call(
                      "kms:RevokeGrant",
                      c -> c.execute(new KmsAction.RevokeGrant(c.key(), "0123456789abcdef"))))),
          entry(
              "ReadKeyPermissions",
              List.of(
                  new Call("kms:GetKeyPolicy", c -> c.reads.keyPolicy(PLACE, c.key())),
                  new Call("kms:ListGrants", c -> c.reads.keyGrants(PLACE, c.key())))),
          entry(
              "ShareTaggedImagesAndSnapshots",
              List.of(
                  write("ModifyImageAttribute", c -> share(c.image(OWNED))),
                  write(
                      "ModifySnapshotAttribute",
                      c ->
                          new SnapshotAction.ModifySnapshotAttribute(
                              c.snapshot(OWNED), Set.of("111122223333"), Set.of())))),
          entry(
              "LaunchTaggedBuildInstances",
              List.of(write("RunInstances", PolicyEnvironment::launch))),
          entry("UseResourcesInLaunch", List.of(write("RunInstances", PolicyEnvironment::launch))),
          entry(
              "TagNewBuildInstances",
              List.of(
                  write("CreateTags", PolicyEnvironment::launch),
                  write("CreateTags", PolicyEnvironment::launchSpot))),
          entry("TagNewBuildVolumes", List.of(write("CreateTags", PolicyEnvironment::launch))),
          entry(
              "ReadBuildConsole",
              List.of(
                  new Call(
                      "ec2:GetConsoleOutput",
                      c -> c.builders.consoleOutput(PLACE, c.buildInstance())))),
          entry(
              "TerminateTaggedBuildInstances",
              List.of(
                  write(
                      "TerminateInstances",
                      c -> new InstanceAction.TerminateInstances(c.buildInstance())),
                  write(
                      "CancelSpotInstanceRequests",
                      c -> new InstanceAction.CancelSpotInstanceRequests(c.spotRequest())))),
          entry(
              "EnableFastLaunchOfTaggedImages",
              List.of(write("EnableFastLaunch", PolicyEnvironment::enableFastLaunch))),
          entry(
              "EnableFastLaunchWithTemplate",
              List.of(write("EnableFastLaunch", PolicyEnvironment::enableFastLaunch))),
          entry(
              "DescribeUsageReports",
              List.of(
                  read(
                      "DescribeImageUsageReports",
                      r -> r.usageReports().all(PLACE, Optional.empty())),
                  read(
                      "DescribeImageUsageReportEntries",
                      r -> r.usageReports().entries(PLACE, List.of())))),
          entry(
              "ReportOnImages",
              List.of(write("CreateImageUsageReport", c -> report(c.image(Map.of()))))),
          entry(
              "CreateTaggedUsageReports",
              List.of(write("CreateImageUsageReport", c -> report(c.image(Map.of()))))),
          entry("TagNewUsageReports", List.of(write("CreateTags", c -> report(c.image(Map.of()))))),
          entry(
              "DeleteTaggedUsageReports",
              List.of(
                  write(
                      "DeleteImageUsageReport",
                      c -> new UsageReportAction.DeleteImageUsageReport(c.usageReport())))),
          entry(
              "AssumeMemberRoles",
              List.of(new Call("sts:AssumeRole", PolicyEnvironment::assumeRole))));

  private PermittedCalls() {}

  private static Call read(String action, Consumer<Ec2Reads> call) {
    return new Call("ec2:" + action, environment -> call.accept(environment.reads));
  }

  private static Call listed(String permission, ListedResourceType type) {
    return new Call(permission, c -> c.reads.resourcesWithImages(PLACE, type, Optional.empty()));
  }

  private static Call write(String action, Function<PolicyEnvironment, AwsAction> call) {
    return new Call("ec2:" + action, environment -> environment.execute(call.apply(environment)));
  }

  private static ImageFilter own() {
    return ImageFilter.ownedBySelf(Map.of());
  }

  private static AwsAction tag(String id, Map<String, String> tags) {
    return new TagAction.CreateTags(List.of(id), tags);
  }

  private static AwsAction untag(String id, Set<String> keys) {
    return new TagAction.DeleteTags(List.of(id), keys);
  }

  private static Map<String, String> permissions() {
    return Map.of(TagKeys.PERMISSIONS, "5f0c1d2e/3/prod");
  }

  private static Map<String, String> ownedAnd(Map<String, String> tags) {
    Map<String, String> all = new HashMap<>(OWNED);
    all.putAll(tags);
    return all;
  }

  private static Map<String, String> deprecation() {
    return Map.of(TagKeys.DEPRECATION, "none/%s/prod".formatted(START));
  }

  private static Map<String, String> unkept() {
    return Map.of(TagKeys.UNKEPT_SINCE, START.toString());
  }

  private static AwsAction report(String imageId) {
    return new UsageReportAction.CreateImageUsageReport(imageId, "token", OWNED);
  }

  private static AwsAction share(String imageId) {
    return new ImageAction.ModifyLaunchPermissions(
        imageId,
        new LaunchPermissions(false, Set.of("111122223333"), Set.of()),
        LaunchPermissions.NONE);
  }
}
