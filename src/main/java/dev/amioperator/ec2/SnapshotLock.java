package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Optional;

/**
 * A lock that keeps a snapshot from being deleted (LockSnapshot).
 *
 * @param mode EC2's word for its state: {@code governance}, {@code compliance}, ...
 * @param expiresAt when it ends by itself; empty when EC2 does not tell
 */
public record SnapshotLock(String snapshotId, String mode, Optional<Instant> expiresAt) {}
