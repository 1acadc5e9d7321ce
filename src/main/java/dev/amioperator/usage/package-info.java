/**
 * Whether an image is in use, as DescribeImageReferences shows it to a role that may read every
 * type of resource. {@code deletion.UsageGuard} and {@code retention.RetentionRules} permit a
 * deletion only for a recent {@link dev.amioperator.usage.Usage.Unused}: an unknown usage counts as
 * in use. Depends on {@code observer}.
 */
package dev.amioperator.usage;
