package dev.amioperator.lifecycle;

import java.util.Optional;

/**
 * What came of a plan.
 *
 * @param made the image that was made
 * @param moved whether there was anything to do, so that the next look will show something else
 */
public record Acted(Optional<String> made, boolean moved, Verdict verdict) {}
