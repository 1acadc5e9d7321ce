package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.HOME;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.MINE;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.OTHER;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.SnapshotSeed;
import java.time.Duration;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** A resource of each kind without optional values, as EC2 describes it. */
final class DescribedResources {
  private static final Caller ME = Caller.of(MINE);

  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(ConformanceEnvironment.START));
  private final Seeds.SeedTarget home = cloud.seeds().target(MINE, HOME);
  private final Ec2Client ec2 = cloud.ec2(ME, HOME);
  private final SsmClient ssm = cloud.ssm(ME, HOME);
  private final KmsClient kms = cloud.kms(ME, HOME);
  private final String image = home.image(ImageSeed.named("web-1"));
  private final String windows = home.image(ImageSeed.windows("windows"));
  private final String snapshot = home.snapshot(SnapshotSeed.of(8));
  private final String instance = home.instance(InstanceSeed.small());
  private final String template = home.launchTemplate("shop", image);
  private final String key = home.kmsKey("alias/images");

  DescribedResources() {
    home.parameter("/images/web", "text", image);
    home.launchConfiguration("old-shop", image);
    home.scalingGroup("old-shop", "old-shop");
    cloud.seeds().role(OTHER, "images", null, MINE);
    cloud.seeds().disk("disks", "web.vmdk", 8);
    cloud.seeds().target(OTHER, HOME).instance(InstanceSeed.small().fromImage(image));
    pass();
  }

  private void pass() {
    cloud.clock().step(Duration.ofDays(2));
  }

  SdkPojo image() {
    return ec2.describeImages(r -> r.imageIds(image)).images().getFirst();
  }

  SdkPojo snapshot() {
    return ec2.describeSnapshots(r -> r.snapshotIds(snapshot)).snapshots().getFirst();
  }

  Reservation reservation() {
    return ec2.describeInstances(r -> r.instanceIds(instance)).reservations().getFirst();
  }

  Instance instance() {
    return reservation().instances().getFirst();
  }

  SdkPojo instanceStatus() {
    return ec2.describeInstanceStatus(r -> r.instanceIds(instance)).instanceStatuses().getFirst();
  }

  SdkPojo volume() {
    return ec2.describeVolumes().volumes().getFirst();
  }

  SdkPojo tag() {
    ec2.createTags(r -> r.resources(windows).tags(tag -> tag.key("family").value("web")));
    return ec2.describeTags().tags().getFirst();
  }

  SdkPojo launchTemplate() {
    return ec2.describeLaunchTemplates().launchTemplates().getFirst();
  }

  SdkPojo launchTemplateVersion() {
    return ec2.describeLaunchTemplateVersions(r -> r.launchTemplateId(template))
        .launchTemplateVersions()
        .getFirst();
  }

  SdkPojo imageReference() {
    return ec2.describeImageReferences(r -> r.imageIds(image).includeAllResourceTypes(true))
        .imageReferences()
        .getFirst();
  }

  SdkPojo usageReport() {
    ec2.createImageUsageReport(
        r -> r.imageId(image).resourceTypes(type -> type.resourceType("ec2:Instance")));
    cloud.clock().step(Duration.ofHours(1));
    return ec2.describeImageUsageReports(r -> r.imageIds(image)).imageUsageReports().getFirst();
  }

  SdkPojo usageReportEntry() {
    usageReport();
    return ec2.describeImageUsageReportEntries(r -> r.imageIds(image))
        .imageUsageReportEntries()
        .getFirst();
  }

  SdkPojo storeTask() {
    ec2.createStoreImageTask(r -> r.imageId(image).bucket("images"));
    return ec2.describeStoreImageTasks(r -> r.imageIds(image)).storeImageTaskResults().getFirst();
  }

  SdkPojo importTask() {
    ec2.importSnapshot(
        r ->
            r.diskContainer(
                disk ->
                    disk.format("VMDK").userBucket(b -> b.s3Bucket("disks").s3Key("web.vmdk"))));
    return ec2.describeImportSnapshotTasks().importSnapshotTasks().getFirst();
  }

  SdkPojo fastLaunch() {
    ec2.enableFastLaunch(r -> r.imageId(windows));
    return ec2.describeFastLaunchImages(r -> {}).fastLaunchImages().getFirst();
  }

  SdkPojo lockedSnapshot() {
    String locked = home.snapshot(SnapshotSeed.of(8));
    ec2.lockSnapshot(r -> r.snapshotId(locked).lockMode("governance").lockDuration(1));
    return ec2.describeLockedSnapshots(r -> {}).snapshots().getFirst();
  }

  SdkPojo binnedImage() {
    home.retentionRule("image", 7);
    String gone = home.image(ImageSeed.named("gone"));
    ec2.deregisterImage(r -> r.imageId(gone));
    return ec2.listImagesInRecycleBin(r -> {}).images().getFirst();
  }

  SdkPojo binnedSnapshot() {
    home.retentionRule("snapshot", 7);
    String gone = home.snapshot(SnapshotSeed.of(8));
    ec2.deleteSnapshot(r -> r.snapshotId(gone));
    return ec2.listSnapshotsInRecycleBin(r -> {}).snapshots().getFirst();
  }

  SdkPojo region() {
    return ec2.describeRegions().regions().getFirst();
  }

  SdkPojo zone() {
    return ec2.describeAvailabilityZones().availabilityZones().getFirst();
  }

  SdkPojo vpc() {
    return ec2.describeVpcs().vpcs().getFirst();
  }

  SdkPojo subnet() {
    return ec2.describeSubnets().subnets().getFirst();
  }

  SdkPojo securityGroup() {
    return ec2.describeSecurityGroups().securityGroups().getFirst();
  }

  SdkPojo parameter() {
    return ssm.getParameter(r -> r.name("/images/web")).parameter();
  }

  SdkPojo parameterMetadata() {
    return ssm.describeParameters().parameters().getFirst();
  }

  SdkPojo parameterHistory() {
    return ssm.getParameterHistory(r -> r.name("/images/web")).parameters().getFirst();
  }

  SdkPojo scalingGroup() {
    return cloud.autoScaling(ME, HOME).describeAutoScalingGroups().autoScalingGroups().getFirst();
  }

  SdkPojo launchConfiguration() {
    return cloud
        .autoScaling(ME, HOME)
        .describeLaunchConfigurations()
        .launchConfigurations()
        .getFirst();
  }

  SdkPojo key() {
    return kms.describeKey(r -> r.keyId(key)).keyMetadata();
  }

  SdkPojo grant() {
    kms.createGrant(
        r ->
            r.keyId(key)
                .granteePrincipal("arn:aws:iam::" + OTHER + ":root")
                .operationsWithStrings("Decrypt"));
    return kms.listGrants(r -> r.keyId(key)).grants().getFirst();
  }

  SdkPojo caller() {
    return cloud.sts(ME).getCallerIdentity();
  }

  SdkPojo session() {
    return cloud
        .sts(ME)
        .assumeRole(
            r -> r.roleArn("arn:aws:iam::" + OTHER + ":role/images").roleSessionName("test"));
  }

  SdkPojo retentionRule() {
    String rule =
        cloud
            .rbin(ME, HOME)
            .createRule(
                r ->
                    r.resourceType("EC2_IMAGE")
                        .retentionPeriod(
                            p -> p.retentionPeriodUnit("DAYS").retentionPeriodValue(7)))
            .identifier();
    return cloud.rbin(ME, HOME).getRule(r -> r.identifier(rule));
  }
}
