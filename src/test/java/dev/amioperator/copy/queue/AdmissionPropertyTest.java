package dev.amioperator.copy.queue;

import static dev.amioperator.copy.queue.QueueFixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.copy.queue.AdmissionPlanner.Admission;
import dev.amioperator.copy.queue.CopyLimit.CallsUnderWay;
import dev.amioperator.copy.queue.FairOrder.Shares;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Limits and fairness of the admission of image copies. */
class AdmissionPropertyTest {
  private static final Shares NO_SHARES = new Shares(Map.of(), Map.of());

  private static CopyLimit proven(CopyLoad learned) {
    return new CopyLimit(learned, CopyLimit.UNLIMITED, Instant.MAX, 0, Instant.MIN, 0);
  }

  private static List<CopyRequest> plan(
      CopyLimit limit, int quota, CopyLoad load, List<CopyRequest> waiting, Shares shares) {
    return new AdmissionPlanner(limit, quota, load, CallsUnderWay.NONE, false, NOW)
        .plan(waiting, shares).stream().map(Admission::request).toList();
  }

  @Provide
  Arbitrary<List<CopyRequest>> waiting() {
    Arbitrary<String> namespaces = Arbitraries.of("a", "b", "c");
    return Combinators.combine(
            namespaces,
            Arbitraries.integers().between(0, 10),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 500),
            Arbitraries.integers().between(1, 4),
            Arbitraries.longs().between(1, 100))
        .as(
            (namespace, object, part, since, snapshots, size) ->
                QueueFixtures.request(
                    namespace, "o" + object, "p" + part, NOW.plusSeconds(since), snapshots, size))
        .list()
        .ofMaxSize(40)
        .uniqueElements(CopyRequest::key);
  }

  @Property
  void neverExceedsLimits(
      @ForAll("waiting") List<CopyRequest> waiting,
      @ForAll @IntRange(min = 1, max = 30) int quota,
      @ForAll @IntRange(min = 1, max = 30) int images,
      @ForAll @IntRange(min = 4, max = 60) int snapshots,
      @ForAll @IntRange(min = 1, max = 10) int running) {
    CopyLoad load = new CopyLoad(running, running);
    CopyLoad after =
        plan(proven(new CopyLoad(images, snapshots)), quota, load, waiting, NO_SHARES).stream()
            .map(CopyRequest::load)
            .reduce(load, CopyLoad::plus);

    assertThat(after.images()).isLessThanOrEqualTo(Math.max(running, Math.min(quota, images)));
    assertThat(after.snapshots()).isLessThanOrEqualTo(Math.max(running, snapshots));
  }

  @Property
  void usesEverySlot(
      @ForAll("waiting") List<CopyRequest> waiting,
      @ForAll @IntRange(min = 1, max = 30) int quota,
      @ForAll @IntRange(max = 10) int running) {
    List<CopyRequest> admitted =
        plan(
            proven(CopyLimit.UNLIMITED), quota, new CopyLoad(running, running), waiting, NO_SHARES);

    assertThat(admitted).hasSize(Math.min(waiting.size(), Math.max(0, quota - running)));
  }

  /** A slot stays free only if the snapshots of the image whose turn it is do not fit. */
  @Property
  void usesEverySnapshotSlot(
      @ForAll("waiting") List<CopyRequest> waiting,
      @ForAll @IntRange(min = 4, max = 60) int snapshots) {
    CopyLimit limit = proven(new CopyLoad(Integer.MAX_VALUE, snapshots));
    List<CopyRequest> admitted = plan(limit, 300, CopyLoad.NONE, waiting, NO_SHARES);
    FairOrder order = new FairOrder(waiting, NO_SHARES);
    admitted.forEach(request -> assertThat(order.next()).isEqualTo(request));

    int used = admitted.stream().mapToInt(CopyRequest::snapshots).sum();
    order.peek().ifPresent(next -> assertThat(used + next.snapshots()).isGreaterThan(snapshots));
  }

  @Property
  void sharesSlotsEquallyBetweenNamespaces(
      @ForAll @IntRange(min = 1, max = 40) int slots,
      @ForAll @IntRange(max = 20) int inFlightOfA,
      @ForAll @IntRange(max = 20) int inFlightOfB) {
    List<CopyRequest> waiting = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      waiting.add(QueueFixtures.request("a", "o" + i, NOW));
      waiting.add(QueueFixtures.request("b", "o" + i, NOW.plusSeconds(3600)));
    }
    Map<String, Integer> shares = new HashMap<>(Map.of("a", inFlightOfA, "b", inFlightOfB));
    int running = inFlightOfA + inFlightOfB;
    plan(
            proven(CopyLimit.UNLIMITED),
            running + slots,
            new CopyLoad(running, running),
            waiting,
            new Shares(shares, Map.of()))
        .forEach(request -> shares.merge(request.object().namespace(), 1, Integer::sum));

    int before = Math.abs(inFlightOfA - inFlightOfB);
    assertThat(Math.abs(shares.get("a") - shares.get("b")))
        .isLessThanOrEqualTo(Math.max(1, before - slots));
  }

  /** In a namespace, no object waits while a later one with as many copies in flight starts. */
  @Property
  void servesObjectsInOrder(
      @ForAll("waiting") List<CopyRequest> waiting, @ForAll @IntRange(max = 40) int slots) {
    List<CopyRequest> single =
        waiting.stream().filter(request -> request.part().equals("p0")).toList();
    List<CopyRequest> admitted =
        plan(proven(CopyLimit.UNLIMITED), slots, CopyLoad.NONE, single, NO_SHARES);

    for (CopyRequest left : single) {
      if (!admitted.contains(left)) {
        assertThat(admitted)
            .filteredOn(r -> r.object().namespace().equals(left.object().namespace()))
            .allSatisfy(r -> assertThat(r.queuedSince()).isBeforeOrEqualTo(left.queuedSince()));
      }
    }
  }

  /** While newer requests keep coming, each request gets its slot. */
  @Property(tries = 200)
  void starvesNoRequest(
      @ForAll("waiting") List<CopyRequest> initial,
      @ForAll @IntRange(min = 1, max = 5) int slots,
      @ForAll List<@IntRange(max = 2) Integer> namespaces) {
    List<CopyRequest> waiting = new ArrayList<>(initial);
    List<CopyRequest> old = new ArrayList<>(initial);
    Deque<CopyRequest> running = new ArrayDeque<>();
    int bound = 4 * (initial.size() + slots) + 4;
    for (int round = 0; round < bound && !old.isEmpty(); round++) {
      int namespace = namespaces.isEmpty() ? 0 : namespaces.get(round % namespaces.size());
      waiting.add(
          QueueFixtures.request(
              List.of("a", "b", "c").get(namespace),
              "new" + round,
              NOW.plusSeconds(10_000 + round)));
      if (running.size() == slots) {
        running.remove();
      }
      CopyLoad load = new CopyLoad(running.size(), running.size());
      List<CopyRequest> admitted =
          plan(proven(CopyLimit.UNLIMITED), slots, load, waiting, shares(running));
      waiting.removeAll(admitted);
      old.removeAll(admitted);
      running.addAll(admitted);
    }
    assertThat(old).isEmpty();
  }

  private static Shares shares(Iterable<CopyRequest> running) {
    Map<String, Integer> byNamespace = new HashMap<>();
    Map<String, Integer> byObject = new HashMap<>();
    for (CopyRequest request : running) {
      byNamespace.merge(request.object().namespace(), 1, Integer::sum);
      byObject.merge(request.object().uid(), 1, Integer::sum);
    }
    return new Shares(byNamespace, byObject);
  }

  @Property
  void startsSmallestCopyOfObjectFirst(@ForAll("waiting") List<CopyRequest> waiting) {
    List<CopyRequest> ofObject =
        waiting.stream().filter(request -> request.object().uid().equals("uid-of-a-o0")).toList();
    List<CopyRequest> order =
        plan(proven(CopyLimit.UNLIMITED), 300, CopyLoad.NONE, ofObject, NO_SHARES);

    assertThat(order).isSortedAccordingTo(Comparator.comparing(CopyRequest::sizeGib));
  }
}
