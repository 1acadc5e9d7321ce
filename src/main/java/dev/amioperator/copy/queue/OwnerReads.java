package dev.amioperator.copy.queue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads of what the owners of copies have.
 *
 * @param ended the copies that EC2 did not list as pending at {@code readAt}
 * @param overdue the copies that EC2 never listed, and that should have ended
 * @param unknown the copies whose progress is read
 */
record OwnerReads(
    List<CopyInFlight> ended,
    List<CopyInFlight> overdue,
    Instant readAt,
    List<CopyInFlight> unknown) {
  Set<String> owners() {
    return Stream.of(ended, overdue, unknown)
        .flatMap(List::stream)
        .flatMap(copy -> copy.owner().stream())
        .collect(Collectors.toSet());
  }
}
