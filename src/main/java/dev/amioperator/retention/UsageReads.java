package dev.amioperator.retention;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observation.Failed;
import dev.amioperator.observer.Observation.Known;
import dev.amioperator.observer.Observation.Pending;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which images' references are read from EC2 next, and how many are known. Images are read in the
 * order in which they would be due, and only a part at once: an evaluation of any size ends, and
 * leaves room for the reads of other objects.
 *
 * @param next the images to read now
 * @param known the candidates whose usage is known, or could not be read
 * @param candidates the images that no cheaper rule keeps
 */
record UsageReads(List<Read> next, int known, int candidates) {
  /**
   * Images whose references are requested at once: as many calls as EC2 permits in a burst, which
   * are answered in about five seconds.
   */
  static final int AT_ONCE = 1000;

  /** DescribeImageReferences takes this many images. */
  private static final int IMAGES_PER_CALL = 10;

  /** An image no rule keeps, with the last answer about its usage. */
  record Candidate(Decision decision, Observation<List<ImageReference>> answer) {
    private Instant observedAt() {
      return answer instanceof Known<List<ImageReference>> known ? known.observedAt() : Instant.MIN;
    }
  }

  /**
   * A read of an image's references.
   *
   * @param notBefore an older answer is read again
   */
  record Read(Decision decision, Instant notBefore) {}

  /** Those due first; without a retention period, the oldest would be tagged first. */
  private static final Comparator<Candidate> DUE_FIRST =
      comparing(
              (Candidate candidate) -> candidate.decision().unkeptSince().orElse(null),
              nullsLast(naturalOrder()))
          .thenComparing(
              candidate -> candidate.decision().image().created().orElse(null),
              nullsLast(naturalOrder()))
          .thenComparing(candidate -> candidate.decision().imageId());

  /** No candidates, hence nothing to read. */
  static final UsageReads NONE = new UsageReads(List.of(), 0, 0);

  UsageReads {
    next = List.copyOf(next);
  }

  /** Plans the reads for the candidates of an evaluation. */
  static UsageReads of(List<Candidate> candidates, UsageFreshness freshness) {
    Instant now = freshness.now();
    List<Candidate> unknown =
        candidates.stream().filter(candidate -> !isKnown(candidate, freshness)).toList();
    Stream<Read> first =
        Stream.concat(
                unknown.stream().filter(candidate -> !failed(candidate)).sorted(DUE_FIRST),
                candidates.stream().filter(retriedAt(now)).sorted(DUE_FIRST))
            .map(
                candidate ->
                    new Read(
                        candidate.decision(), freshness.notBefore(candidate.decision().dueAt())));
    return new UsageReads(
        Stream.concat(first, repeated(candidates, freshness)).limit(AT_ONCE).toList(),
        candidates.size() - unknown.size(),
        candidates.size());
  }

  /** These reads and those of other candidates. */
  UsageReads plus(UsageReads more) {
    return new UsageReads(
        Stream.concat(next.stream(), more.next.stream()).toList(),
        known + more.known,
        candidates + more.candidates);
  }

  /** Whether every candidate is decided with an answer of EC2. */
  boolean complete() {
    return known == candidates;
  }

  int unknown() {
    return candidates - known;
  }

  /** A throttled call is only late; after any other failure the usage counts as unknown. */
  private static boolean isKnown(Candidate candidate, UsageFreshness freshness) {
    return switch (candidate.answer()) {
      case Known<List<ImageReference>> answer -> freshness.decides(candidate.decision(), answer);
      case Pending<List<ImageReference>>() -> false;
      case Failed<List<ImageReference>>(var failure, var retryAt) ->
          failure.errorClass() != ErrorClass.THROTTLED;
    };
  }

  private static boolean failed(Candidate candidate) {
    return candidate.answer() instanceof Failed;
  }

  private static Predicate<Candidate> retriedAt(Instant now) {
    return candidate ->
        candidate.answer() instanceof Failed<List<ImageReference>>(var failure, var retryAt)
            && !retryAt.isAfter(now);
  }

  /** Answers that still count but are old, the oldest first, in full calls. */
  private static Stream<Read> repeated(List<Candidate> candidates, UsageFreshness freshness) {
    List<Candidate> old =
        candidates.stream()
            .filter(candidate -> candidate.answer() instanceof Known)
            .filter(candidate -> isKnown(candidate, freshness))
            .filter(c -> freshness.repeats(c.decision().imageId(), c.observedAt()))
            .sorted(comparing(Candidate::observedAt))
            .toList();
    boolean all = !old.isEmpty() && freshness.overdue(old.getFirst().observedAt());
    return old.stream()
        .limit(all ? old.size() : old.size() / IMAGES_PER_CALL * IMAGES_PER_CALL)
        .map(candidate -> new Read(candidate.decision(), freshness.now()));
  }
}
