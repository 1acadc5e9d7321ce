package dev.amioperator.reconcile;

import java.util.List;

/**
 * What a planner decided: what to do now, and how the object stands.
 *
 * @param actions in order; empty when there is nothing to do
 */
public record Plan(List<Action> actions, Verdict verdict) {
  public Plan {
    actions = List.copyOf(actions);
  }

  public static Plan nothing(Verdict verdict) {
    return new Plan(List.of(), verdict);
  }
}
