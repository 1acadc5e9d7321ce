package dev.amioperator.ec2;

/**
 * A resource of the account that uses an image (DescribeImageReferences), or names a snapshot.
 *
 * @param imageId the image used, or the snapshot of a block device
 * @param type EC2's resource type, such as {@code ec2:Instance} or {@code ec2:LaunchTemplate}
 * @param arn the resource that uses the image
 */
public record ImageReference(String imageId, String type, String arn) {}
