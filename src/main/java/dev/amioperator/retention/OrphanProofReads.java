package dev.amioperator.retention;

import static java.util.stream.Collectors.toMap;

import dev.amioperator.deletion.UsageGuard;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observation.Failed;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.Query;
import dev.amioperator.observer.RecycleBinQueries;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.observer.UsageQueries;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import dev.amioperator.usage.ListedResources;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads EC2 about single orphaned snapshots: the snapshot, before it is tagged, and what uses it,
 * before it is deleted. A read that EC2 refuses leaves its answer unknown, and the others count.
 *
 * @param notBefore the oldest answer that counts
 */
record OrphanProofReads(Function<AccountRegion, ObservationSession> sessions, Instant notBefore) {

  /**
   * Reads of single snapshots.
   *
   * @param found as they are now, by id
   * @param failures why a read failed, by id
   */
  record SnapshotReads(
      Set<String> requested, Map<String, Snapshot> found, Map<String, String> failures) {}

  /**
   * Reads the snapshots by their ids.
   *
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while EC2 is
   *     queried
   */
  SnapshotReads snapshots(Collection<OrphanDecision> decisions) {
    Map<String, RequestedRead<Answer<Presence<Snapshot>>>> requested = new LinkedHashMap<>();
    decisions.forEach(
        decision ->
            requested.put(
                decision.snapshotId(),
                request(decision, SnapshotQueries.byId(decision.snapshotId()))));
    Map<String, Snapshot> found = new HashMap<>();
    Map<String, String> failures = new HashMap<>();
    requested.forEach(
        (id, read) -> {
          read.value().value().flatMap(Presence::found).ifPresent(now -> found.put(id, now));
          read.value().failure().ifPresent(failure -> failures.put(id, why(failure)));
        });
    return new SnapshotReads(Set.copyOf(requested.keySet()), found, failures);
  }

  /** What EC2 tells about each of the snapshots, by id; requested together. */
  Map<String, OrphanProof> proofs(Collection<OrphanDecision> due) {
    Map<String, RequestedRead<OrphanProof>> requested = new LinkedHashMap<>();
    due.forEach(
        decision -> requested.put(decision.snapshotId(), RequestedRead.of(() -> proof(decision))));
    return requested.entrySet().stream()
        .collect(toMap(Map.Entry::getKey, read -> read.getValue().value()));
  }

  /** Requests all answers before it waits for one, so that those of many snapshots share calls. */
  private OrphanProof proof(OrphanDecision due) {
    String imageId = due.snapshot().createdFor().orElseThrow();
    var users = request(due, ImageQueries.usingSnapshot(due.snapshotId()));
    var image = request(due, ImageQueries.byId(imageId));
    var recycled = request(due, RecycleBinQueries.image(imageId));
    var lock = request(due, SnapshotQueries.lock(due.snapshotId()));
    var shared = request(due, SnapshotQueries.createVolumePermissions(due.snapshotId()));
    var usage = RequestedRead.of(() -> usage(due));
    Set<String> images = new HashSet<>();
    users.value().value().orElse(List.of()).stream().map(Image::id).forEach(images::add);
    image.value().value().flatMap(Presence::found).map(Image::id).ifPresent(images::add);
    return new OrphanProof(
        images,
        usage.value(),
        recycled.value().value().flatMap(Presence::found).map(RecycleBinEntry::id),
        shared.value().value().orElse(Set.of()),
        lock.value().value().flatMap(held -> held),
        Stream.of(
                users.value().failure(),
                image.value().failure(),
                lock.value().failure(),
                shared.value().failure(),
                recycled.value().failure().filter(OrphanProofReads::hasRecycleBin))
            .flatMap(Optional::stream)
            .map(OrphanProofReads::why)
            .toList());
  }

  /** What names the snapshot in a block device, in listings as recent as those about images. */
  private Usage usage(OrphanDecision due) {
    ObservationSession session = sessions.apply(due.accountRegion());
    Instant listedNotBefore = session.now().minus(UsageGuard.MAX_PROOF_AGE);
    List<ListedResources> places = new ArrayList<>();
    for (ListedResourceType type : ListedResourceType.WITH_SNAPSHOTS) {
      places.add(
          new ListedResources(
              "",
              type,
              session.observation(Scope.WHOLE_REGION, UsageQueries.listed(type), listedNotBefore)));
    }
    session.objects(listedNotBefore).forEach(listed -> places.add(new ListedResources(listed)));
    if (places.stream().anyMatch(ListedResources::pending)) {
      session.value(new Observation.Pending<>());
    }
    return Usage.combined(places.stream().map(place -> place.usageOf(due.snapshotId())).toList());
  }

  private static boolean hasRecycleBin(Ec2CallException failure) {
    return failure.errorClass() != Ec2CallException.ErrorClass.UNSUPPORTED;
  }

  private static String why(Ec2CallException failure) {
    return "What uses it is unknown: " + ErrorReasons.readyState(failure).message();
  }

  private <T> RequestedRead<Answer<T>> request(OrphanDecision decision, Query<T> query) {
    return RequestedRead.of(() -> answer(decision, query));
  }

  private <T> Answer<T> answer(OrphanDecision decision, Query<T> query) {
    ObservationSession session = sessions.apply(decision.accountRegion());
    Observation<T> observation =
        session.observation(Scope.ownedBy(session.owner()), query, notBefore);
    return observation instanceof Failed<T>(Ec2CallException failure, Instant retryAt)
        ? new Answer<>(Optional.empty(), Optional.of(failure))
        : new Answer<>(Optional.of(session.value(observation)), Optional.empty());
  }

  /** EC2's answer, or why there is none. */
  private record Answer<T>(Optional<T> value, Optional<Ec2CallException> failure) {}
}
