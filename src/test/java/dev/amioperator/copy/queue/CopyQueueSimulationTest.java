package dev.amioperator.copy.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Faults;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.state.Quotas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The copy queue over the adapter and the simulator: makespan, refusals, calls and restarts. */
class CopyQueueSimulationTest {
  private static final Duration LONG = Duration.ofHours(12);

  /** 8 GiB at 100 MiB/s, and half a minute; the snapshots of an image are copied side by side. */
  private static final Duration COPY = Duration.ofMillis(111_920);

  private final QueueSimulation simulation = new QueueSimulation();

  private void addObjects(int count, int... volumesGib) {
    for (int i = 0; i < count; i++) {
      simulation.add("images", "web-" + i, volumesGib);
    }
  }

  private void assertNearBound(int copies, int slots) {
    Duration bound = COPY.multipliedBy(Math.ceilDiv(copies, slots));
    Duration took = simulation.runToEnd(LONG);

    assertThat(simulation.completed).hasSize(copies);
    assertThat(took).isLessThanOrEqualTo(bound.multipliedBy(105).dividedBy(100));
    assertThat(simulation.quotaErrors).hasSizeLessThanOrEqualTo(1);
    assertThat(simulation.mostInFlight).isEqualTo(slots);
    double calls =
        simulation.calls().values().stream().mapToLong(Long::longValue).sum() / (double) copies;
    assertThat(calls).isLessThanOrEqualTo(1.05 + 10.0 / slots);
  }

  /** EBS's quota of 20 snapshot copies, should it hold for CopyImage. */
  @Test
  void learnsSnapshotQuotaByOneRefusal() {
    simulation.cloud.quotas(Quotas::countingSnapshotsOfImages);
    addObjects(100, 8, 8);
    assertNearBound(100, 10);
    assertThat(simulation.state().orElseThrow().limit().learned().snapshots()).isEqualTo(20);
  }

  @Test
  void learnsImageQuotaByOneRefusal() {
    simulation.cloud.quotas(quotas -> quotas.withImageCopies(20));
    addObjects(100, 8, 8);
    assertNearBound(100, 20);
  }

  /**
   * Copies that start within seconds of each other are made to end, and so to start again, at once:
   * their reads are shared from then on.
   */
  @Test
  void startsCopiesOfAllSlotsTogether() {
    simulation.cloud.quotas(quotas -> quotas.withImageCopies(20));
    addObjects(160, 8, 8);
    simulation.runToEnd(LONG);

    List<Instant> calls =
        simulation.cloud.journal().entries().stream()
            .filter(call -> call.action().equals("CopyImage") && call.error() == null)
            .map(Journal.Entry::time)
            .toList();
    assertThat(calls).hasSize(160);
    assertThat(Duration.between(calls.get(140), calls.getLast())).isLessThan(Duration.ofSeconds(1));
  }

  /** The first copies of a larger size: one list before they start, one of their progress. */
  @Test
  void readsProgressOfLargerCopiesTogether() {
    addObjects(3, 1);
    simulation.runToEnd(LONG);
    long before = simulation.cloud.journal().lastSequence();
    for (int i = 0; i < 20; i++) {
      simulation.add("images", "large-" + i, 8, 8);
      simulation.time.run(Duration.ofMillis(500));
    }
    simulation.time.run(COPY.minusSeconds(15));

    assertThat(simulation.completed).hasSize(3);
    assertThat(lists(before)).isLessThanOrEqualTo(3);
  }

  /** The operator's lists of images since a call. */
  private long lists(long afterSequence) {
    return simulation.cloud.journal().entriesAfter(afterSequence).stream()
        .filter(call -> call.action().equals("DescribeImages"))
        .filter(call -> call.parameters().contains("MaxResults"))
        .count();
  }

  /** Below the burst of CopyImage's rate limit, the default quota is filled within seconds. */
  @Test
  void fillsDefaultQuotaFast() {
    addObjects(50, 8, 8);
    Instant start = simulation.time.instant();
    simulation.time.runUntil(() -> simulation.mostInFlight == 50, LONG);

    assertThat(Duration.between(start, simulation.time.instant()))
        .isLessThan(Duration.ofSeconds(15));
    assertThat(simulation.runToEnd(LONG)).isLessThan(COPY.multipliedBy(105).dividedBy(100));
    assertThat(simulation.quotaErrors).isEmpty();
  }

  /** Packer issue 6536, Ansible issue 37111: copies outlast fixed waits of 10 to 40 minutes. */
  @Test
  void waitsForCopiesOfHoursWithFewReads() {
    addObjects(3, 2000);
    Duration took = simulation.runToEnd(LONG);

    assertThat(simulation.completed).hasSize(3);
    assertThat(took).isBetween(Duration.ofHours(5), Duration.ofHours(7));
    assertThat(lists(0)).isLessThanOrEqualTo(20);
  }

  @Test
  void continuesAfterRestart() {
    simulation.quota = 10;
    addObjects(30, 8, 8);
    for (int i = 0; i < 6; i++) {
      simulation.time.run(Duration.ofSeconds(47));
      simulation.start();
    }
    simulation.runToEnd(LONG);

    assertThat(simulation.completed).hasSize(30);
    assertThat(simulation.mostInFlight).isEqualTo(10);
    assertThat(simulation.images().count()).isEqualTo(30);
  }

  /** The images that another cluster copies into the account take slots, too. */
  @Test
  void countsCopiesOfOthers() {
    simulation.quota = 20;
    simulation.copyByOthers(18);
    addObjects(10, 8, 8);
    simulation.runToEnd(LONG);

    assertThat(simulation.completed).hasSize(10);
    assertThat(simulation.mostInFlight).isEqualTo(20);
  }

  /** In an account with many images of others, the copies in progress have a list of their own. */
  @Test
  void admitsNothingBeforePendingImagesAreRead() {
    simulation.addImagesOfOthers(300);
    String fault =
        simulation
            .cloud
            .faults()
            .add(
                Faults.Rule.forAction(
                        "DescribeImages", new Faults.Effect.Refuse("InternalError", "", 500))
                    .forResource("pending"));
    addObjects(3, 8);
    simulation.time.run(Duration.ofMinutes(5));
    assertThat(simulation.cloud.journal().count("CopyImage")).isZero();

    simulation.cloud.faults().remove(fault);
    simulation.runToEnd(LONG);
    assertThat(simulation.completed).hasSize(3);
  }

  @Test
  void keepsCallsLowAmongManyImagesOfOthers() {
    simulation.addImagesOfOthers(300);
    simulation.cloud.quotas(quotas -> quotas.withImageCopies(20));
    addObjects(100, 8, 8);
    assertNearBound(100, 20);
  }

  /** Keys are checked asynchronously, so a copy may fail long before its expected end. */
  @Test
  void freesSlotOfFailedCopy() {
    simulation.cloud.quotas(quotas -> quotas.withImageCopies(1));
    simulation
        .cloud
        .faults()
        .add(
            Faults.Rule.forAction("CopyImage", new Faults.Effect.FailLater("KmsKey", "no access"))
                .times(1));
    addObjects(4, 8);
    simulation.runToEnd(LONG);

    assertThat(simulation.completed).hasSize(4);
  }

  @Test
  void learnsNoDurationFromFailedCopy() {
    simulation
        .cloud
        .faults()
        .add(
            Faults.Rule.forAction("CopyImage", new Faults.Effect.FailLater("KmsKey", "no access")));
    addObjects(1, 8);
    simulation.runToEnd(LONG);

    assertThat(simulation.completed).hasSize(1);
    assertThat(simulation.state().orElseThrow().durations().known()).isFalse();
  }

  @Test
  void sharesSlotsBetweenNamespaces() {
    simulation.cloud.quotas(quotas -> quotas.withImageCopies(20));
    addObjects(60, 8);
    IntStream.range(0, 20).forEach(i -> simulation.add("shop", "api-" + i, 8));
    simulation.time.runUntil(() -> simulation.completed.size() >= 60, LONG);

    List<String> second = simulation.completed.subList(20, 40);
    assertThat(second.stream().filter(key -> key.contains("-shop-")).count()).isBetween(9L, 11L);
  }

  /** A lost answer to CopyImage costs no second copy, and its slot stays taken. */
  @Test
  void findsCopyWhoseAnswerWasLost() {
    simulation
        .cloud
        .faults()
        .add(Faults.Rule.forAction("CopyImage", new Faults.Effect.LoseAnswer()).times(1));
    addObjects(5, 8);
    simulation.runToEnd(LONG);

    assertThat(simulation.completed).hasSize(5);
    assertThat(simulation.images().count()).isEqualTo(5);
  }
}
