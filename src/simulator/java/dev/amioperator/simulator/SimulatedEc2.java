package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.BlockPublicAccess;
import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.ec2.CopyImages;
import dev.amioperator.simulator.ec2.CopySnapshots;
import dev.amioperator.simulator.ec2.CreateImages;
import dev.amioperator.simulator.ec2.DeregisterImages;
import dev.amioperator.simulator.ec2.DescribeImages;
import dev.amioperator.simulator.ec2.DescribeInstances;
import dev.amioperator.simulator.ec2.DescribeSnapshots;
import dev.amioperator.simulator.ec2.Encryptions;
import dev.amioperator.simulator.ec2.FastLaunches;
import dev.amioperator.simulator.ec2.ImageAncestry;
import dev.amioperator.simulator.ec2.ImageAttributes;
import dev.amioperator.simulator.ec2.ImageLifecycle;
import dev.amioperator.simulator.ec2.ImageReferences;
import dev.amioperator.simulator.ec2.ImageUsageReports;
import dev.amioperator.simulator.ec2.InstanceStates;
import dev.amioperator.simulator.ec2.LaunchTemplateVersions;
import dev.amioperator.simulator.ec2.LaunchTemplates;
import dev.amioperator.simulator.ec2.RecycleBins;
import dev.amioperator.simulator.ec2.Regions;
import dev.amioperator.simulator.ec2.RegisterImages;
import dev.amioperator.simulator.ec2.RunInstances;
import dev.amioperator.simulator.ec2.SnapshotAttributes;
import dev.amioperator.simulator.ec2.SnapshotImports;
import dev.amioperator.simulator.ec2.SnapshotLocks;
import dev.amioperator.simulator.ec2.Snapshots;
import dev.amioperator.simulator.ec2.StoredImages;
import dev.amioperator.simulator.ec2.Tags;
import dev.amioperator.simulator.ec2.Watermarks;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttachImageWatermarkRequest;
import software.amazon.awssdk.services.ec2.model.AttachImageWatermarkResponse;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CopyImageResponse;
import software.amazon.awssdk.services.ec2.model.CopySnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CopySnapshotResponse;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageResponse;
import software.amazon.awssdk.services.ec2.model.CreateImageUsageReportRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageUsageReportResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.CreateRestoreImageTaskRequest;
import software.amazon.awssdk.services.ec2.model.CreateRestoreImageTaskResponse;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.CreateStoreImageTaskRequest;
import software.amazon.awssdk.services.ec2.model.CreateStoreImageTaskResponse;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteImageUsageReportRequest;
import software.amazon.awssdk.services.ec2.model.DeleteImageUsageReportResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportEntriesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportEntriesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageUsageReportsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImportSnapshotTasksRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImportSnapshotTasksResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLockedSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLockedSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeStoreImageTasksRequest;
import software.amazon.awssdk.services.ec2.model.DescribeStoreImageTasksResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.DetachImageWatermarkRequest;
import software.amazon.awssdk.services.ec2.model.DetachImageWatermarkResponse;
import software.amazon.awssdk.services.ec2.model.DisableEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.DisableEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.DisableFastLaunchRequest;
import software.amazon.awssdk.services.ec2.model.DisableFastLaunchResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageDeprecationResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageDeregistrationProtectionRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageDeregistrationProtectionResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageResponse;
import software.amazon.awssdk.services.ec2.model.DisableSnapshotBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.DisableSnapshotBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.ec2.model.Ec2Response;
import software.amazon.awssdk.services.ec2.model.EnableEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.EnableEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.EnableFastLaunchRequest;
import software.amazon.awssdk.services.ec2.model.EnableFastLaunchResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageDeregistrationProtectionRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeregistrationProtectionResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageResponse;
import software.amazon.awssdk.services.ec2.model.EnableSnapshotBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.EnableSnapshotBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;
import software.amazon.awssdk.services.ec2.model.GetEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.GetEbsDefaultKmsKeyIdResponse;
import software.amazon.awssdk.services.ec2.model.GetEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.GetEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.GetImageAncestryRequest;
import software.amazon.awssdk.services.ec2.model.GetImageAncestryResponse;
import software.amazon.awssdk.services.ec2.model.GetImageBlockPublicAccessStateRequest;
import software.amazon.awssdk.services.ec2.model.GetImageBlockPublicAccessStateResponse;
import software.amazon.awssdk.services.ec2.model.GetSnapshotBlockPublicAccessStateRequest;
import software.amazon.awssdk.services.ec2.model.GetSnapshotBlockPublicAccessStateResponse;
import software.amazon.awssdk.services.ec2.model.ImportSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.ImportSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.ListImagesInRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.ListImagesInRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.ListSnapshotsInRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.ListSnapshotsInRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.LockSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.LockSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.ModifyEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.ModifyEbsDefaultKmsKeyIdResponse;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeResponse;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RebootInstancesResponse;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.RegisterImageResponse;
import software.amazon.awssdk.services.ec2.model.ResetEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.ResetEbsDefaultKmsKeyIdResponse;
import software.amazon.awssdk.services.ec2.model.ResetImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetImageAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ResetSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetSnapshotAttributeResponse;
import software.amazon.awssdk.services.ec2.model.RestoreImageFromRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.RestoreImageFromRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.RestoreSnapshotFromRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.RestoreSnapshotFromRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;
import software.amazon.awssdk.services.ec2.model.UnlockSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.UnlockSnapshotResponse;
import software.amazon.awssdk.services.ec2.waiters.Ec2Waiter;

/** EC2 for one caller in one region: each method hands its call to the front door. */
final class SimulatedEc2 implements Ec2Client {
  private final CreateImages createImages = new CreateImages();
  private final RegisterImages registerImages = new RegisterImages();
  private final CopyImages copyImages = new CopyImages();
  private final DescribeImages describeImages = new DescribeImages();
  private final DeregisterImages deregisterImages = new DeregisterImages();
  private final ImageAttributes imageAttributes = new ImageAttributes();
  private final ImageReferences imageReferences = new ImageReferences();
  private final Snapshots snapshots = new Snapshots();
  private final DescribeSnapshots describeSnapshots = new DescribeSnapshots();
  private final SnapshotAttributes snapshotAttributes = new SnapshotAttributes();
  private final Tags tags = new Tags();
  private final DescribeInstances describeInstances = new DescribeInstances();
  private final Regions regions = new Regions();
  private final ImageLifecycle imageLifecycle = new ImageLifecycle();
  private final BlockPublicAccess blockPublicAccess = new BlockPublicAccess();
  private final Encryptions encryptions = new Encryptions();
  private final Watermarks watermarks = new Watermarks();
  private final ImageAncestry imageAncestry = new ImageAncestry();
  private final SnapshotLocks snapshotLocks = new SnapshotLocks();
  private final RecycleBins recycleBins = new RecycleBins();
  private final CopySnapshots copySnapshots = new CopySnapshots();
  private final LaunchTemplates launchTemplates = new LaunchTemplates();
  private final LaunchTemplateVersions launchTemplateVersions = new LaunchTemplateVersions();
  private final RunInstances runInstances = new RunInstances();
  private final InstanceStates instanceStates = new InstanceStates();
  private final ImageUsageReports imageUsageReports = new ImageUsageReports();
  private final StoredImages storedImages = new StoredImages();
  private final SnapshotImports snapshotImports = new SnapshotImports();
  private final FastLaunches fastLaunches = new FastLaunches();

  private final FrontDoor door;
  private final Caller caller;
  private final String region;

  SimulatedEc2(FrontDoor door, Caller caller, String region) {
    this.door = door;
    this.caller = caller;
    this.region = region;
  }

  @Override
  public CreateImageResponse createImage(CreateImageRequest request) {
    return serve("CreateImage", request, createImages::create);
  }

  @Override
  public RegisterImageResponse registerImage(RegisterImageRequest request) {
    return serve("RegisterImage", request, registerImages::register);
  }

  @Override
  public CopyImageResponse copyImage(CopyImageRequest request) {
    return serve("CopyImage", request, copyImages::copy);
  }

  @Override
  public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
    return serve("DescribeImages", request, describeImages::describe);
  }

  @Override
  public DeregisterImageResponse deregisterImage(DeregisterImageRequest request) {
    return serve("DeregisterImage", request, deregisterImages::deregister);
  }

  @Override
  public DescribeImageAttributeResponse describeImageAttribute(
      DescribeImageAttributeRequest request) {
    return serve("DescribeImageAttribute", request, imageAttributes::describe);
  }

  @Override
  public ModifyImageAttributeResponse modifyImageAttribute(ModifyImageAttributeRequest request) {
    return serve("ModifyImageAttribute", request, imageAttributes::modify);
  }

  @Override
  public ResetImageAttributeResponse resetImageAttribute(ResetImageAttributeRequest request) {
    return serve("ResetImageAttribute", request, imageAttributes::reset);
  }

  @Override
  public DescribeImageReferencesResponse describeImageReferences(
      DescribeImageReferencesRequest request) {
    return serve("DescribeImageReferences", request, imageReferences::describe);
  }

  @Override
  public CreateSnapshotResponse createSnapshot(CreateSnapshotRequest request) {
    return serve("CreateSnapshot", request, snapshots::create);
  }

  @Override
  public DeleteSnapshotResponse deleteSnapshot(DeleteSnapshotRequest request) {
    return serve("DeleteSnapshot", request, snapshots::delete);
  }

  @Override
  public DescribeSnapshotsResponse describeSnapshots(DescribeSnapshotsRequest request) {
    return serve("DescribeSnapshots", request, describeSnapshots::describe);
  }

  @Override
  public DescribeSnapshotAttributeResponse describeSnapshotAttribute(
      DescribeSnapshotAttributeRequest request) {
    return serve("DescribeSnapshotAttribute", request, snapshotAttributes::describe);
  }

  @Override
  public ModifySnapshotAttributeResponse modifySnapshotAttribute(
      ModifySnapshotAttributeRequest request) {
    return serve("ModifySnapshotAttribute", request, snapshotAttributes::modify);
  }

  @Override
  public ResetSnapshotAttributeResponse resetSnapshotAttribute(
      ResetSnapshotAttributeRequest request) {
    return serve("ResetSnapshotAttribute", request, snapshotAttributes::reset);
  }

  @Override
  public CreateTagsResponse createTags(CreateTagsRequest request) {
    return serve("CreateTags", request, tags::create);
  }

  @Override
  public DeleteTagsResponse deleteTags(DeleteTagsRequest request) {
    return serve("DeleteTags", request, tags::delete);
  }

  @Override
  public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
    return serve("DescribeTags", request, tags::describe);
  }

  @Override
  public DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
    return serve("DescribeInstances", request, describeInstances::describe);
  }

  @Override
  public DescribeRegionsResponse describeRegions(DescribeRegionsRequest request) {
    return serve("DescribeRegions", request, regions::describe);
  }

  @Override
  public DisableImageResponse disableImage(DisableImageRequest request) {
    return serve("DisableImage", request, imageLifecycle::disable);
  }

  @Override
  public EnableImageResponse enableImage(EnableImageRequest request) {
    return serve("EnableImage", request, imageLifecycle::enable);
  }

  @Override
  public EnableImageDeprecationResponse enableImageDeprecation(
      EnableImageDeprecationRequest request) {
    return serve("EnableImageDeprecation", request, imageLifecycle::deprecate);
  }

  @Override
  public DisableImageDeprecationResponse disableImageDeprecation(
      DisableImageDeprecationRequest request) {
    return serve("DisableImageDeprecation", request, imageLifecycle::undeprecate);
  }

  @Override
  public EnableImageDeregistrationProtectionResponse enableImageDeregistrationProtection(
      EnableImageDeregistrationProtectionRequest request) {
    return serve("EnableImageDeregistrationProtection", request, imageLifecycle::protect);
  }

  @Override
  public DisableImageDeregistrationProtectionResponse disableImageDeregistrationProtection(
      DisableImageDeregistrationProtectionRequest request) {
    return serve("DisableImageDeregistrationProtection", request, imageLifecycle::unprotect);
  }

  @Override
  public EnableImageBlockPublicAccessResponse enableImageBlockPublicAccess(
      EnableImageBlockPublicAccessRequest request) {
    return serve("EnableImageBlockPublicAccess", request, blockPublicAccess::blockImages);
  }

  @Override
  public DisableImageBlockPublicAccessResponse disableImageBlockPublicAccess(
      DisableImageBlockPublicAccessRequest request) {
    return serve("DisableImageBlockPublicAccess", request, blockPublicAccess::unblockImages);
  }

  @Override
  public GetImageBlockPublicAccessStateResponse getImageBlockPublicAccessState(
      GetImageBlockPublicAccessStateRequest request) {
    return serve("GetImageBlockPublicAccessState", request, blockPublicAccess::images);
  }

  @Override
  public EnableSnapshotBlockPublicAccessResponse enableSnapshotBlockPublicAccess(
      EnableSnapshotBlockPublicAccessRequest request) {
    return serve("EnableSnapshotBlockPublicAccess", request, blockPublicAccess::blockSnapshots);
  }

  @Override
  public DisableSnapshotBlockPublicAccessResponse disableSnapshotBlockPublicAccess(
      DisableSnapshotBlockPublicAccessRequest request) {
    return serve("DisableSnapshotBlockPublicAccess", request, blockPublicAccess::unblockSnapshots);
  }

  @Override
  public GetSnapshotBlockPublicAccessStateResponse getSnapshotBlockPublicAccessState(
      GetSnapshotBlockPublicAccessStateRequest request) {
    return serve("GetSnapshotBlockPublicAccessState", request, blockPublicAccess::snapshots);
  }

  @Override
  public GetEbsEncryptionByDefaultResponse getEbsEncryptionByDefault(
      GetEbsEncryptionByDefaultRequest request) {
    return serve("GetEbsEncryptionByDefault", request, encryptions::byDefault);
  }

  @Override
  public EnableEbsEncryptionByDefaultResponse enableEbsEncryptionByDefault(
      EnableEbsEncryptionByDefaultRequest request) {
    return serve("EnableEbsEncryptionByDefault", request, encryptions::enable);
  }

  @Override
  public DisableEbsEncryptionByDefaultResponse disableEbsEncryptionByDefault(
      DisableEbsEncryptionByDefaultRequest request) {
    return serve("DisableEbsEncryptionByDefault", request, encryptions::disable);
  }

  @Override
  public GetEbsDefaultKmsKeyIdResponse getEbsDefaultKmsKeyId(GetEbsDefaultKmsKeyIdRequest request) {
    return serve("GetEbsDefaultKmsKeyId", request, encryptions::defaultKey);
  }

  @Override
  public ModifyEbsDefaultKmsKeyIdResponse modifyEbsDefaultKmsKeyId(
      ModifyEbsDefaultKmsKeyIdRequest request) {
    return serve("ModifyEbsDefaultKmsKeyId", request, encryptions::modifyDefaultKey);
  }

  @Override
  public ResetEbsDefaultKmsKeyIdResponse resetEbsDefaultKmsKeyId(
      ResetEbsDefaultKmsKeyIdRequest request) {
    return serve("ResetEbsDefaultKmsKeyId", request, encryptions::resetDefaultKey);
  }

  @Override
  public AttachImageWatermarkResponse attachImageWatermark(AttachImageWatermarkRequest request) {
    return serve("AttachImageWatermark", request, watermarks::attach);
  }

  @Override
  public DetachImageWatermarkResponse detachImageWatermark(DetachImageWatermarkRequest request) {
    return serve("DetachImageWatermark", request, watermarks::detach);
  }

  @Override
  public GetImageAncestryResponse getImageAncestry(GetImageAncestryRequest request) {
    return serve("GetImageAncestry", request, imageAncestry::ancestry);
  }

  @Override
  public LockSnapshotResponse lockSnapshot(LockSnapshotRequest request) {
    return serve("LockSnapshot", request, snapshotLocks::lock);
  }

  @Override
  public UnlockSnapshotResponse unlockSnapshot(UnlockSnapshotRequest request) {
    return serve("UnlockSnapshot", request, snapshotLocks::unlock);
  }

  @Override
  public DescribeLockedSnapshotsResponse describeLockedSnapshots(
      DescribeLockedSnapshotsRequest request) {
    return serve("DescribeLockedSnapshots", request, snapshotLocks::describe);
  }

  @Override
  public ListImagesInRecycleBinResponse listImagesInRecycleBin(
      ListImagesInRecycleBinRequest request) {
    return serve("ListImagesInRecycleBin", request, recycleBins::listImages);
  }

  @Override
  public ListSnapshotsInRecycleBinResponse listSnapshotsInRecycleBin(
      ListSnapshotsInRecycleBinRequest request) {
    return serve("ListSnapshotsInRecycleBin", request, recycleBins::listSnapshots);
  }

  @Override
  public RestoreImageFromRecycleBinResponse restoreImageFromRecycleBin(
      RestoreImageFromRecycleBinRequest request) {
    return serve("RestoreImageFromRecycleBin", request, recycleBins::restoreImage);
  }

  @Override
  public RestoreSnapshotFromRecycleBinResponse restoreSnapshotFromRecycleBin(
      RestoreSnapshotFromRecycleBinRequest request) {
    return serve("RestoreSnapshotFromRecycleBin", request, recycleBins::restoreSnapshot);
  }

  @Override
  public CopySnapshotResponse copySnapshot(CopySnapshotRequest request) {
    return serve("CopySnapshot", request, copySnapshots::copy);
  }

  @Override
  public CreateLaunchTemplateResponse createLaunchTemplate(CreateLaunchTemplateRequest request) {
    return serve("CreateLaunchTemplate", request, launchTemplates::create);
  }

  @Override
  public CreateLaunchTemplateVersionResponse createLaunchTemplateVersion(
      CreateLaunchTemplateVersionRequest request) {
    return serve("CreateLaunchTemplateVersion", request, launchTemplates::createVersion);
  }

  @Override
  public DescribeLaunchTemplatesResponse describeLaunchTemplates(
      DescribeLaunchTemplatesRequest request) {
    return serve("DescribeLaunchTemplates", request, launchTemplates::describe);
  }

  @Override
  public ModifyLaunchTemplateResponse modifyLaunchTemplate(ModifyLaunchTemplateRequest request) {
    return serve("ModifyLaunchTemplate", request, launchTemplates::modify);
  }

  @Override
  public DeleteLaunchTemplateResponse deleteLaunchTemplate(DeleteLaunchTemplateRequest request) {
    return serve("DeleteLaunchTemplate", request, launchTemplates::delete);
  }

  @Override
  public DescribeLaunchTemplateVersionsResponse describeLaunchTemplateVersions(
      DescribeLaunchTemplateVersionsRequest request) {
    return serve("DescribeLaunchTemplateVersions", request, launchTemplateVersions::describe);
  }

  @Override
  public DeleteLaunchTemplateVersionsResponse deleteLaunchTemplateVersions(
      DeleteLaunchTemplateVersionsRequest request) {
    return serve("DeleteLaunchTemplateVersions", request, launchTemplateVersions::delete);
  }

  @Override
  public RunInstancesResponse runInstances(RunInstancesRequest request) {
    return serve("RunInstances", request, runInstances::run);
  }

  @Override
  public StartInstancesResponse startInstances(StartInstancesRequest request) {
    return serve("StartInstances", request, instanceStates::start);
  }

  @Override
  public StopInstancesResponse stopInstances(StopInstancesRequest request) {
    return serve("StopInstances", request, instanceStates::stop);
  }

  @Override
  public RebootInstancesResponse rebootInstances(RebootInstancesRequest request) {
    return serve("RebootInstances", request, instanceStates::reboot);
  }

  @Override
  public TerminateInstancesResponse terminateInstances(TerminateInstancesRequest request) {
    return serve("TerminateInstances", request, instanceStates::terminate);
  }

  @Override
  public DescribeInstanceStatusResponse describeInstanceStatus(
      DescribeInstanceStatusRequest request) {
    return serve("DescribeInstanceStatus", request, instanceStates::status);
  }

  @Override
  public GetConsoleOutputResponse getConsoleOutput(GetConsoleOutputRequest request) {
    return serve("GetConsoleOutput", request, instanceStates::console);
  }

  @Override
  public CreateImageUsageReportResponse createImageUsageReport(
      CreateImageUsageReportRequest request) {
    return serve("CreateImageUsageReport", request, imageUsageReports::create);
  }

  @Override
  public DescribeImageUsageReportsResponse describeImageUsageReports(
      DescribeImageUsageReportsRequest request) {
    return serve("DescribeImageUsageReports", request, imageUsageReports::describe);
  }

  @Override
  public DescribeImageUsageReportEntriesResponse describeImageUsageReportEntries(
      DescribeImageUsageReportEntriesRequest request) {
    return serve("DescribeImageUsageReportEntries", request, imageUsageReports::entries);
  }

  @Override
  public DeleteImageUsageReportResponse deleteImageUsageReport(
      DeleteImageUsageReportRequest request) {
    return serve("DeleteImageUsageReport", request, imageUsageReports::delete);
  }

  @Override
  public CreateStoreImageTaskResponse createStoreImageTask(CreateStoreImageTaskRequest request) {
    return serve("CreateStoreImageTask", request, storedImages::store);
  }

  @Override
  public DescribeStoreImageTasksResponse describeStoreImageTasks(
      DescribeStoreImageTasksRequest request) {
    return serve("DescribeStoreImageTasks", request, storedImages::describe);
  }

  @Override
  public CreateRestoreImageTaskResponse createRestoreImageTask(
      CreateRestoreImageTaskRequest request) {
    return serve("CreateRestoreImageTask", request, storedImages::restore);
  }

  @Override
  public ImportSnapshotResponse importSnapshot(ImportSnapshotRequest request) {
    return serve("ImportSnapshot", request, snapshotImports::start);
  }

  @Override
  public DescribeImportSnapshotTasksResponse describeImportSnapshotTasks(
      DescribeImportSnapshotTasksRequest request) {
    return serve("DescribeImportSnapshotTasks", request, snapshotImports::describe);
  }

  @Override
  public EnableFastLaunchResponse enableFastLaunch(EnableFastLaunchRequest request) {
    return serve("EnableFastLaunch", request, fastLaunches::enable);
  }

  @Override
  public DisableFastLaunchResponse disableFastLaunch(DisableFastLaunchRequest request) {
    return serve("DisableFastLaunch", request, fastLaunches::disable);
  }

  @Override
  public DescribeFastLaunchImagesResponse describeFastLaunchImages(
      DescribeFastLaunchImagesRequest request) {
    return serve("DescribeFastLaunchImages", request, fastLaunches::describe);
  }

  @Override
  public Ec2Waiter waiter() {
    return Ec2Waiter.builder().client(this).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  private <R extends Ec2Request, S extends Ec2Response> S serve(
      String action, R request, BiFunction<Call, R, S> body) {
    return door.serve(
        Service.EC2, caller, region, action, request, call -> body.apply(call, request));
  }
}
