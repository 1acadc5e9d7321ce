package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.AwsActions;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import dev.amioperator.ownership.OwnedActions;
import dev.amioperator.ownership.Owner;
import java.util.function.Supplier;

/**
 * Invalidates the owner's EC2 reads from before an action's end. A failed call invalidates them
 * too, because it may have had its effect.
 */
record InvalidatingActions(
    AwsActions actions, ReadInvalidation invalidation, Supplier<LogicalTime> nextTime)
    implements OwnedActions {
  @Override
  public ActionResult execute(AccountRegion accountRegion, Owner owner, AwsAction action) {
    invalidation.writeStarted(accountRegion, owner.resource());
    try {
      return actions.execute(accountRegion, action);
    } finally {
      invalidation.writeEnded(accountRegion, owner.resource(), nextTime.get());
    }
  }
}
