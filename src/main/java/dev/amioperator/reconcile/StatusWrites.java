package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.ConditionedStatus;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Writes of the statuses of a kind, which collect changes that follow each other within seconds.
 *
 * <p>A change that may be written later is kept in memory, and the next reconcile continues from
 * it. A crash loses it like the response of a lost write; so what is recorded before a call of EC2,
 * what is to be deleted, and what a change of the spec causes is written at once.
 *
 * @param <P> the spec
 * @param <S> the status
 * @param <R> the kind
 */
public final class StatusWrites<P, S extends ConditionedStatus, R extends CustomResource<P, S>> {
  private final Duration pause;
  private final Supplier<R> empty;
  private final Rule<S> rule;
  private final Map<String, LastWrite<S>> byUid = new ConcurrentHashMap<>();

  /** Which changes of a status may be written later. */
  public interface Rule<S> {
    /**
     * @param written the status in the API server; null: none
     * @param generation of the spec that the next status reflects
     */
    boolean mayWait(S written, S next, Long generation);
  }

  /**
   * The last write of an object's status.
   *
   * @param written what the API server has
   * @param unwritten what the last reconcile found since
   * @param changedAt when the status differed first from what was written
   */
  private record LastWrite<S>(S written, Optional<S> unwritten, Instant changedAt) {
    static <S> LastWrite<S> of(S written) {
      return new LastWrite<>(written, Optional.empty(), Instant.MAX);
    }
  }

  /**
   * @param pause how long a change waits at most
   * @param empty creates an object of the kind
   */
  public StatusWrites(Duration pause, Supplier<R> empty, Rule<S> rule) {
    this.pause = pause;
    this.empty = empty;
    this.rule = rule;
  }

  /** The object with the status that was found for it last, written or not. */
  public R latest(R resource) {
    LastWrite<S> last = byUid.get(resource.getMetadata().getUid());
    return last == null || !Objects.equals(last.written, resource.getStatus())
        ? resource
        : last.unwritten
            .filter(status -> Objects.equals(status.observedGeneration(), generation(resource)))
            .map(status -> with(resource, status))
            .orElse(resource);
  }

  private R with(R resource, S status) {
    R latest = empty.get();
    latest.setMetadata(resource.getMetadata());
    latest.setSpec(resource.getSpec());
    latest.setStatus(status);
    return latest;
  }

  /** How long the write of a status waits; empty if it is written now. */
  public Optional<Duration> delay(R resource, S next, Instant now) {
    String uid = resource.getMetadata().getUid();
    S written = resource.getStatus();
    LastWrite<S> last = byUid.get(uid);
    if (Objects.equals(written, next)) {
      byUid.computeIfPresent(uid, (key, _) -> LastWrite.of(next));
      return Optional.empty();
    }
    Instant changedAt = last == null || last.unwritten.isEmpty() ? now : last.changedAt;
    Instant due = changedAt.plus(pause);
    if (!due.isAfter(now) || !rule.mayWait(written, next, generation(resource))) {
      byUid.put(uid, LastWrite.of(next));
      return Optional.empty();
    }
    byUid.put(uid, new LastWrite<>(written, Optional.of(next), changedAt));
    return Optional.of(Duration.between(now, due));
  }

  /** Drops what is kept in memory for a deleted object. */
  public void forget(R resource) {
    byUid.remove(resource.getMetadata().getUid());
  }

  private Long generation(R resource) {
    return resource.getMetadata().getGeneration();
  }
}
