package dev.amioperator.simulator.state;

import java.time.Instant;
import java.util.List;

/** Settings of an AWS account in a region. */
public final class RegionSettings {
  /** State of Allowed AMIs that hides no image; the default. */
  public static final String ALLOWED_IMAGES_DISABLED = "disabled";

  private Instant imagePublicAccessBlockedFrom;
  private String snapshotPublicAccessState = "unblocked";
  private boolean encryptionByDefault;
  private boolean enabled;
  private String defaultKeyArn;
  private String allowedImagesState = ALLOWED_IMAGES_DISABLED;
  private List<ImageCriterion> imageCriteria = List.of();

  /**
   * Creates the settings of an account.
   *
   * @param enabled whether the region is enabled for the account
   */
  RegionSettings(boolean enabled) {
    this.enabled = enabled;
  }

  /** Time from which images cannot be made public; null for never. */
  public void imagePublicAccessBlockedFrom(Instant from) {
    imagePublicAccessBlockedFrom = from;
  }

  /** Whether images cannot be made public at an instant. */
  public boolean imagePublicAccessBlocked(Instant now) {
    return imagePublicAccessBlockedFrom != null && !now.isBefore(imagePublicAccessBlockedFrom);
  }

  /** Block public access state of snapshots; {@code unblocked} by default. */
  public String snapshotPublicAccessState() {
    return snapshotPublicAccessState;
  }

  /** Sets the block public access state of snapshots. */
  public void snapshotPublicAccessState(String state) {
    snapshotPublicAccessState = state;
  }

  /** Whether the region is enabled for the account. */
  public boolean enabled() {
    return enabled;
  }

  /** Enables or disables the region for the account. */
  public void enabled(boolean on) {
    enabled = on;
  }

  /** Whether new EBS volumes and snapshot copies are encrypted by default. */
  public boolean encryptionByDefault() {
    return encryptionByDefault;
  }

  /** Sets whether EBS encrypts by default. */
  public void encryptionByDefault(boolean on) {
    encryptionByDefault = on;
  }

  /** Default KMS key for encryption; null for the AWS managed key. */
  public String defaultKeyArn() {
    return defaultKeyArn;
  }

  /** Sets the default KMS key for encryption. */
  public void defaultKeyArn(String arn) {
    defaultKeyArn = arn;
  }

  /** State of Allowed AMIs. */
  public String allowedImagesState() {
    return allowedImagesState;
  }

  /** Sets the state of Allowed AMIs. */
  public void allowedImagesState(String state) {
    allowedImagesState = state;
  }

  /** Criteria of Allowed AMIs, of which an image must match one. */
  public List<ImageCriterion> imageCriteria() {
    return imageCriteria;
  }

  /** Replaces the criteria of Allowed AMIs. */
  public void imageCriteria(List<ImageCriterion> criteria) {
    imageCriteria = List.copyOf(criteria);
  }
}
