package dev.amioperator.copy.queue;

import java.time.Duration;
import java.time.Instant;

/**
 * Limit of concurrent image copies in an account and region, learned from EC2's refusals. Pure.
 *
 * <p>EC2 does not tell its limit, and calls under way when it first refuses are refused too. So
 * load that EC2 never had is unproven: few unproven calls are under way at a time, and a single
 * call passes a limit that AWS is known to set.
 *
 * @param learned the load above which EC2 refused; {@link #UNLIMITED} where it never did
 * @param proven the highest load that EC2 accepted
 * @param probeAt when the learned limit may be exceeded by a copy
 * @param probes how often the last probes failed, negative: succeeded
 * @param pausedUntil no call before, since EC2 refused even the first copy
 * @param pauses how many such refusals came in succession
 */
record CopyLimit(
    CopyLoad learned,
    CopyLoad proven,
    Instant probeAt,
    int probes,
    Instant pausedUntil,
    int pauses) {
  static final CopyLoad UNLIMITED = new CopyLoad(Integer.MAX_VALUE, Integer.MAX_VALUE);

  static final CopyLimit UNKNOWN =
      new CopyLimit(UNLIMITED, CopyLoad.NONE, Instant.MIN, 0, Instant.MIN, 0);

  /** Limits of image copies that AWS sets by default or on request. */
  private static final int[] IMAGE_LIMITS = {20, 50, 100, 200, 300, 500, 1000};

  /** Limits of snapshot copies: 5 until 2019, 20 since, more on request. */
  private static final int[] SNAPSHOT_LIMITS = {5, 10, 20, 50, 100, 200, 300};

  private static final int MIN_UNPROVEN_CALLS = 2;
  private static final int MAX_FAILED_PROBES = 5;
  private static final int MAX_SUCCEEDED_PROBES = 5;

  /** Whether and how another copy may start in the account and region. */
  enum Check {
    /** No slot is free. */
    FULL,
    /** A slot may be free once EC2 has answered the calls under way. */
    CALLS_UNDER_WAY,
    /** EC2 had as much load before. */
    PROVEN,
    /** EC2 never had as much load, and no limit is known there. */
    UNPROVEN,
    /** As unproven, but no other call may be under way. */
    ALONE,
    /** Above the learned limit; no other call may be under way. */
    PROBE
  }

  /**
   * Calls of CopyImage that EC2 has not answered, of load that is not proven.
   *
   * @param alone whether the call must be the only call under way
   */
  record CallsUnderWay(int unproven, boolean alone) {
    static final CallsUnderWay NONE = new CallsUnderWay(0, false);

    CallsUnderWay plus(Check check) {
      return switch (check) {
        case UNPROVEN -> new CallsUnderWay(unproven + 1, alone);
        case ALONE, PROBE -> new CallsUnderWay(unproven + 1, true);
        case PROVEN, FULL, CALLS_UNDER_WAY -> this;
      };
    }
  }

  /**
   * Checks whether a copy may start in the account and region.
   *
   * @param load of the copies in flight and reserved
   * @param quota the AwsAccounts' limit of images
   * @param exact whether the load was just read from EC2: else a probe would prove nothing
   */
  Check check(
      CopyLoad load, CopyLoad copy, int quota, CallsUnderWay calls, Instant now, boolean exact) {
    CopyLoad after = load.plus(copy);
    if (now.isBefore(pausedUntil) || after.images() > quota) {
      return Check.FULL;
    }
    if (!after.within(learned)) {
      boolean first = load.equals(CopyLoad.NONE);
      boolean probing = exact && !now.isBefore(probeAt);
      return first || probing ? alone(calls, first ? Check.ALONE : Check.PROBE) : Check.FULL;
    }
    if (after.within(proven)) {
      return Check.PROVEN;
    }
    if (reachesKnownLimit(after)) {
      return alone(calls, Check.ALONE);
    }
    boolean free = !calls.alone && calls.unproven < unprovenCalls();
    return free ? Check.UNPROVEN : Check.CALLS_UNDER_WAY;
  }

  private static Check alone(CallsUnderWay calls, Check check) {
    return calls.unproven == 0 ? check : Check.CALLS_UNDER_WAY;
  }

  private int unprovenCalls() {
    return Math.max(MIN_UNPROVEN_CALLS, proven.images() / 2);
  }

  private boolean reachesKnownLimit(CopyLoad after) {
    return exceedsAny(IMAGE_LIMITS, proven.images(), after.images())
        || exceedsAny(SNAPSHOT_LIMITS, proven.snapshots(), after.snapshots());
  }

  private static boolean exceedsAny(int[] limits, int before, int after) {
    for (int limit : limits) {
      if (before <= limit && after > limit) {
        return true;
      }
    }
    return false;
  }

  /** The limit after EC2 was seen with a load of copies in progress. */
  CopyLimit observed(CopyLoad inProgress) {
    return new CopyLimit(
        learned.max(inProgress), proven.max(inProgress), probeAt, probes, pausedUntil, pauses);
  }

  /**
   * The limit after EC2 accepted a copy.
   *
   * @param inProgress the load of all accepted copies
   */
  CopyLimit accepted(
      CopyLoad inProgress, boolean probe, Instant now, CopyQueueIntervals intervals) {
    int succeeded = probe ? Math.max(Math.min(probes, 0) - 1, -MAX_SUCCEEDED_PROBES) : probes;
    return new CopyLimit(
        probe ? learned.max(inProgress) : learned,
        proven.max(inProgress),
        probe ? now.plus(probeInterval(succeeded, intervals)) : probeAt,
        succeeded,
        Instant.MIN,
        0);
  }

  /**
   * The limit after EC2 refused a copy.
   *
   * @param inProgress the load of all accepted copies
   * @param underWay the load of the other calls that EC2 has not answered, and may have counted
   */
  CopyLimit refused(
      QuotaRefusal refusal,
      CopyLoad inProgress,
      CopyLoad underWay,
      boolean probe,
      Instant now,
      CopyQueueIntervals intervals) {
    CopyLoad lower = learned.min(limit(refusal, inProgress.plus(underWay)));
    int failed = probe ? Math.min(Math.max(probes, 0) + 1, MAX_FAILED_PROBES) : Math.max(probes, 0);
    boolean pause = inProgress.equals(CopyLoad.NONE);
    return new CopyLimit(
        lower,
        proven.min(lower),
        now.plus(probeInterval(failed, intervals)),
        failed,
        pause ? now.plus(pause(pauses, intervals)) : pausedUntil,
        pause ? pauses + 1 : pauses);
  }

  private static CopyLoad limit(QuotaRefusal refusal, CopyLoad counted) {
    int stated = refusal.limit().orElse(Integer.MAX_VALUE);
    return switch (refusal.quota()) {
      case IMAGE_COPIES ->
          new CopyLoad(Math.max(1, Math.min(stated, counted.images())), Integer.MAX_VALUE);
      case SNAPSHOT_COPIES ->
          new CopyLoad(Integer.MAX_VALUE, Math.max(1, Math.min(stated, counted.snapshots())));
      case THROUGHPUT, IMAGES -> UNLIMITED;
    };
  }

  private static Duration probeInterval(int probes, CopyQueueIntervals intervals) {
    return probes < 0
        ? intervals.probe().dividedBy(1L << -probes)
        : intervals.probe().multipliedBy(1L << probes);
  }

  private static Duration pause(int pauses, CopyQueueIntervals intervals) {
    Duration doubled = intervals.refusalPause().multipliedBy(1L << Math.min(pauses, 10));
    return doubled.compareTo(intervals.longestPause()) < 0 ? doubled : intervals.longestPause();
  }
}
