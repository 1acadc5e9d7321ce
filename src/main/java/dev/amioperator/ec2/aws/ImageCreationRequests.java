package dev.amioperator.ec2.aws;

import static dev.amioperator.ec2.aws.TagRequests.specifications;
import static software.amazon.awssdk.services.ec2.model.ResourceType.IMAGE;
import static software.amazon.awssdk.services.ec2.model.ResourceType.SNAPSHOT;

import dev.amioperator.ec2.ImageCreationAction.CopyImage;
import dev.amioperator.ec2.ImageCreationAction.CreateImage;
import dev.amioperator.ec2.ImageCreationAction.CreateRestoreImageTask;
import dev.amioperator.ec2.ImageCreationAction.RegisterImageFromManifest;
import dev.amioperator.ec2.ImageCreationAction.RegisterImageFromSnapshot;
import dev.amioperator.ec2.RegisterImageOptions;
import dev.amioperator.ec2.SnapshotEncryption;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateRestoreImageTaskRequest;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;

/** SDK requests of the EC2 actions that create an image. */
final class ImageCreationRequests {
  private ImageCreationRequests() {}

  static CreateImageRequest createImage(CreateImage action) {
    return CreateImageRequest.builder()
        .name(action.name())
        .description(textOrNull(action.description()))
        .instanceId(action.instanceId())
        .noReboot(action.noReboot())
        .blockDeviceMappings(BlockDeviceMappings.mappings(action.blockDevices()))
        .tagSpecifications(specifications(action.tags(), IMAGE, SNAPSHOT))
        .build();
  }

  static RegisterImageRequest registerImage(RegisterImageFromSnapshot action) {
    RegisterImageOptions options = action.options();
    return RegisterImageRequest.builder()
        .name(action.name())
        .description(textOrNull(action.description()))
        .architecture(options.architecture())
        .rootDeviceName(options.rootDeviceName())
        .virtualizationType(options.virtualizationType())
        .bootMode(textOrNull(options.bootMode()))
        .enaSupport(options.enaSupport())
        .sriovNetSupport(textOrNull(options.sriovNetSupport()))
        .tpmSupport(textOrNull(options.tpmSupport()))
        .imdsSupport(textOrNull(options.imdsSupport()))
        .uefiData(textOrNull(options.uefiData()))
        .blockDeviceMappings(BlockDeviceMappings.mappings(action.blockDevices()))
        .tagSpecifications(specifications(action.tags(), IMAGE))
        .build();
  }

  static RegisterImageRequest registerImage(RegisterImageFromManifest action) {
    return RegisterImageRequest.builder()
        .name(action.name())
        .description(textOrNull(action.description()))
        .imageLocation(action.location())
        .architecture(action.architecture())
        .virtualizationType(action.virtualizationType())
        .tagSpecifications(specifications(action.tags(), IMAGE))
        .build();
  }

  static CreateRestoreImageTaskRequest createRestoreImageTask(CreateRestoreImageTask action) {
    return CreateRestoreImageTaskRequest.builder()
        .name(action.name())
        .bucket(action.bucket())
        .objectKey(action.key())
        .tagSpecifications(specifications(action.tags(), IMAGE, SNAPSHOT))
        .build();
  }

  static CopyImageRequest copyImage(CopyImage action) {
    return CopyImageRequest.builder()
        .name(action.name())
        .description(textOrNull(action.description()))
        .sourceRegion(action.sourceRegion())
        .sourceImageId(action.sourceImageId())
        .clientToken(action.clientToken())
        .encrypted(action.encryption().isPresent() ? true : null)
        .kmsKeyId(action.encryption().flatMap(SnapshotEncryption::kmsKeyId).orElse(null))
        .snapshotCopyCompletionDurationMinutes(
            action.completionDurationMinutes().map(Integer::longValue).orElse(null))
        .tagSpecifications(specifications(action.tags(), IMAGE, SNAPSHOT))
        .build();
  }

  /** Null for an empty text, which EC2 refuses where it accepts none. */
  private static String textOrNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
