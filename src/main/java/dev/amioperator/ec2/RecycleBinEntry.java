package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Optional;

/**
 * An image or snapshot in the account's Recycle Bin, which EC2 lists without tags.
 *
 * @param name the image's name; empty for a snapshot
 * @param exitTime when EC2 deletes it permanently; empty until EC2 reports it
 */
public record RecycleBinEntry(String id, String name, Optional<Instant> exitTime) {}
