package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.AllowedImages;
import dev.amioperator.simulator.ec2.BlockPublicAccess;
import dev.amioperator.simulator.ec2.EbsEncryption;
import dev.amioperator.simulator.ec2.RecycleBins;
import dev.amioperator.simulator.ec2.Regions;
import dev.amioperator.simulator.ec2.Tags;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.DisableAllowedImagesSettingsRequest;
import software.amazon.awssdk.services.ec2.model.DisableAllowedImagesSettingsResponse;
import software.amazon.awssdk.services.ec2.model.DisableEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.DisableEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.DisableSnapshotBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.DisableSnapshotBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.EnableAllowedImagesSettingsRequest;
import software.amazon.awssdk.services.ec2.model.EnableAllowedImagesSettingsResponse;
import software.amazon.awssdk.services.ec2.model.EnableEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.EnableEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.EnableSnapshotBlockPublicAccessRequest;
import software.amazon.awssdk.services.ec2.model.EnableSnapshotBlockPublicAccessResponse;
import software.amazon.awssdk.services.ec2.model.GetAllowedImagesSettingsRequest;
import software.amazon.awssdk.services.ec2.model.GetAllowedImagesSettingsResponse;
import software.amazon.awssdk.services.ec2.model.GetEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.GetEbsDefaultKmsKeyIdResponse;
import software.amazon.awssdk.services.ec2.model.GetEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.GetEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.GetImageBlockPublicAccessStateRequest;
import software.amazon.awssdk.services.ec2.model.GetImageBlockPublicAccessStateResponse;
import software.amazon.awssdk.services.ec2.model.GetSnapshotBlockPublicAccessStateRequest;
import software.amazon.awssdk.services.ec2.model.GetSnapshotBlockPublicAccessStateResponse;
import software.amazon.awssdk.services.ec2.model.ListImagesInRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.ListImagesInRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.ListSnapshotsInRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.ListSnapshotsInRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.ModifyEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.ModifyEbsDefaultKmsKeyIdResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceImageCriteriaInAllowedImagesSettingsRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceImageCriteriaInAllowedImagesSettingsResponse;
import software.amazon.awssdk.services.ec2.model.ResetEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.ResetEbsDefaultKmsKeyIdResponse;
import software.amazon.awssdk.services.ec2.model.RestoreImageFromRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.RestoreImageFromRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.RestoreSnapshotFromRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.RestoreSnapshotFromRecycleBinResponse;

/** EC2 actions on tags, the Recycle Bin, public access, Allowed AMIs and default encryption. */
interface RegionActions extends Ec2ActionGroup {
  Tags TAGS = new Tags();
  RecycleBins RECYCLE_BINS = new RecycleBins();
  AllowedImages ALLOWED_IMAGES = new AllowedImages();
  BlockPublicAccess BLOCK_PUBLIC_ACCESS = new BlockPublicAccess();
  EbsEncryption EBS_ENCRYPTION = new EbsEncryption();
  Regions REGIONS = new Regions();

  @Override
  default CreateTagsResponse createTags(CreateTagsRequest request) {
    return serve("CreateTags", request, TAGS::create);
  }

  @Override
  default DeleteTagsResponse deleteTags(DeleteTagsRequest request) {
    return serve("DeleteTags", request, TAGS::delete);
  }

  @Override
  default DescribeTagsResponse describeTags(DescribeTagsRequest request) {
    return serve("DescribeTags", request, TAGS::describe);
  }

  @Override
  default DescribeRegionsResponse describeRegions(DescribeRegionsRequest request) {
    return serve("DescribeRegions", request, REGIONS::describe);
  }

  @Override
  default EnableImageBlockPublicAccessResponse enableImageBlockPublicAccess(
      EnableImageBlockPublicAccessRequest request) {
    return serve("EnableImageBlockPublicAccess", request, BLOCK_PUBLIC_ACCESS::blockImages);
  }

  @Override
  default DisableImageBlockPublicAccessResponse disableImageBlockPublicAccess(
      DisableImageBlockPublicAccessRequest request) {
    return serve("DisableImageBlockPublicAccess", request, BLOCK_PUBLIC_ACCESS::unblockImages);
  }

  @Override
  default GetImageBlockPublicAccessStateResponse getImageBlockPublicAccessState(
      GetImageBlockPublicAccessStateRequest request) {
    return serve("GetImageBlockPublicAccessState", request, BLOCK_PUBLIC_ACCESS::images);
  }

  @Override
  default EnableSnapshotBlockPublicAccessResponse enableSnapshotBlockPublicAccess(
      EnableSnapshotBlockPublicAccessRequest request) {
    return serve("EnableSnapshotBlockPublicAccess", request, BLOCK_PUBLIC_ACCESS::blockSnapshots);
  }

  @Override
  default DisableSnapshotBlockPublicAccessResponse disableSnapshotBlockPublicAccess(
      DisableSnapshotBlockPublicAccessRequest request) {
    return serve(
        "DisableSnapshotBlockPublicAccess", request, BLOCK_PUBLIC_ACCESS::unblockSnapshots);
  }

  @Override
  default GetSnapshotBlockPublicAccessStateResponse getSnapshotBlockPublicAccessState(
      GetSnapshotBlockPublicAccessStateRequest request) {
    return serve("GetSnapshotBlockPublicAccessState", request, BLOCK_PUBLIC_ACCESS::snapshots);
  }

  @Override
  default GetEbsEncryptionByDefaultResponse getEbsEncryptionByDefault(
      GetEbsEncryptionByDefaultRequest request) {
    return serve("GetEbsEncryptionByDefault", request, EBS_ENCRYPTION::getByDefault);
  }

  @Override
  default EnableEbsEncryptionByDefaultResponse enableEbsEncryptionByDefault(
      EnableEbsEncryptionByDefaultRequest request) {
    return serve("EnableEbsEncryptionByDefault", request, EBS_ENCRYPTION::enable);
  }

  @Override
  default DisableEbsEncryptionByDefaultResponse disableEbsEncryptionByDefault(
      DisableEbsEncryptionByDefaultRequest request) {
    return serve("DisableEbsEncryptionByDefault", request, EBS_ENCRYPTION::disable);
  }

  @Override
  default GetEbsDefaultKmsKeyIdResponse getEbsDefaultKmsKeyId(
      GetEbsDefaultKmsKeyIdRequest request) {
    return serve("GetEbsDefaultKmsKeyId", request, EBS_ENCRYPTION::defaultKey);
  }

  @Override
  default ModifyEbsDefaultKmsKeyIdResponse modifyEbsDefaultKmsKeyId(
      ModifyEbsDefaultKmsKeyIdRequest request) {
    return serve("ModifyEbsDefaultKmsKeyId", request, EBS_ENCRYPTION::modifyDefaultKey);
  }

  @Override
  default ResetEbsDefaultKmsKeyIdResponse resetEbsDefaultKmsKeyId(
      ResetEbsDefaultKmsKeyIdRequest request) {
    return serve("ResetEbsDefaultKmsKeyId", request, EBS_ENCRYPTION::resetDefaultKey);
  }

  @Override
  default ListImagesInRecycleBinResponse listImagesInRecycleBin(
      ListImagesInRecycleBinRequest request) {
    return serve("ListImagesInRecycleBin", request, RECYCLE_BINS::listImages);
  }

  @Override
  default ListSnapshotsInRecycleBinResponse listSnapshotsInRecycleBin(
      ListSnapshotsInRecycleBinRequest request) {
    return serve("ListSnapshotsInRecycleBin", request, RECYCLE_BINS::listSnapshots);
  }

  @Override
  default RestoreImageFromRecycleBinResponse restoreImageFromRecycleBin(
      RestoreImageFromRecycleBinRequest request) {
    return serve("RestoreImageFromRecycleBin", request, RECYCLE_BINS::restoreImage);
  }

  @Override
  default RestoreSnapshotFromRecycleBinResponse restoreSnapshotFromRecycleBin(
      RestoreSnapshotFromRecycleBinRequest request) {
    return serve("RestoreSnapshotFromRecycleBin", request, RECYCLE_BINS::restoreSnapshot);
  }

  @Override
  default EnableAllowedImagesSettingsResponse enableAllowedImagesSettings(
      EnableAllowedImagesSettingsRequest request) {
    return serve("EnableAllowedImagesSettings", request, ALLOWED_IMAGES::enable);
  }

  @Override
  default DisableAllowedImagesSettingsResponse disableAllowedImagesSettings(
      DisableAllowedImagesSettingsRequest request) {
    return serve("DisableAllowedImagesSettings", request, ALLOWED_IMAGES::disable);
  }

  @Override
  default GetAllowedImagesSettingsResponse getAllowedImagesSettings(
      GetAllowedImagesSettingsRequest request) {
    return serve("GetAllowedImagesSettings", request, ALLOWED_IMAGES::get);
  }

  @Override
  default ReplaceImageCriteriaInAllowedImagesSettingsResponse
      replaceImageCriteriaInAllowedImagesSettings(
          ReplaceImageCriteriaInAllowedImagesSettingsRequest request) {
    return serve(
        "ReplaceImageCriteriaInAllowedImagesSettings", request, ALLOWED_IMAGES::replaceCriteria);
  }
}
