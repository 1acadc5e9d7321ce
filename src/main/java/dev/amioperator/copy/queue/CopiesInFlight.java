package dev.amioperator.copy.queue;

import dev.amioperator.ec2.PendingCopy;
import dev.amioperator.ownership.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Image copies in progress in an account and region: what EC2 lists as pending, whoever made it,
 * and what it accepted but may not list yet. Not thread-safe.
 */
final class CopiesInFlight {
  /** Objects decide on reads of EC2 that are at most this old. */
  private static final Duration MAX_AGE_OF_READS = Duration.ofMinutes(3);

  private final ClusterId cluster;
  private final Duration visibility;
  private final Map<String, CopyInFlight> byImage = new HashMap<>();

  /** Images that their objects saw complete or failed, which EC2 may still list as pending. */
  private final Map<String, Instant> ended = new HashMap<>();

  /** Images that EC2 no longer listed as pending; an older read may still show them so. */
  private final Map<String, Instant> unlisted = new HashMap<>();

  CopiesInFlight(ClusterId cluster, Duration visibility) {
    this.cluster = cluster;
    this.visibility = visibility;
  }

  Collection<CopyInFlight> all() {
    return byImage.values();
  }

  Optional<CopyInFlight> get(String imageId) {
    return Optional.ofNullable(byImage.get(imageId));
  }

  boolean hasRequest(String key) {
    return byImage.values().stream().anyMatch(copy -> copy.requestKey().equals(key));
  }

  CopyLoad load() {
    return byImage.values().stream().map(CopyInFlight::load).reduce(CopyLoad.NONE, CopyLoad::plus);
  }

  /** Records that EC2 accepted a copy, or that its object found it pending after a restart. */
  void started(CopyRequest request, String imageId, Instant at) {
    ended.remove(imageId);
    byImage.merge(
        imageId,
        CopyInFlight.started(request, imageId, at),
        (known, fresh) -> known.requestedBy(request, at));
  }

  /** Whether a copy is known not to have been pending any more at a time. */
  boolean endedBefore(String imageId, Instant at) {
    return Stream.of(unlisted, ended)
        .flatMap(known -> Stream.ofNullable(known.get(imageId)))
        .anyMatch(since -> !at.isAfter(since));
  }

  /** Removes a copy whose object saw it complete or failed. */
  Optional<CopyInFlight> end(String imageId, Instant at) {
    ended.put(imageId, at);
    return Optional.ofNullable(byImage.remove(imageId));
  }

  void progressed(String imageId, CopyInFlight.Progress progress) {
    byImage.computeIfPresent(imageId, (id, copy) -> copy.withProgress(progress));
  }

  /**
   * The copies of this cluster that EC2 never listed as pending, and that should have ended by now:
   * whether they are not visible yet or already complete, only a read of their images tells.
   */
  List<CopyInFlight> overdue(CopyDurations durations, Instant now) {
    return byImage.values().stream()
        .filter(copy -> !copy.listed() && copy.owner().isPresent())
        .filter(copy -> copy.earliestEnd(durations).filter(end -> !end.isAfter(now)).isPresent())
        .toList();
  }

  /**
   * Takes over a list of EC2's pending images.
   *
   * @param unanswered requests that may have called CopyImage without learning the image's id
   * @return the copies that ended, and the requests whose copies were found
   */
  Update update(List<PendingCopy> pending, Instant readAt, Collection<CopyRequest> unanswered) {
    Instant remembered = readAt.minus(visibility).minus(MAX_AGE_OF_READS);
    ended.values().removeIf(at -> at.isBefore(remembered));
    unlisted.values().removeIf(at -> at.isBefore(remembered));
    Map<String, CopyRequest> byOwner = new HashMap<>();
    unanswered.forEach(request -> byOwner.put(request.object().owner().resource(), request));
    List<CopyRequest> found = new ArrayList<>();
    Set<String> listed = new HashSet<>();
    for (PendingCopy image : pending) {
      listed.add(image.imageId());
      CopyInFlight known = byImage.get(image.imageId());
      if (known != null) {
        byImage.put(image.imageId(), known.stillPending(readAt));
      } else if (!ended.containsKey(image.imageId())) {
        add(image, readAt, byOwner).ifPresent(found::add);
      }
    }
    return new Update(removeUnlisted(listed, readAt), found);
  }

  /** The result of a list of pending images. */
  record Update(List<CopyInFlight> ended, List<CopyRequest> found) {}

  private Optional<CopyRequest> add(
      PendingCopy image, Instant readAt, Map<String, CopyRequest> unanswered) {
    CopyInFlight copy = CopyInFlight.listed(image, cluster, readAt);
    Optional<CopyRequest> request = copy.owner().map(unanswered::remove);
    byImage.put(
        image.imageId(),
        request.map(made -> copy.requestedBy(made, image.created().orElse(readAt))).orElse(copy));
    return request;
  }

  private List<CopyInFlight> removeUnlisted(Set<String> listed, Instant readAt) {
    List<CopyInFlight> gone =
        byImage.values().stream()
            .filter(copy -> !listed.contains(copy.imageId()))
            .filter(copy -> copy.listed() || copy.pendingAt().plus(visibility).isBefore(readAt))
            .filter(copy -> !copy.pendingAt().isAfter(readAt))
            .toList();
    gone.forEach(
        copy -> {
          byImage.remove(copy.imageId());
          unlisted.put(copy.imageId(), readAt);
        });
    return gone;
  }
}
