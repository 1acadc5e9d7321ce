package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Check for users of an image before its deletion. */
public enum DeletionGuard {
  /** Wait while the image is still used, or while its usage cannot be determined. */
  @JsonProperty("References")
  REFERENCES,
  /** Do not check usage of the image. */
  @JsonProperty("None")
  NONE
}
