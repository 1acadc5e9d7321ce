package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** An AWS service that creates or offers images, and has a lifecycle of its own for them. */
public enum ManagingService {
  @JsonProperty("DataLifecycleManager")
  DATA_LIFECYCLE_MANAGER("Amazon Data Lifecycle Manager"),
  @JsonProperty("Backup")
  BACKUP("AWS Backup"),
  @JsonProperty("ImageBuilder")
  IMAGE_BUILDER("EC2 Image Builder"),
  @JsonProperty("Marketplace")
  MARKETPLACE("AWS Marketplace");

  private final String title;

  ManagingService(String title) {
    this.title = title;
  }

  /** The name of the service as AWS writes it. */
  public String title() {
    return title;
  }
}
