package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Optional;

/**
 * An available image found by a search, with the fields to choose by.
 *
 * @param created empty until EC2 reports it
 * @param deprecationTime when the image becomes deprecated (DeprecationTime); empty for never
 */
public record ImageSummary(
    String id, Optional<Instant> created, Optional<Instant> deprecationTime) {}
