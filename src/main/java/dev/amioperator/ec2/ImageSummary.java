package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Optional;

/**
 * An available image that a search found: no more than it takes to choose among thousands.
 *
 * @param created empty while EC2 has not told it yet
 * @param deprecationTime from when on it is deprecated (DeprecationTime); empty for never
 */
public record ImageSummary(
    String id, Optional<Instant> created, Optional<Instant> deprecationTime) {}
