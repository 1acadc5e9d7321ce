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
  private final Map<String, Unwritten<S>> byUid = new ConcurrentHashMap<>();

  /** Which changes of a status may be written later. */
  public interface Rule<S> {
    /**
     * @param written the status in the API server; null: none
     * @param generation of the spec that the next status reflects
     */
    boolean mayWait(S written, S next, Long generation);
  }

  /**
   * A status that is not written yet.
   *
   * @param written what the API server has
   * @param found what the last reconcile found since
   * @param changedAt when the status differed first from what was written
   */
  private record Unwritten<S>(S written, S found, Instant changedAt) {}

  /**
   * @param pause how long a change waits at most
   * @param empty creates an object of the kind
   */
  public StatusWrites(Duration pause, Supplier<R> empty, Rule<S> rule) {
    this.pause = pause;
    this.empty = empty;
    this.rule = rule;
  }

  /**
   * The object with the status that was found for it last, written or not. It counts after an edit,
   * too, as if it had been written: a tag that the edit removes may be recorded only there.
   */
  public R latest(R resource) {
    Unwritten<S> unwritten = byUid.get(resource.getMetadata().getUid());
    return unwritten == null || !Objects.equals(unwritten.written, resource.getStatus())
        ? resource
        : with(resource, unwritten.found);
  }

  private R with(R resource, S status) {
    R latest = empty.get();
    latest.setMetadata(resource.getMetadata());
    latest.setSpec(resource.getSpec());
    latest.setStatus(status);
    return latest;
  }

  /** How long the write of a status waits; empty if it is written now, or is written already. */
  public Optional<Duration> delay(R resource, S next, Instant now) {
    String uid = resource.getMetadata().getUid();
    S written = resource.getStatus();
    if (Objects.equals(written, next)) {
      byUid.remove(uid);
      return Optional.empty();
    }
    Instant changedAt =
        Optional.ofNullable(byUid.get(uid))
            .filter(before -> Objects.equals(before.written, written))
            .map(Unwritten::changedAt)
            .orElse(now);
    // Kept until the API server has it: a write that meets a conflict is not made.
    byUid.put(uid, new Unwritten<>(written, next, changedAt));
    return Optional.of(Duration.between(now, changedAt.plus(pause)))
        .filter(Duration::isPositive)
        .filter(_ -> rule.mayWait(written, next, resource.getMetadata().getGeneration()));
  }

  /** Drops what is kept in memory for a deleted object. */
  public void forget(R resource) {
    byUid.remove(resource.getMetadata().getUid());
  }
}
