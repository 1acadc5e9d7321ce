package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What holds a deletion back. */
public enum DeletionGuard {
  /** Wait while something still uses the image, or while that cannot be found out. */
  @JsonProperty("References")
  REFERENCES,
  /** Do not ask. */
  @JsonProperty("None")
  NONE
}
