package dev.amioperator.copy;

/**
 * How many snapshots may be copied into one account and region at a time. EC2 counts snapshots, not
 * images; over the quota it answers ResourceLimitExceeded.
 */
record CopyQuota(int concurrentSnapshots) {
  /** EC2's own default. */
  static final CopyQuota DEFAULT = new CopyQuota(20);

  /**
   * Whether {@code more} snapshots may join those under way. An image with more snapshots than the
   * quota is let in alone: EC2 has the last word.
   */
  boolean allows(int underWay, int more) {
    return underWay == 0 || underWay + more <= concurrentSnapshots;
  }
}
