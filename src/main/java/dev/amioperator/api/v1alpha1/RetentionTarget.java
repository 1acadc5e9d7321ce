package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an {@link AmiRetentionPolicy} retires. */
public enum RetentionTarget {
  @JsonProperty("Images")
  IMAGES,
  @JsonProperty("Resources")
  RESOURCES;
}
