package dev.amioperator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rounds of questions that objects are in the middle of. A decision needs several answers, and
 * they come in later reconciles; were each reconcile to want answers of its own age, a slow EC2
 * would never give enough of them at once. So what was asked within one round fits together.
 */
public class DecisionFreshness {
  /** Answers further apart than this do not fit together: a new round begins. */
  private static final Duration MAX_DURATION = Duration.ofMinutes(2);

  private static final String PART_SEPARATOR = "/";
  private final Map<String, Instant> startedAt = new ConcurrentHashMap<>();
  private final Duration permissionsInterval;

  /**
   * The freshness of one process's decisions.
   *
   * @param permissionsInterval between two reads of the permissions of an image
   */
  public DecisionFreshness(Duration permissionsInterval) {
    this.permissionsInterval = permissionsInterval;
  }

  /** How fresh answers have to be for the round that the object is in, or begins now. */
  public Freshness freshnessFor(HasMetadata object, Instant now, boolean settled) {
    return freshnessFor(object.getMetadata().getUid(), now, settled);
  }

  /** The key of a part of an object that is decided by itself. */
  public static String partOf(String uid, String name) {
    return uid + PART_SEPARATOR + name;
  }

  /** The same for a part of an object that is decided by itself; see {@link #partOf}. */
  public Freshness freshnessFor(String part, Instant now, boolean settled) {
    Instant since =
        startedAt.compute(
            part,
            (p, start) -> start == null || start.isBefore(now.minus(MAX_DURATION)) ? now : start);
    return new Freshness(now, since, settled, permissionsInterval);
  }

  /** Enough was known to decide. */
  public void decided(HasMetadata object) {
    decided(object.getMetadata().getUid());
  }

  /** Enough was known to decide on a part of an object. */
  public void decided(String part) {
    startedAt.remove(part);
  }

  /** The object is deleted: no decision on it, or on a part of it, is left open. */
  public void forget(HasMetadata object) {
    String uid = object.getMetadata().getUid();
    startedAt.keySet().removeIf(part -> part.equals(uid) || part.startsWith(uid + PART_SEPARATOR));
  }

  /** How many decisions are open. */
  int size() {
    return startedAt.size();
  }
}
