package dev.amioperator.reconcile;

import dev.amioperator.ec2.AwsAction;
import java.util.List;

/**
 * What a planner decided: what to do now, and how the object stands.
 *
 * @param actions in order; empty when there is nothing to do
 */
public record Plan(List<AwsAction> actions, ReadyState readyState) {
  public Plan {
    actions = List.copyOf(actions);
  }

  public static Plan withoutActions(ReadyState readyState) {
    return new Plan(List.of(), readyState);
  }
}
