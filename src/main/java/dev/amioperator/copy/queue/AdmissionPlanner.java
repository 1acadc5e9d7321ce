package dev.amioperator.copy.queue;

import dev.amioperator.copy.queue.CopyLimit.CallsUnderWay;
import dev.amioperator.copy.queue.CopyLimit.Check;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Plans which requests get the free slots of an account and region. Pure.
 *
 * <p>The request whose turn it is blocks the rest if its snapshots do not fit: else images with
 * many snapshots would starve among those with few.
 *
 * @param quota the lowest of the AwsAccounts' limits of images
 * @param load of the copies in flight and reserved
 * @param calls reserved, but not answered by EC2
 * @param exact whether the load was just read from EC2
 */
record AdmissionPlanner(
    CopyLimit limit, int quota, CopyLoad load, CallsUnderWay calls, boolean exact, Instant now) {

  /** A request that gets a slot, and the check that it passed. */
  record Admission(CopyRequest request, Check check) {}

  List<Admission> plan(Collection<CopyRequest> waiting, FairOrder.Shares shares) {
    List<Admission> admissions = new ArrayList<>();
    FairOrder order = new FairOrder(waiting, shares);
    CopyLoad planned = load;
    CallsUnderWay plannedCalls = calls;
    while (order.peek().isPresent()) {
      CopyRequest request = order.peek().get();
      Check check = limit.check(planned, request.load(), quota, plannedCalls, now, exact);
      if (check == Check.FULL || check == Check.CALLS_UNDER_WAY) {
        return admissions;
      }
      admissions.add(new Admission(order.next(), check));
      planned = planned.plus(request.load());
      plannedCalls = plannedCalls.plus(check);
    }
    return admissions;
  }
}
