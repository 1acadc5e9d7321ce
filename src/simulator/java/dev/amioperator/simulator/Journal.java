package dev.amioperator.simulator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every call that reached the simulated cloud, refused ones included. It keeps the newest calls in
 * full, and for all calls how often each action was called and what is left of what they made.
 */
public final class Journal {
  private static final int MAX_PARAMETERS_LENGTH = 300;
  private static final int MAX_ENTRIES = 50_000;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Set<String> leftovers = new LinkedHashSet<>();
  private long sequence;

  /**
   * One call.
   *
   * @param time the simulated time at which it was answered
   * @param parameters the request in short, cut after 300 characters
   * @param error the error code of the answer; null if the call succeeded
   * @param fault the fault that met the call, such as {@code answer-lost}; null if none did
   * @param created ids of the resources it made
   * @param deleted ids of the resources it deleted
   */
  public record Entry(
      long sequence,
      Instant time,
      Caller caller,
      String region,
      String service,
      String action,
      String requestId,
      String parameters,
      String error,
      String fault,
      List<String> created,
      List<String> deleted) {

    /** The calling account. */
    public String account() {
      return caller.accountId();
    }
  }

  /** A request as an entry shows it. */
  static String truncate(String parameters) {
    return parameters.substring(0, Math.min(parameters.length(), MAX_PARAMETERS_LENGTH));
  }

  synchronized void append(
      Instant time,
      Caller caller,
      String region,
      String service,
      String action,
      String requestId,
      String parameters,
      String error,
      String fault,
      List<String> created,
      List<String> deleted) {
    entries.add(
        new Entry(
            ++sequence,
            time,
            caller,
            region,
            service,
            action,
            requestId,
            parameters,
            error,
            fault,
            created,
            deleted));
    if (entries.size() > MAX_ENTRIES) {
      entries.poll();
    }
    counts.merge(action, 1L, Long::sum);
    leftovers.addAll(created);
    deleted.forEach(leftovers::remove);
  }

  /** The newest calls, the oldest of them first; at most 50,000 are kept. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The kept calls after this sequence number. */
  public synchronized List<Entry> entriesAfter(long number) {
    return entries.stream().filter(entry -> entry.sequence() > number).toList();
  }

  /** The sequence number of the last call; 0 before the first. */
  public synchronized long lastSequence() {
    return sequence;
  }

  /** How often an action was called since the start, refused calls included. */
  public synchronized long count(String action) {
    return counts.getOrDefault(action, 0L);
  }

  /** How often each action was called since the start. */
  public synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /**
   * Ids of resources that calls made and no call deleted, oldest first. Seeded resources count only
   * once a call deletes them, by not being here.
   */
  public synchronized List<String> leftovers() {
    return List.copyOf(leftovers);
  }

  /** As {@link #leftovers()}, of one kind: {@code ami}, {@code snap}, {@code i} … */
  public synchronized List<String> leftovers(String prefix) {
    return leftovers.stream().filter(id -> id.startsWith(prefix + "-")).toList();
  }

  synchronized void clear() {
    entries.clear();
    counts.clear();
    leftovers.clear();
    sequence = 0;
  }
}
