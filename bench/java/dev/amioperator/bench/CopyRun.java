package dev.amioperator.bench;

import dev.amioperator.bench.CopyRecords.Deletion;
import dev.amioperator.bench.SimulatorClient.SimulatedTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A run of AmiCopies: all of the first namespace are applied before those of the second, in batches
 * that fill the quota; when all are Ready, all are deleted.
 */
record CopyRun(
    CopyLoad load,
    BenchCluster cluster,
    SimulatorClient ec2,
    SimulatedTime time,
    ReadyWatch first,
    ReadyWatch second) {
  /** Creation timestamps are whole seconds: with this pause, batches of AmiCopies have an order. */
  private static final Duration BETWEEN_BATCHES = Duration.ofMillis(1100);

  private static final Duration DELETION_LIMIT = Duration.ofMinutes(20);

  CopyRecords execute() throws IOException, InterruptedException {
    long before = lastSequence();
    Instant applied = Instant.now();
    apply();
    Instant allApplied = Instant.now();
    Instant end = awaitReady();
    long writes =
        cluster.writes(
            ApiWrites.Of.status("amicopies"), Set.of(first.namespace(), second.namespace()), end);
    List<Ec2Call> calls = callsAfter(before);
    return new CopyRecords(
        load,
        copies(),
        time.at(applied),
        time.at(allApplied),
        time.at(end),
        calls.stream().filter(call -> !call.time().isAfter(time.at(end))).toList(),
        writes,
        delete());
  }

  /** Pauses after each batch, the first of which fills the quota at once. */
  private void apply() throws InterruptedException {
    for (int number = 0; number < load.amiCopies(); number++) {
      if (number > 0 && number % load.inFlight() == 0) {
        Thread.sleep(BETWEEN_BATCHES);
      }
      cluster.create(CopyManifests.amiCopy(load, watch(number).namespace(), number));
    }
  }

  private ReadyWatch watch(int number) {
    return number < load.amiCopies() / 2 ? first : second;
  }

  /** Waits until every AmiCopy is Ready, but not for ever; returns when the last one was. */
  private Instant awaitReady() throws InterruptedException {
    Duration limit =
        Duration.ofMinutes(5)
            .plusMillis((long) (load.bound().multipliedBy(4).toMillis() / time.speed()));
    boolean done = ProgressWait.until(() -> ready() == load.amiCopies(), limit, this::copyProgress);
    return done
        ? Stream.of(first, second)
            .flatMap(ReadyWatch::readyTimes)
            .max(Comparator.naturalOrder())
            .orElseThrow()
        : Instant.now();
  }

  private String copyProgress() {
    long started = CopyStarts.of(ec2.calls(), load.copyDuration()).started().count();
    return "%s: %d CopyImage calls so far, %d of %d AmiCopies Ready"
        .formatted(load.label(), started, ready(), load.amiCopies());
  }

  private int ready() {
    return first.readyCount() + second.readyCount();
  }

  private List<AppliedCopy> copies() {
    return IntStream.range(0, load.amiCopies())
        .mapToObj(number -> copy(watch(number), number))
        .toList();
  }

  private AppliedCopy copy(ReadyWatch watch, int number) {
    String name = CopyManifests.name(number);
    return new AppliedCopy(
        watch.namespace(),
        name,
        CopyManifests.sourceImageId(number),
        watch.createdAt(name),
        watch.readyAt(name).map(time::at).orElse(null));
  }

  private Deletion delete() throws InterruptedException {
    long before = lastSequence();
    Instant start = Instant.now();
    cluster.deleteAll("AmiCopy", first.namespace());
    cluster.deleteAll("AmiCopy", second.namespace());
    ProgressWait.until(
        () -> remaining() == 0,
        DELETION_LIMIT,
        () -> "%s: deleting, %d AmiCopies remain".formatted(load.label(), remaining()));
    return new Deletion(
        time.simulated(Duration.between(start, Instant.now())),
        callsAfter(before),
        remaining(),
        ec2.leftovers());
  }

  private int remaining() {
    return first.remaining() + second.remaining();
  }

  private long lastSequence() {
    List<Ec2Call> calls = ec2.calls();
    return calls.isEmpty() ? 0 : calls.getLast().sequence();
  }

  private List<Ec2Call> callsAfter(long sequence) {
    return ec2.calls().stream().filter(call -> call.sequence() > sequence).toList();
  }
}
