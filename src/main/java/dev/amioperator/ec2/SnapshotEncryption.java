package dev.amioperator.ec2;

import java.util.Optional;

/**
 * Encryption of a copied image's snapshots. Without it, CopyImage keeps unencrypted snapshots as
 * they are, unless the account encrypts by default.
 *
 * @param kmsKeyId id, ARN, alias or alias ARN of a key in the destination region; empty for the
 *     account's default key there. EC2 checks it only while it copies
 */
public record SnapshotEncryption(Optional<String> kmsKeyId) {}
