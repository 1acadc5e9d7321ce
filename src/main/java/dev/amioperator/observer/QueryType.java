package dev.amioperator.observer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How questions of one kind are put to EC2.
 *
 * @param batchSize how many fit into one call
 * @param fetch makes the call; what it does not show is missing from the answer
 * @param whenMissing what it means that something is missing, after what was seen before
 */
record QueryType<T>(
    int batchSize,
    Function<List<String>, Map<String, T>> fetch,
    BiFunction<Optional<T>, Instant, T> whenMissing) {}
