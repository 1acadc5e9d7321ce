package dev.amioperator.simulator;

import dev.amioperator.simulator.iam.AuthorizedAction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Journal of every AWS call, refused calls included. It keeps the newest calls in full, and for all
 * calls the count per action and the resources that still exist.
 */
public final class Journal {
  private static final int MAX_PARAMETERS_LENGTH = 300;
  private static final int MAX_ENTRIES = 50_000;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Set<String> leftovers = new LinkedHashSet<>();
  private long sequence;

  /**
   * AWS call as it was received.
   *
   * @param service prefix of the service, such as {@code ec2}
   * @param parameters the request as text
   */
  public record Request(
      Caller caller,
      String region,
      String service,
      String action,
      String requestId,
      String parameters) {

    private Request truncated() {
      String start = parameters.substring(0, Math.min(parameters.length(), MAX_PARAMETERS_LENGTH));
      return new Request(caller, region, service, action, requestId, start);
    }
  }

  /**
   * Result of an AWS call.
   *
   * @param error the error code of the response; null if the call succeeded
   * @param fault the fault that affected the call, such as {@code answer-lost}; null if none did
   * @param created ids of the resources that the call created
   * @param deleted ids of the resources that the call deleted
   * @param authorized actions on resources that IAM allowed, with the statement that allows each
   * @param denied action on a resource that IAM or a denial forbade; null for none
   */
  public record Result(
      String error,
      String fault,
      List<String> created,
      List<String> deleted,
      List<AuthorizedAction> authorized,
      AuthorizedAction denied) {

    /** Result of a call that AWS refused without any effect. */
    static Result refused(String code) {
      return new Result(code, null, List.of(), List.of(), List.of(), null);
    }
  }

  /**
   * AWS call in the journal.
   *
   * @param time the simulated time of the response
   * @param request the request, its parameters cut after 300 characters
   */
  public record Entry(long sequence, Instant time, Request request, Result result) {

    /** Account of the AWS caller. */
    public String account() {
      return request.caller().accountId();
    }

    /** AWS caller. */
    public Caller caller() {
      return request.caller();
    }

    /** AWS region of the call. */
    public String region() {
      return request.region();
    }

    /** Prefix of the AWS service, such as {@code ec2}. */
    public String service() {
      return request.service();
    }

    /** AWS action, such as {@code CopyImage}. */
    public String action() {
      return request.action();
    }

    /** AWS request id. */
    public String requestId() {
      return request.requestId();
    }

    /** First 300 characters of the AWS request. */
    public String parameters() {
      return request.parameters();
    }

    /** AWS error code; null if the call succeeded. */
    public String error() {
      return result.error();
    }

    /** Fault that affected the AWS call; null if none did. */
    public String fault() {
      return result.fault();
    }

    /** Ids of the AWS resources that the call created. */
    public List<String> created() {
      return result.created();
    }

    /** Ids of the AWS resources that the call deleted. */
    public List<String> deleted() {
      return result.deleted();
    }

    /** Actions on AWS resources that IAM allowed in the call. */
    public List<AuthorizedAction> authorized() {
      return result.authorized();
    }

    /** Action on an AWS resource that was denied; null for none. */
    public AuthorizedAction denied() {
      return result.denied();
    }
  }

  synchronized void append(Instant time, Request request, Result result) {
    entries.add(new Entry(++sequence, time, request.truncated(), result));
    if (entries.size() > MAX_ENTRIES) {
      entries.poll();
    }
    counts.merge(request.action(), 1L, Long::sum);
    leftovers.addAll(result.created());
    result.deleted().forEach(leftovers::remove);
  }

  /** Newest AWS calls, oldest first; at most 50,000 are kept. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** AWS calls after this sequence number. */
  public synchronized List<Entry> entriesAfter(long number) {
    return entries.stream().filter(entry -> entry.sequence() > number).toList();
  }

  /** Sequence number of the last AWS call; 0 before the first. */
  public synchronized long lastSequence() {
    return sequence;
  }

  /** Number of calls of an AWS action since the start, refused calls included. */
  public synchronized long count(String action) {
    return counts.getOrDefault(action, 0L);
  }

  /** Number of calls of each AWS action since the start. */
  public synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /**
   * Ids of AWS resources that calls created and no call deleted, oldest first. Seeded resources are
   * not included.
   */
  public synchronized List<String> leftovers() {
    return List.copyOf(leftovers);
  }

  /** Leftover AWS resources with an id prefix, such as {@code ami} or {@code snap}. */
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
