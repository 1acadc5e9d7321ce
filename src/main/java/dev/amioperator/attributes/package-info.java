/**
 * Changeable attributes of an image and the AWS actions that converge them. These are tags,
 * permissions, description, deprecation, deregistration protection, IMDSv2 and fast launch.
 *
 * <p>{@link dev.amioperator.attributes.DesiredAttributes} plans the actions from the image and from
 * the permissions that {@link dev.amioperator.attributes.SharingObserver} reads. Shared by the
 * kinds that create images; depends on none of them.
 */
package dev.amioperator.attributes;
