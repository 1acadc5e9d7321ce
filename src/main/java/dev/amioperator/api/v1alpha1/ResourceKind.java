package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kinds of objects that a retention policy deletes. */
public enum ResourceKind {
  @JsonProperty("AmiImage")
  AMI_IMAGE("AmiImage"),
  @JsonProperty("AmiCopy")
  AMI_COPY("AmiCopy");

  private final String value;

  ResourceKind(String value) {
    this.value = value;
  }

  /** The kind's name in Kubernetes. */
  public String value() {
    return value;
  }
}
