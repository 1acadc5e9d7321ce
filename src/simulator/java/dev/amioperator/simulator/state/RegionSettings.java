package dev.amioperator.simulator.state;

import java.time.Instant;

/** What an account has set for itself in one region. */
public final class RegionSettings {
  private Instant imagePublicAccessBlockedFrom;
  private String snapshotPublicAccessState = "unblocked";
  private boolean encryptionByDefault;
  private String defaultKeyArn;

  /** From when on images cannot be made public; null if they can. */
  public void imagePublicAccessBlockedFrom(Instant from) {
    imagePublicAccessBlockedFrom = from;
  }

  /** Whether images cannot be made public at an instant. */
  public boolean imagePublicAccessBlocked(Instant now) {
    return imagePublicAccessBlockedFrom != null && !now.isBefore(imagePublicAccessBlockedFrom);
  }

  /** EC2's word for how public sharing of snapshots is blocked; {@code unblocked} if it is not. */
  public String snapshotPublicAccessState() {
    return snapshotPublicAccessState;
  }

  public void snapshotPublicAccessState(String state) {
    snapshotPublicAccessState = state;
  }

  /** Whether new volumes and snapshot copies are encrypted without being asked. */
  public boolean encryptionByDefault() {
    return encryptionByDefault;
  }

  public void encryptionByDefault(boolean on) {
    encryptionByDefault = on;
  }

  /** The customer's key for encryption without a key given; null for the one AWS manages. */
  public String defaultKeyArn() {
    return defaultKeyArn;
  }

  public void defaultKeyArn(String arn) {
    defaultKeyArn = arn;
  }
}
