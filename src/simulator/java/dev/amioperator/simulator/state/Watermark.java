package dev.amioperator.simulator.state;

import java.time.Instant;

/**
 * Watermark on an image, inherited by all images derived from it.
 *
 * @param key the account that attached it and its name, {@code 123456789012:approved}
 * @param imageId the image it was attached to
 */
public record Watermark(
    String key, String imageId, String imageRegion, Instant imageCreated, Instant attached) {}
