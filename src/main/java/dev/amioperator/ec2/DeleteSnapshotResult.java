package dev.amioperator.ec2;

import java.util.Locale;

/** What became of a snapshot that was to be deleted with its image (SnapshotReturnCodes). */
public enum DeleteSnapshotResult {
  SUCCESS,
  /** Another image uses it. */
  SKIPPED,
  MISSING_PERMISSIONS,
  INTERNAL_ERROR,
  CLIENT_ERROR,
  /** A code that this version does not know. */
  UNKNOWN;

  /** The word as EC2 writes it. */
  public String value() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
