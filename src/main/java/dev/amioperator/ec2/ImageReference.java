package dev.amioperator.ec2;

/**
 * One thing in the account that uses an image (DescribeImageReferences).
 *
 * @param imageId the image used
 * @param type EC2's word, such as {@code ec2:Instance} or {@code ec2:LaunchTemplate}
 * @param arn which one
 */
public record ImageReference(String imageId, String type, String arn) {}
