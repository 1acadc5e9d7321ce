package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Optional;

/**
 * A lock that keeps a snapshot from being deleted (LockSnapshot).
 *
 * @param mode EC2's lock state: {@code governance}, {@code compliance}, ...
 * @param expiresAt when the lock expires; empty when EC2 does not report it
 */
public record SnapshotLock(String snapshotId, String mode, Optional<Instant> expiresAt) {}
