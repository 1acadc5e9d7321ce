/**
 * Whether an image is in use. Each place to look is a file: DescribeImageReferences, as it shows to
 * a role that may read every type of resource ({@link dev.amioperator.usage.ReferencePermissions}),
 * and the resources that it leaves out ({@link dev.amioperator.usage.ListedResources}), in the
 * image's account and in those of its consumers; and for a shared image that a policy is about to
 * retire, EC2's usage reports about every other account ({@link
 * dev.amioperator.usage.ReportedUse}). {@code deletion.UsageGuard} and {@code
 * retention.RetentionRules} permit a deletion only for a recent {@link
 * dev.amioperator.usage.Usage.Unused}: a place that is unknown counts as a use. Depends on {@code
 * observer}.
 */
package dev.amioperator.usage;
