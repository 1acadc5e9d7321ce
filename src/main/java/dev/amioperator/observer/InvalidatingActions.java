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
 * Marks what was read of the owner from EC2 before an action's end as stale. A failed call marks it
 * too, for its response may have been lost after the effect.
 */
record InvalidatingActions(
    AwsActions actions, ReadInvalidation readInvalidation, Supplier<LogicalTime> nextTime)
    implements OwnedActions {
  @Override
  public ActionResult execute(AccountRegion accountRegion, Owner owner, AwsAction action) {
    readInvalidation.writeStarted(accountRegion, owner.resource());
    try {
      return actions.execute(accountRegion, action);
    } finally {
      readInvalidation.writeEnded(accountRegion, owner.resource(), nextTime.get());
    }
  }
}
