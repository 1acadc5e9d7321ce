package dev.amioperator.reconcile;

import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.Condition.Status;
import dev.amioperator.api.v1alpha1.Condition.Type;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Conditions by the rules of kstatus: Ready always, Reconciling and Stalled only while True. */
public final class Conditions {
  private static final int MAX_MESSAGE_LENGTH = 4096;

  private Conditions() {}

  /** The conditions of a ready state, without a note. */
  public static List<Condition> of(
      ReadyState readyState, long generation, List<Condition> previous, Instant now) {
    return of(readyState, "", generation, previous, now);
  }

  /**
   * The conditions of a ready state.
   *
   * @param note follows the message in each condition; may be empty
   * @param previous the conditions so far, or null: a transition time is kept while a status holds
   */
  static List<Condition> of(
      ReadyState readyState, String note, long generation, List<Condition> previous, Instant now) {
    Map<Type, Status> statuses =
        switch (readyState) {
          case ReadyState.Ready ready -> Map.of(Type.READY, Status.TRUE);
          case ReadyState.Blocked blocked -> Map.of(Type.READY, Status.FALSE);
          case ReadyState.Reconciling reconciling ->
              Map.of(Type.READY, Status.FALSE, Type.RECONCILING, Status.TRUE);
          case ReadyState.Stalled stalled ->
              Map.of(Type.READY, Status.FALSE, Type.STALLED, Status.TRUE);
        };
    String reason = readyState.reason().name();
    String message = readyState.message(MAX_MESSAGE_LENGTH - note.length()) + note;
    List<Condition> conditions = new ArrayList<>();
    new TreeMap<>(statuses)
        .forEach(
            (type, status) -> {
              String since = lastTransition(type, status, previous, now);
              conditions.add(new Condition(type, status, generation, since, reason, message));
            });
    return List.copyOf(conditions);
  }

  private static String lastTransition(
      Type type, Status status, List<Condition> previous, Instant now) {
    return Stream.ofNullable(previous)
        .flatMap(List::stream)
        .filter(condition -> condition.type() == type && condition.status() == status)
        .map(Condition::lastTransitionTime)
        .findFirst()
        .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
