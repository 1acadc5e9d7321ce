package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.PendingCopy;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Image;

/**
 * Pending copies in DescribeImages responses.
 *
 * <p>EC2 gives a source image for images of CreateImage too, but a source instance only for those.
 * An image without either counts as a copy: a copy that is overlooked would overrun the quota.
 */
final class PendingCopyResponses {
  private PendingCopyResponses() {}

  static Page<PendingCopy> page(DescribeImagesResponse response) {
    return new Page<>(
        response.images().stream()
            .filter(image -> image.sourceInstanceId() == null)
            .map(PendingCopyResponses::pendingCopy)
            .toList(),
        Responses.token(response.nextToken()));
  }

  private static PendingCopy pendingCopy(Image image) {
    var volumes =
        image.blockDeviceMappings().stream()
            .map(BlockDeviceMapping::ebs)
            .filter(ebs -> ebs != null && ebs.snapshotId() != null)
            .toList();
    return new PendingCopy(
        image.imageId(),
        Responses.tags(image.tags()),
        volumes.size(),
        volumes.stream().mapToLong(ebs -> ebs.volumeSize() == null ? 0 : ebs.volumeSize()).sum(),
        Responses.instant(image.creationDate()));
  }
}
