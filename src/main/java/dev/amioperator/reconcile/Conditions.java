package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.Condition.Status;
import dev.amioperator.api.v1alpha1.Condition.Type;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Conditions by the rules of kstatus: Ready always, Reconciling and Stalled only while True. */
public final class Conditions {
  private static final int MAX_MESSAGE_LENGTH = 4096;

  private Conditions() {}

  /**
   * The conditions of a ready state.
   *
   * @param previous the conditions so far, or null: a transition time is kept while a status holds
   */
  public static List<Condition> of(
      ReadyState readyState, long generation, List<Condition> previous, Instant now) {
    List<Condition> conditions = new ArrayList<>();
    Status isReady = readyState instanceof ReadyState.Ready ? Status.TRUE : Status.FALSE;
    conditions.add(condition(Type.READY, isReady, readyState, generation, previous, now));
    switch (readyState) {
      case ReadyState.Ready ready -> {}
      case ReadyState.Blocked blocked -> {}
      case ReadyState.Reconciling reconciling ->
          conditions.add(
              condition(Type.RECONCILING, Status.TRUE, readyState, generation, previous, now));
      case ReadyState.Stalled stalled ->
          conditions.add(
              condition(Type.STALLED, Status.TRUE, readyState, generation, previous, now));
    }
    return List.copyOf(conditions);
  }

  private static Condition condition(
      Type type,
      Status status,
      ReadyState readyState,
      long generation,
      List<Condition> previous,
      Instant now) {
    String since =
        (previous == null ? List.<Condition>of() : previous)
            .stream()
                .filter(c -> c.type() == type && c.status() == status)
                .map(Condition::lastTransitionTime)
                .findFirst()
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new Condition(
        type,
        status,
        generation,
        since,
        readyState.reason().name(),
        readyState.message(MAX_MESSAGE_LENGTH));
  }
}
