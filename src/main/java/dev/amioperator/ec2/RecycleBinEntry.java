package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Optional;

/**
 * An image or a snapshot of the account's that lies in the Recycle Bin, as EC2 lists it there:
 * without its tags.
 *
 * @param name an image's; empty for a snapshot
 * @param exitTime when it is deleted for good; empty while EC2 does not tell
 */
public record RecycleBinEntry(String id, String name, Optional<Instant> exitTime) {}
