package dev.amioperator.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Figures of a run of retention. */
record RetentionFigures(RetentionRecords records) {
  private static final String REFERENCES = "DescribeImageReferences";
  private static final String IMAGES = "DescribeImages";

  /**
   * EC2's limits: images in a page, images in a call for references, calls at once and a second.
   */
  private static final int IMAGES_PER_PAGE = 1000;

  private static final int IMAGES_PER_CALL = 10;
  private static final int BURST = 100;
  private static final int PER_SECOND = 20;

  List<Figure> all() {
    return List.of(
        Figure.atMost("first plan / bound", ratio(), 1.2, "bound %d s".formatted(bound() / 1000)),
        Figure.atMost("first progress, s", seconds(records.firstProgress()), 60, ""),
        Figure.atMost(
            "reference calls",
            calls(records.firstCalls(), REFERENCES),
            referenceCalls() + 1.0,
            "one for ten candidates"),
        Figure.atMost("pages", calls(records.firstCalls(), IMAGES), pages(), ""),
        Figure.atMost("reference calls, next round", calls(records.nextCalls(), REFERENCES), 0, ""),
        Figure.atMost("pages, next round", calls(records.nextCalls(), IMAGES), pages(), ""),
        Figure.atMost("evaluation, s", records.evaluation().toMillis() / 1000.0, 2, "the longest"),
        Figure.atMost(
            "memory above idle, MiB",
            (double) records.peakMib() - records.idleMib(),
            200,
            "%d MiB after %d MiB".formatted(records.peakMib(), records.idleMib())));
  }

  /** The figures as a table. */
  String table() {
    return Report.table(
        "%nretention: %d images, %d candidates, mode Plan"
            .formatted(records.images(), records.candidates()),
        all());
  }

  private double ratio() {
    return seconds(records.planned()) * 1000 / bound();
  }

  /** Milliseconds in which EC2 permits the calls for references. */
  private long bound() {
    return Math.max(1000, (referenceCalls() - BURST) * 1000L / PER_SECOND);
  }

  private int referenceCalls() {
    return Math.ceilDiv(records.candidates(), IMAGES_PER_CALL);
  }

  private int pages() {
    return Math.ceilDiv(records.images(), IMAGES_PER_PAGE);
  }

  private double seconds(Instant at) {
    return at == null
        ? Double.POSITIVE_INFINITY
        : Duration.between(records.applied(), at).toMillis() / 1000.0;
  }

  private static long calls(List<Ec2Call> calls, String action) {
    return calls.stream().filter(call -> call.action().equals(action)).count();
  }
}
