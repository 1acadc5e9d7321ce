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
 * @param batch how many fit into one call
 * @param ask makes the call; what it does not show is missing from the answer
 * @param missing what it means that something is missing, after what was seen before
 */
record Lookup<T>(
    int batch,
    Function<List<String>, Map<String, T>> ask,
    BiFunction<Optional<T>, Instant, T> missing) {}
