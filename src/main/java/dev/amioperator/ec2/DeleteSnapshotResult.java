package dev.amioperator.ec2;

import java.util.Locale;

/** Result of deleting a snapshot along with its image (SnapshotReturnCodes). */
public enum DeleteSnapshotResult {
  SUCCESS,
  /** Another image uses it. */
  SKIPPED,
  MISSING_PERMISSIONS,
  INTERNAL_ERROR,
  CLIENT_ERROR,
  /** A code that this version does not know. */
  UNKNOWN;

  /** The code as EC2 writes it. */
  public String value() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
