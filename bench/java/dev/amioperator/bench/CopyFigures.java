package dev.amioperator.bench;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.amioperator.bench.CopyRecords.Deletion;
import dev.amioperator.bench.QuotaErrors.QuotaError;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Computes the figures of a run of AmiCopies from its records. */
final class CopyFigures {
  /** The detail of a figure shows the first periods of a run. */
  private static final int MAX_PERIODS = 12;

  private static final double MAX_MAKESPAN = 1.05;
  private static final double MAX_CALLS_PER_DELETED_IMAGE = 2;

  /** Status writes of an AmiCopy itself: its first status, and Ready. */
  private static final int OWN_STATUS_WRITES = 2;

  /** Two namespaces get equal shares, up to the rounding at the end of the contention. */
  private static final double LEAST_SHARE = 0.45;

  private final CopyRecords records;
  private final CopyLoad load;
  private final CopyStarts starts;
  private final QuotaErrors errors;
  private final Fairness fairness;

  CopyFigures(CopyRecords records) {
    this.records = records;
    this.load = records.load();
    this.starts = CopyStarts.of(records.calls(), load.copyDuration());
    this.errors = QuotaErrors.of(starts, records.applied());
    this.fairness = new Fairness(records, starts);
  }

  /** All figures, in the order of the report. */
  List<Figure> all() {
    return Stream.of(
            Stream.of(notReady(), makespan(), makespanInEc2()),
            Stream.of(quotaErrors(), callsPerCopy(), statusWrites()),
            Stream.of(overtaken(), leastShare()),
            deletion())
        .flatMap(figures -> figures)
        .toList();
  }

  /** Number of EC2 calls by action, from apply to Ready. */
  Map<String, Long> callsByAction() {
    return CallCounts.of(records.calls()).byAction();
  }

  /** Number of EC2 calls by action, from deletion to gone. */
  Map<String, Long> deletionCallsByAction() {
    return CallCounts.of(records.deletion().calls()).byAction();
  }

  /** The CopyImage calls that the quota refused. */
  List<QuotaError> quotaErrorList() {
    return errors.all();
  }

  /** Starts of copies by namespace in each period of a copy's duration. */
  List<Map<String, Long>> startsOverTime() {
    return fairness.startsOverTime();
  }

  private Figure notReady() {
    long waiting = records.copies().stream().filter(copy -> copy.ready() == null).count();
    return Figure.atMost(
        "AmiCopies not Ready",
        waiting,
        0,
        "of %d; %d of %d copies started"
            .formatted(load.amiCopies(), starts.started().count(), load.copies()));
  }

  private Figure makespan() {
    Duration makespan = Duration.between(records.applied(), records.end());
    return Figure.atMost(
        "makespan / bound",
        ratio(makespan),
        MAX_MAKESPAN,
        "%s from apply to the last Ready, bound %s"
            .formatted(seconds(makespan), seconds(load.bound())));
  }

  private Figure makespanInEc2() {
    Optional<Instant> first = starts.started().map(CopyStarts.CopyCall::time).min(order());
    Optional<Instant> last = starts.started().map(CopyStarts.CopyCall::time).max(order());
    Duration inEc2 =
        first
            .map(start -> Duration.between(start, last.orElseThrow()).plus(load.copyDuration()))
            .orElse(Duration.ZERO);
    return Figure.unbounded(
        "the same in EC2",
        ratio(inEc2),
        "%s from the first CopyImage to the last available image; at most %d in flight per region"
            .formatted(seconds(inEc2), starts.peak()));
  }

  private static Comparator<Instant> order() {
    return Comparator.naturalOrder();
  }

  private Figure quotaErrors() {
    Map<Long, Long> byPeriod =
        errors.all().stream()
            .collect(groupingBy(CopyFigures::secondsInTens, TreeMap::new, counting()));
    String when =
        byPeriod.entrySet().stream()
            .map(period -> "%d at %d s".formatted(period.getValue(), period.getKey()))
            .limit(MAX_PERIODS)
            .collect(joining(", "));
    return Figure.atMost(
        "needless quota errors",
        errors.needless(),
        0,
        "of %d quota errors%s%s"
            .formatted(
                errors.all().size(),
                when.isEmpty() ? "" : ": " + when,
                byPeriod.size() > MAX_PERIODS ? ", …" : ""));
  }

  private static long secondsInTens(QuotaError error) {
    return error.after().toSeconds() / 10 * 10;
  }

  private Figure callsPerCopy() {
    CallCounts calls = CallCounts.of(records.calls());
    return Figure.atMost(
        "EC2 calls a copy",
        (double) calls.total() / load.copies(),
        load.allowedCallsPerCopy(),
        calls.perObject(load.copies()));
  }

  private Figure statusWrites() {
    return Figure.atMost(
        "status writes a copy",
        (double) records.statusWrites() / load.copies(),
        1 + (double) OWN_STATUS_WRITES / load.regions(),
        "%d in all; limit: 1, and %d for each AmiCopy"
            .formatted(records.statusWrites(), OWN_STATUS_WRITES));
  }

  private Figure overtaken() {
    List<AppliedCopy> overtaken = fairness.overtaken();
    return Figure.atMost(
        "AmiCopies overtaken",
        overtaken.size(),
        0,
        overtaken.isEmpty()
            ? "no AmiCopy waited while a later one of its namespace finished"
            : overtaken.stream().map(AppliedCopy::name).limit(5).collect(joining(", ")));
  }

  private Figure leastShare() {
    String overTime =
        "starts by period of a copy: "
            + startsOverTime().stream()
                .limit(MAX_PERIODS)
                .map(period -> startsOf(period))
                .collect(joining(" "));
    return fairness
        .leastShare()
        .map(share -> Figure.atLeast("least share of a namespace", share, LEAST_SHARE, overTime))
        .orElseGet(() -> Figure.unbounded("least share of a namespace", 0, "no contention"));
  }

  private Stream<Figure> deletion() {
    Deletion deletion = records.deletion();
    CallCounts calls = CallCounts.of(deletion.calls());
    long images = Math.max(1, starts.started().count());
    return Stream.of(
        Figure.atMost(
            "EC2 calls a deleted image",
            (double) calls.total() / images,
            MAX_CALLS_PER_DELETED_IMAGE,
            calls.perObject(images)),
        Figure.unbounded(
            "deletion, seconds", deletion.duration().toMillis() / 1000.0, "until all are gone"),
        Figure.atMost("AmiCopies not deleted", deletion.remaining(), 0, ""),
        Figure.atMost(
            "images and snapshots left",
            deletion.leftovers().size(),
            0,
            deletion.leftovers().stream().limit(5).collect(joining(", "))));
  }

  private double ratio(Duration duration) {
    return (double) duration.toMillis() / load.bound().toMillis();
  }

  private static String startsOf(Map<String, Long> period) {
    return period.values().stream().map(String::valueOf).collect(joining("+"));
  }

  private static String seconds(Duration duration) {
    return "%d s".formatted(Math.round(duration.toMillis() / 1000.0));
  }
}
