package dev.amioperator.copy.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Order in which requests for image copies get slots, as if each got one. Not thread-safe.
 *
 * <p>The namespace with the fewest copies in flight is next, in it the object with the fewest, in
 * it the most urgent and then the smallest copy. Namespaces and objects with equally many are
 * served in the order in which they began to wait. A share shrinks as copies end, so nothing
 * starves.
 */
final class FairOrder {
  private static final Comparator<CopyRequest> WITHIN_OBJECT =
      Comparator.comparing(FairOrder::urgency)
          .thenComparing(CopyRequest::sizeGib)
          .thenComparing(CopyRequest::queuedSince)
          .thenComparing(CopyRequest::key);

  private final PriorityQueue<Group> namespaces = new PriorityQueue<>();

  /** Copies in flight by namespace and by uid of the object. */
  record Shares(Map<String, Integer> byNamespace, Map<String, Integer> byObject) {}

  FairOrder(Collection<CopyRequest> waiting, Shares shares) {
    Map<String, Map<String, List<CopyRequest>>> grouped = new HashMap<>();
    for (CopyRequest request : waiting) {
      grouped
          .computeIfAbsent(request.object().namespace(), n -> new HashMap<>())
          .computeIfAbsent(request.object().uid(), u -> new ArrayList<>())
          .add(request);
    }
    grouped.forEach(
        (namespace, objects) -> {
          PriorityQueue<Group> ordered = new PriorityQueue<>();
          objects.forEach(
              (uid, requests) -> {
                requests.sort(WITHIN_OBJECT.reversed());
                ordered.add(new Group(uid, share(shares.byObject, uid), requests));
              });
          namespaces.add(new Group(namespace, share(shares.byNamespace, namespace), ordered));
        });
  }

  private static int share(Map<String, Integer> shares, String of) {
    return shares.getOrDefault(of, 0);
  }

  /** The request that gets the next slot, if any is left. */
  Optional<CopyRequest> peek() {
    return Optional.ofNullable(namespaces.peek()).map(Group::head);
  }

  /** Takes the next request: the shares of its namespace and object grow by a copy. */
  CopyRequest next() {
    return take(namespaces);
  }

  private static CopyRequest take(PriorityQueue<Group> groups) {
    Group group = groups.remove();
    CopyRequest request =
        group.members.isEmpty() ? group.requests.removeLast() : take(group.members);
    group.share++;
    if (!group.isEmpty()) {
      groups.add(group.refreshed());
    }
    return request;
  }

  private static Duration urgency(CopyRequest request) {
    return request.completeWithin().orElse(Duration.ofDays(365));
  }

  /** Requests of a namespace, by object, or of an object. */
  private static final class Group implements Comparable<Group> {
    private static final Comparator<Group> ORDER =
        Comparator.<Group>comparingInt(group -> group.share)
            .thenComparing(group -> group.waitingSince)
            .thenComparing(group -> group.name);

    private final String name;
    private final PriorityQueue<Group> members;
    private final List<CopyRequest> requests;
    private int share;
    private Instant waitingSince;

    private Group(String name, int share, PriorityQueue<Group> members) {
      this.name = name;
      this.share = share;
      this.members = members;
      this.requests = List.of();
      refreshed();
    }

    private Group(String name, int share, List<CopyRequest> requests) {
      this.name = name;
      this.share = share;
      this.members = new PriorityQueue<>();
      this.requests = requests;
      refreshed();
    }

    private boolean isEmpty() {
      return members.isEmpty() && requests.isEmpty();
    }

    private CopyRequest head() {
      return members.isEmpty() ? requests.getLast() : members.peek().head();
    }

    private Group refreshed() {
      waitingSince =
          members.isEmpty()
              ? requests.stream()
                  .map(CopyRequest::queuedSince)
                  .min(Comparator.naturalOrder())
                  .orElse(Instant.MAX)
              : members.peek().waitingSince;
      return this;
    }

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }
  }
}
