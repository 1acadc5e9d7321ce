package dev.amioperator.bench;

import dev.amioperator.bench.CopyStarts.CopyCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** CopyImage calls that EC2's quota refused, and what each could teach the operator. */
record QuotaErrors(List<QuotaError> all) {

  /**
   * CopyImage call that EC2's quota refused.
   *
   * @param after simulated time since the manifests were applied
   * @param inFlight copies in flight in the region at that time
   * @param teaches whether the operator could not know the quota before
   */
  record QuotaError(String region, Duration after, long inFlight, boolean teaches) {}

  /**
   * Judges the refused calls. A refusal teaches if it is the first in its region, if fewer copies
   * were in flight than at each earlier refusal, or if the last refusal is at least the duration of
   * a copy ago: a quota can be raised, so it is tried again now and then.
   */
  static QuotaErrors of(CopyStarts starts, Instant applied) {
    List<QuotaError> errors = new ArrayList<>();
    starts
        .byRegion()
        .forEach(
            (_, calls) -> {
              long least = Long.MAX_VALUE;
              Instant last = Instant.MIN;
              for (CopyCall call : calls.stream().filter(CopyCall::refused).toList()) {
                long inFlight = starts.inFlight(call.region(), call.time());
                boolean probe = !last.plus(starts.copyDuration()).isAfter(call.time());
                errors.add(
                    new QuotaError(
                        call.region(),
                        Duration.between(applied, call.time()),
                        inFlight,
                        inFlight < least || probe));
                least = Math.min(least, inFlight);
                last = call.time();
              }
            });
    return new QuotaErrors(errors);
  }

  /** Number of refused calls that could teach nothing. */
  long needless() {
    return all.stream().filter(error -> !error.teaches()).count();
  }
}
