package dev.amioperator.copy.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * Progress of an image copy in flight, as far as the queue knows it.
 *
 * @param estimatedEnd empty until the duration of copies, or the progress of this copy, is known
 * @param percent likewise
 */
public record CopyProgress(
    String imageId, Optional<Instant> estimatedEnd, Optional<Integer> percent) {}
