package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;

/** DescribeSnapshots. */
public final class DescribeSnapshots {
  private static final Filters<Snapshot> FILTERS =
      Filters.<Snapshot>ofResource()
          .on("snapshot-id", Snapshot::id)
          .on("owner-id", Snapshot::ownerId)
          .on("volume-id", Snapshot::volumeId)
          .on("volume-size", Snapshot::sizeGib)
          .on("description", Snapshot::description)
          .on("encrypted", snapshot -> snapshot.encryption().encrypted())
          .on("start-time", snapshot -> ImageViews.instant(snapshot.creation().start()))
          .on("storage-tier", snapshot -> "standard")
          .on("transfer-type", DescribeSnapshots::transferType)
          .on("owner-alias", snapshot -> null)
          .onCall("status", (call, snapshot) -> snapshot.state(call.now()))
          .onCall("progress", (call, snapshot) -> progress(snapshot, call.now()));

  /**
   * DescribeSnapshots.
   *
   * @throws ApiError {@code InvalidSnapshot.NotFound}, {@code InvalidParameterValue}, {@code
   *     InvalidParameterCombination}
   */
  public DescribeSnapshotsResponse describe(Call call, DescribeSnapshotsRequest request) {
    Paging paging =
        new Paging(call, "DescribeSnapshots", request.maxResults(), request.nextToken())
            .requireMinResults(5)
            .rejectWithIds(request.snapshotIds(), "snapshotsSet");
    Predicate<Snapshot> passes = scope(call, request).and(FILTERS.compile(call, request.filters()));
    NavigableMap<String, Snapshot> candidates =
        request.snapshotIds().isEmpty()
            ? candidates(call, request)
            : byIds(call, request.snapshotIds());
    Paging.Page<Snapshot> page = paging.page(candidates, passes);
    return DescribeSnapshotsResponse.builder()
        .snapshots(page.items().stream().map(snapshot -> show(call, snapshot)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** Snapshot as the EC2 API shows it to the caller: tags for its owner only. */
  static software.amazon.awssdk.services.ec2.model.Snapshot show(Call call, Snapshot snapshot) {
    Instant now = call.now();
    var view =
        software.amazon.awssdk.services.ec2.model.Snapshot.builder()
            .snapshotId(snapshot.id())
            .ownerId(snapshot.ownerId())
            .volumeId(snapshot.volumeId())
            .volumeSize(snapshot.sizeGib())
            .description(snapshot.description())
            .encrypted(snapshot.encryption().encrypted())
            .kmsKeyId(snapshot.encryption().kmsKeyArn())
            .startTime(snapshot.creation().start())
            .state(snapshot.state(now))
            .progress(progress(snapshot, now))
            .storageTier("standard")
            .fullSnapshotSizeInBytes(snapshot.sizeGib() * (1L << 30));
    showCreation(view, snapshot, now);
    if (snapshot.ownerId().equals(call.accountId())) {
      view.tags(ImageViews.tags(snapshot.tags()));
    }
    return view.build();
  }

  private static void showCreation(
      software.amazon.awssdk.services.ec2.model.Snapshot.Builder view,
      Snapshot snapshot,
      Instant now) {
    AsyncOperation creation = snapshot.creation();
    switch (creation.stage(now)) {
      case PENDING -> {}
      case DONE -> view.completionTime(creation.end());
      case FAILED -> view.stateMessage(creation.failure().message());
    }
    if (snapshot.copyDetails() != null) {
      view.transferType(transferType(snapshot));
      if (snapshot.copyDetails().timeBased() != null) {
        view.completionDurationMinutes(snapshot.copyDetails().timeBased().minutes());
      }
    }
  }

  private static String progress(Snapshot snapshot, Instant now) {
    return snapshot.creation().progressPercent(now) + "%";
  }

  private static String transferType(Snapshot snapshot) {
    if (snapshot.copyDetails() == null) {
      return null;
    }
    return snapshot.copyDetails().timeBased() == null ? "standard" : "time-based";
  }

  private static Predicate<Snapshot> scope(Call call, DescribeSnapshotsRequest request) {
    Predicate<Snapshot> scope = snapshot -> ResourceLookup.canAccess(call, snapshot);
    if (!request.ownerIds().isEmpty()) {
      scope =
          scope.and(
              snapshot ->
                  request.ownerIds().stream()
                      .anyMatch(owner -> owner(call, owner).equals(snapshot.ownerId())));
    }
    for (String user : request.restorableByUserIds()) {
      scope =
          scope.and(
              snapshot -> restorableBy(snapshot, user.equals("self") ? call.accountId() : user));
    }
    return scope;
  }

  private static boolean restorableBy(Snapshot snapshot, String user) {
    return user.equals("all")
        ? snapshot.sharing().everyone()
        : snapshot.ownerId().equals(user) || snapshot.sharing().accountIds().contains(user);
  }

  private static String owner(Call call, String owner) {
    return owner.equals("self") ? call.accountId() : owner;
  }

  private static NavigableMap<String, Snapshot> candidates(
      Call call, DescribeSnapshotsRequest request) {
    var snapshots = call.region().snapshots();
    if (request.ownerIds().size() != 1) {
      return snapshots.all();
    }
    String owner = owner(call, request.ownerIds().getFirst());
    Map.Entry<String, String> tag = Filters.exactTag(request.filters()).orElse(null);
    return tag == null
        ? snapshots.ownedBy(owner)
        : snapshots.tagged(owner, tag.getKey(), tag.getValue());
  }

  private static NavigableMap<String, Snapshot> byIds(Call call, List<String> ids) {
    NavigableMap<String, Snapshot> found = new TreeMap<>();
    ids.forEach(id -> found.put(id, ResourceLookup.snapshot(call, call.region(), id)));
    return found;
  }
}
