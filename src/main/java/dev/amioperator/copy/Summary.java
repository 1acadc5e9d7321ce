package dev.amioperator.copy;

import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an AmiCopy says as a whole: the worst of its regions, and how far the others are. */
final class Summary {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final List<Regional> regions;

  private Summary(List<Regional> regions) {
    this.regions = regions;
  }

  /** Ready only if every region is; Stalled if any is; else the state of what is under way. */
  static Verdict of(List<Regional> regions) {
    return new Summary(regions).verdict();
  }

  /** Available copies of those wanted, such as 3/5. */
  static String copies(List<Regional> regions) {
    return "%d/%d"
        .formatted(
            regions.stream().filter(Regional::available).count(),
            regions.stream().filter(Regional::wanted).count());
  }

  private Verdict verdict() {
    List<Regional> stalled = where(Verdict.Stalled.class::isInstance);
    if (!stalled.isEmpty()) {
      return new Verdict.Stalled(stalled.getFirst().verdict().reason(), says(stalled));
    }
    List<Regional> held = where(Verdict.Held.class::isInstance);
    if (!held.isEmpty()) {
      return new Verdict.Held(
          held.getFirst().verdict().reason(), counted(says(held)), soonest(held));
    }
    List<Regional> waiting = where(Verdict.Waiting.class::isInstance);
    if (!waiting.isEmpty()) {
      return new Verdict.Waiting(reason(waiting), counted(says(waiting)), soonest(waiting));
    }
    return new Verdict.Ready(Reason.Available, counted(says(regions)));
  }

  private List<Regional> where(Predicate<Verdict> verdict) {
    return regions.stream().filter(r -> verdict.test(r.verdict())).toList();
  }

  /** The reason that all share; otherwise it is copying, if only in part. */
  private static Reason reason(List<Regional> waiting) {
    List<Reason> reasons = waiting.stream().map(r -> r.verdict().reason()).distinct().toList();
    return reasons.size() == 1 ? reasons.getFirst() : Reason.Copying;
  }

  private String counted(String words) {
    long wanted = regions.stream().filter(Regional::wanted).count();
    String count =
        wanted == 0
            ? ""
            : "%d of %d copies available"
                .formatted(regions.stream().filter(Regional::available).count(), wanted);
    return Stream.of(count, words).filter(s -> !s.isEmpty()).collect(Collectors.joining("; "));
  }

  /** What the regions say; those that say the same together. */
  private static String says(List<Regional> regions) {
    Map<String, List<String>> byWords = new LinkedHashMap<>();
    for (Regional region : regions) {
      byWords.merge(
          words(region),
          List.of(region.region()),
          (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    }
    byWords.remove("");
    return byWords.entrySet().stream()
        .map(entry -> String.join(", ", entry.getValue()) + entry.getKey())
        .collect(Collectors.joining("; "))
        .replace(".; ", "; ");
  }

  private static String words(Regional region) {
    Integer progress = region.entry().map(e -> e.progress()).orElse(null);
    if (region.wanted() && region.verdict() instanceof Verdict.Waiting && progress != null) {
      return " " + progress + "%";
    }
    if (region.verdict().reason() == Reason.Copying) {
      return " queued";
    }
    return region.verdict().message().isEmpty() ? "" : ": " + region.verdict().message();
  }

  private static Duration soonest(List<Regional> regions) {
    return regions.stream()
        .map(Regional::verdict)
        .flatMap(
            verdict ->
                switch (verdict) {
                  case Verdict.Waiting waiting -> Stream.of(waiting.again());
                  case Verdict.Held held -> Stream.of(held.again());
                  case Verdict.Ready ready -> Stream.of();
                  case Verdict.Stalled stalled -> Stream.of();
                })
        .min(Comparator.naturalOrder())
        .orElse(SOON);
  }
}
