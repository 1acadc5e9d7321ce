package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The decision about every image that a policy selects. Pure: the same facts, the same plan. */
final class Retention {
  private Retention() {}

  /** One decision for each selected image, by region and id. */
  static List<Decision> decide(Facts facts) {
    Chain chain = Chain.over(facts);
    return limited(
        facts.inventory().entrySet().stream()
            .flatMap(
                entry ->
                    entry.getValue().stream()
                        .filter(image -> facts.rules().selects(entry.getKey(), image))
                        .map(image -> chain.judge(entry.getKey(), image)))
            .sorted(
                comparing((Decision decision) -> decision.place().region())
                    .thenComparing(decision -> decision.image().id()))
            .toList(),
        facts);
  }

  /** Of those due, the ones that waited longest go first, until the allowance is used up. */
  private static List<Decision> limited(List<Decision> decisions, Facts facts) {
    int allowance =
        facts.rules().allowance(decisions.size()) - facts.history().counting(facts.now()).size();
    Set<String> going = new HashSet<>(facts.history().retiring());
    List<String> next =
        decisions.stream()
            .filter(decision -> decision.is(Finding.Due) && !going.contains(decision.imageId()))
            .sorted(
                comparing((Decision decision) -> decision.unkeptSince().orElseThrow())
                    .thenComparing(Decision::imageId))
            .limit(Math.max(0, allowance))
            .map(Decision::imageId)
            .toList();
    going.addAll(next);
    String words =
        "Its days are over, but at most %d images, or %d percent of those selected, go in 24 hours."
            .formatted(facts.rules().maxImages(), facts.rules().maxPercent());
    return decisions.stream()
        .map(
            decision ->
                decision.is(Finding.Due) && !going.contains(decision.imageId())
                    ? decision.instead(Finding.Limit, words)
                    : decision)
        .toList();
  }
}
