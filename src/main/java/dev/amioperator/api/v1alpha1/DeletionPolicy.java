package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens in EC2 when the object is deleted. */
public enum DeletionPolicy {
  /** Deregister the image and delete the snapshots made with it. */
  @JsonProperty("Delete")
  DELETE,
  /** Deregister the image, leave the snapshots without our ownership tags. */
  @JsonProperty("RetainSnapshots")
  RETAIN_SNAPSHOTS,
  /** Leave image and snapshots, without our ownership tags. */
  @JsonProperty("Retain")
  RETAIN
}
