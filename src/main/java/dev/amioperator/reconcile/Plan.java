package dev.amioperator.reconcile;

import dev.amioperator.ec2.AwsAction;
import java.util.List;

/**
 * AWS actions that a planner decided on, and the object's ready state.
 *
 * @param actions in the order of execution; empty for none
 */
public record Plan(List<AwsAction> actions, ReadyState readyState) {
  public Plan {
    actions = List.copyOf(actions);
  }

  public static Plan withoutActions(ReadyState readyState) {
    return new Plan(List.of(), readyState);
  }
}
