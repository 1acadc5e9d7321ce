package dev.amioperator.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Figures of a run of many AmiImages. */
record ImageFigures(ImageRecords records) {
  /** EC2's limit of RegisterImage calls: at once, and a second. */
  private static final int BURST = 50;

  private static final int PER_SECOND = 5;

  List<Figure> all() {
    return Stream.of(creation(), writes(), deletion(), process()).flatMap(List::stream).toList();
  }

  private List<Figure> creation() {
    return List.of(
        Figure.atMost("AmiImages not Ready", records.created().missing(), 0, ""),
        Figure.atMost("images created twice", twice(), 0, "RegisterImage calls that succeeded"),
        Figure.atMost(
            "time to Ready / bound",
            records.created().duration().toMillis() / 1000.0 / bound(),
            1.1,
            "%d s, bound %d s".formatted(records.created().duration().toSeconds(), bound())),
        Figure.atMost(
            "EC2 calls an image",
            perImage(calls(records.created())),
            1.05,
            CallCounts.of(records.created().calls()).perObject(records.images())),
        Figure.atMost("AmiCopies not Ready", records.copied().missing(), 0, copied()));
  }

  private String copied() {
    return "of %d, %d s, %d EC2 calls"
        .formatted(
            records.copies(), records.copied().duration().toSeconds(), calls(records.copied()));
  }

  private List<Figure> writes() {
    return List.of(
        Figure.atMost("status writes an image", perImage(records.statusWrites()), 2, ""),
        Figure.atMost("other writes an image", perImage(records.objectWrites()), 1, "finalizer"),
        Figure.atMost("events an image", perImage(records.events()), 2, ""));
  }

  private List<Figure> deletion() {
    int deleted = Math.max(1, records.images() + records.copies());
    return List.of(
        Figure.atMost(
            "EC2 calls a deleted image",
            (double) calls(records.deleted()) / deleted,
            1.5,
            CallCounts.of(records.deleted().calls()).perObject(deleted)),
        Figure.unbounded(
            "deletion, seconds", records.deleted().duration().toSeconds(), "until all are gone"),
        Figure.atMost("objects not deleted", records.deleted().missing(), 0, ""),
        Figure.atMost(
            "images and snapshots left",
            records.leftovers().size(),
            0,
            records.leftovers().stream().limit(5).collect(Collectors.joining(", "))));
  }

  private List<Figure> process() {
    ImageRecords.Process process = records.process();
    return List.of(
        Figure.atMost("kills for memory", process.kills(), 0, ""),
        Figure.atMost(
            "resident memory, MiB",
            process.residentMib(),
            process.limitMib(),
            "%d MiB with the page cache".formatted(process.peakMib())),
        Figure.atMost(
            "GC / CPU",
            (double) process.collections().toMillis() / Math.max(1, process.cpu().toMillis()),
            0.05,
            "%d s of %d s"
                .formatted(process.collections().toSeconds(), process.cpu().toSeconds())));
  }

  /** The figures as a table. */
  String table() {
    return Report.table(
        "%nimages: %d AmiImages and %d AmiCopies, limit of memory %d MiB"
            .formatted(records.images(), records.copies(), records.process().limitMib()),
        all());
  }

  private long twice() {
    return records.created().calls().stream()
            .filter(call -> call.action().equals("RegisterImage") && call.succeeded())
            .count()
        - (records.images() - records.created().missing());
  }

  /** Seconds in which EC2 permits the RegisterImage calls. */
  private long bound() {
    return Math.max(1, (records.images() - BURST) / PER_SECOND);
  }

  private double perImage(long count) {
    return (double) count / records.images();
  }

  private static long calls(ImageRecords.Phase phase) {
    return CallCounts.of(phase.calls()).total();
  }
}
