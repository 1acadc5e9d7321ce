/**
 * Proves that an image is unused before it is deleted. {@link dev.amioperator.usage.Usage}
 * evaluates DescribeImageReferences; an unknown usage always counts as in use. Depends on {@code
 * observer}.
 */
package dev.amioperator.usage;
