package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens in EC2 when the object is deleted. */
public enum DeletionPolicy {
  /** Deregister the image and delete the snapshots created with it. */
  @JsonProperty("Delete")
  DELETE,
  /** Deregister the image; keep the snapshots, without ownership tags. */
  @JsonProperty("RetainSnapshots")
  RETAIN_SNAPSHOTS,
  /** Keep image and snapshots, without ownership tags. */
  @JsonProperty("Retain")
  RETAIN,
  /**
   * Delete the object at once and leave its images in EC2 with all their tags: retention policies
   * decide about them, and the same object applied again adopts them.
   */
  @JsonProperty("Release")
  RELEASE
}
