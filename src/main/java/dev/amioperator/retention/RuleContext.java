package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The facts that the rules evaluate about an image.
 *
 * @param ownRanking the ages of images by the evaluated policy
 * @param otherRankings the same by each other policy, by its name
 * @param steps about which all policies that select the image agree
 */
record RuleContext(
    Facts facts,
    AgeRanking ownRanking,
    Map<String, AgeRanking> otherRankings,
    AccountRegion accountRegion,
    Image image,
    RetireSteps steps) {
  /** The namespace of the evaluated policy, whose users read the messages. */
  String namespace() {
    return facts.policy().accounts().namespace();
  }

  /** The image's region and group, such as {@code eu-west-1/web/arm64}. */
  String groupName() {
    return Stream.concat(
            Stream.of(accountRegion.region()),
            facts.policy().grouping().group(image).stream().flatMap(List::stream))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("/"));
  }

  /** The other policies that select the image and may decide about it, by name. */
  Stream<String> selectingPolicies() {
    return otherRankings.keySet().stream()
        .filter(name -> facts.otherPolicies().get(name).selects(accountRegion, image));
  }

  /** An older observation does not prove that the image is unused. */
  Instant proofNotBefore() {
    return facts.freshness().notBefore(dueAt());
  }

  /** The time in the image's tag unkept-since; empty: no valid tag. */
  Optional<Instant> unkeptSince() {
    return UnkeptSinceTag.of(image, facts.now());
  }

  /** Since when the policy is enforced in the image's account without a break. */
  Optional<Instant> enforcingSince() {
    return Optional.ofNullable(facts.enforcingSince().get(accountRegion.accountId()));
  }

  /** When the next step is due; empty: no retention period runs, or no step is left. */
  Optional<Instant> dueAt() {
    return periodStart().flatMap(start -> nextStep().map(step -> dueAt(step, start)));
  }

  /** However late an image was disabled, the time until it is deregistered passes. */
  private Instant dueAt(RetireStep step, Instant start) {
    Instant due = start.plus(waitBefore(step));
    if (step != RetireStep.DEREGISTER || !steps.contains(RetireStep.DISABLE)) {
      return due;
    }
    return ImageDisabling.disabledAt(image)
        .map(at -> at.plus(waitBefore(step)).minus(waitBefore(RetireStep.DISABLE)))
        .filter(due::isBefore)
        .orElse(due);
  }

  /** The first step that is not taken yet; empty: none is left. */
  Optional<RetireStep> nextStep() {
    for (RetireStep step : RetireStep.values()) {
      if (steps.contains(step) && !TakenSteps.taken(step, image, facts.now())) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  /** How long after no rule keeps the image a step of it is taken. */
  Duration waitBefore(RetireStep step) {
    return steps.waitBefore(step).orElseThrow();
  }

  private Optional<Instant> periodStart() {
    return unkeptSince()
        .flatMap(
            tagged ->
                enforcingSince().map(enforced -> tagged.isBefore(enforced) ? enforced : tagged));
  }
}
