package dev.amioperator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Start times of open decisions on objects, which limit the age of EC2 reads. A decision needs
 * several reads, which arrive over several reconciles; if each reconcile demanded reads of its own
 * age, a slow EC2 would never return enough of them at once.
 */
public class DecisionFreshness {
  /** Reads further apart than this are inconsistent: the decision restarts. */
  private static final Duration MAX_DURATION = Duration.ofMinutes(2);

  private static final String PART_SEPARATOR = "/";

  private final Map<String, Instant> startedAt = new ConcurrentHashMap<>();
  private final Duration permissionsInterval;

  /**
   * The freshness of the decisions of a process.
   *
   * @param permissionsInterval between two reads of the permissions of an image
   */
  public DecisionFreshness(Duration permissionsInterval) {
    this.permissionsInterval = permissionsInterval;
  }

  /** How fresh EC2 reads must be for an object's decision, open or started now. */
  public Freshness freshnessFor(HasMetadata object, Instant now, boolean settled) {
    return freshnessFor(object.getMetadata().getUid(), now, settled);
  }

  /** The key of a separately decided part of an object, such as an AmiCopy's region. */
  public static String partOf(String uid, String name) {
    return uid + PART_SEPARATOR + name;
  }

  /** How fresh EC2 reads must be for the open decision on a part; see {@link #partOf}. */
  public Freshness freshnessFor(String part, Instant now, boolean settled) {
    Instant since =
        startedAt.compute(
            part,
            (p, start) -> start == null || start.isBefore(now.minus(MAX_DURATION)) ? now : start);
    return new Freshness(now, since, settled, permissionsInterval);
  }

  /** Closes the decision on an object: enough was known. */
  public void decided(HasMetadata object) {
    decided(object.getMetadata().getUid());
  }

  /** Closes the decision on a part of an object. */
  public void decided(String part) {
    startedAt.remove(part);
  }

  /** Closes all decisions on a deleted object and its parts. */
  public void forget(HasMetadata object) {
    String uid = object.getMetadata().getUid();
    startedAt.keySet().removeIf(part -> part.equals(uid) || part.startsWith(uid + PART_SEPARATOR));
  }

  /** Number of open decisions. */
  int size() {
    return startedAt.size();
  }
}
