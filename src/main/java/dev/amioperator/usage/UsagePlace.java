package dev.amioperator.usage;

import dev.amioperator.observer.Observation;

/** A place where uses of images are found, as read for all images of a region together. */
public sealed interface UsagePlace permits ReferencePermissions, ListedResources {
  /** What the place knows about an image. */
  Usage usageOf(String imageId);

  /** The read of the place: a value, a failure, or pending. */
  Observation<?> observation();
}
