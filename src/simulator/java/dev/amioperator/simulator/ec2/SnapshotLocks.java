package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Snapshot;
import dev.amioperator.simulator.state.SnapshotLock;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.DescribeLockedSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLockedSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.LockSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.LockSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.LockedSnapshotsInfo;
import software.amazon.awssdk.services.ec2.model.UnlockSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.UnlockSnapshotResponse;

/** LockSnapshot, UnlockSnapshot, DescribeLockedSnapshots. */
public final class SnapshotLocks {
  private static final int MAX_DAYS = 36_500;
  private static final int MAX_COOL_OFF_HOURS = 72;

  private static final Filters<Snapshot> FILTERS =
      new Filters<Snapshot>()
          .onCall("lock-state", (call, snapshot) -> snapshot.lock().state(call.now()));

  /**
   * LockSnapshot: for a number of days or until a date.
   *
   * @throws ApiError {@code InvalidParameterValue}, {@code InvalidParameterCombination}, {@code
   *     OperationNotPermitted} for shortening a compliance lock
   */
  public LockSnapshotResponse lock(Call call, LockSnapshotRequest request) {
    Snapshot snapshot = ResourceLookup.ownSnapshot(call, request.snapshotId());
    boolean compliance = compliance(request);
    checkCoolOff(request, compliance);
    Instant expires = expires(call, request);
    SnapshotLock before = snapshot.lock();
    if (snapshot.locked(call.now())
        && !before.changeable(call.now())
        && (!compliance || expires.isBefore(before.expires()))) {
      throw Ec2Errors.operationNotPermitted(
          "The compliance lock of '" + snapshot.id() + "' can only be extended");
    }
    call.checkDryRun();
    snapshot.lock(new SnapshotLock(compliance, request.coolOffPeriod(), call.now(), expires));
    return PojoMaps.copy(show(call, snapshot), LockSnapshotResponse.builder()).build();
  }

  /**
   * UnlockSnapshot.
   *
   * @throws ApiError {@code OperationNotPermitted} once a compliance lock is final
   */
  public UnlockSnapshotResponse unlock(Call call, UnlockSnapshotRequest request) {
    Snapshot snapshot = ResourceLookup.ownSnapshot(call, request.snapshotId());
    if (snapshot.lock() == null) {
      throw Ec2Errors.incorrectState("The snapshot '" + snapshot.id() + "' is not locked");
    }
    if (snapshot.locked(call.now()) && !snapshot.lock().changeable(call.now())) {
      throw Ec2Errors.operationNotPermitted(
          "The compliance lock of '" + snapshot.id() + "' cannot be lifted");
    }
    call.checkDryRun();
    snapshot.lock(null);
    return UnlockSnapshotResponse.builder().snapshotId(snapshot.id()).build();
  }

  /** DescribeLockedSnapshots: snapshots with a lock, including expired locks. */
  public DescribeLockedSnapshotsResponse describe(
      Call call, DescribeLockedSnapshotsRequest request) {
    Paging paging =
        new Paging(call, "DescribeLockedSnapshots", request.maxResults(), request.nextToken())
            .requireMinResults(5);
    NavigableMap<String, Snapshot> candidates = new TreeMap<>();
    request.snapshotIds().forEach(id -> candidates.put(id, ResourceLookup.ownSnapshot(call, id)));
    if (request.snapshotIds().isEmpty()) {
      candidates.putAll(call.region().snapshots().ownedBy(call.accountId()));
    }
    candidates.values().removeIf(snapshot -> snapshot.lock() == null);
    Paging.Page<Snapshot> page = paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeLockedSnapshotsResponse.builder()
        .snapshots(page.items().stream().map(snapshot -> show(call, snapshot)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static LockedSnapshotsInfo show(Call call, Snapshot snapshot) {
    SnapshotLock lock = snapshot.lock();
    return LockedSnapshotsInfo.builder()
        .snapshotId(snapshot.id())
        .ownerId(snapshot.ownerId())
        .lockState(lock.state(call.now()))
        .lockDuration(days(lock))
        .coolOffPeriod(lock.coolOffHours())
        .coolOffPeriodExpiresOn(lock.coolOffExpires())
        .lockCreatedOn(lock.created())
        .lockDurationStartTime(lock.created())
        .lockExpiresOn(lock.expires())
        .build();
  }

  private static boolean compliance(LockSnapshotRequest request) {
    String mode = request.lockModeAsString();
    if (mode == null) {
      throw Ec2Errors.missingParameter("LockMode");
    }
    return switch (mode) {
      case "compliance" -> true;
      case "governance" -> false;
      default -> throw Ec2Errors.invalidValue(mode, "LockMode", "Unknown lock mode.");
    };
  }

  private static void checkCoolOff(LockSnapshotRequest request, boolean compliance) {
    Integer hours = request.coolOffPeriod();
    if (hours == null) {
      return;
    }
    if (!compliance) {
      throw Ec2Errors.invalidCombination("CoolOffPeriod is for the compliance mode only");
    }
    if (hours < 1 || hours > MAX_COOL_OFF_HOURS) {
      throw Ec2Errors.invalidValue(hours, "CoolOffPeriod", "It must be from 1 to 72 hours.");
    }
  }

  private static Instant expires(Call call, LockSnapshotRequest request) {
    if ((request.lockDuration() == null) == (request.expirationDate() == null)) {
      throw Ec2Errors.invalidCombination(
          "Either LockDuration or ExpirationDate must be given, not both");
    }
    if (request.expirationDate() != null) {
      if (request.expirationDate().isBefore(call.now().plus(Duration.ofDays(1)))) {
        throw Ec2Errors.invalidValue(
            request.expirationDate(), "ExpirationDate", "It must be at least a day ahead.");
      }
      return request.expirationDate();
    }
    if (request.lockDuration() < 1 || request.lockDuration() > MAX_DAYS) {
      throw Ec2Errors.invalidValue(
          request.lockDuration(), "LockDuration", "It must be from 1 to " + MAX_DAYS + " days.");
    }
    return call.now().plus(Duration.ofDays(request.lockDuration()));
  }

  private static int days(SnapshotLock lock) {
    return (int) Duration.between(lock.created(), lock.expires()).toDays();
  }
}
