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
 */
record RuleContext(
    Facts facts,
    AgeRanking ownRanking,
    Map<String, AgeRanking> otherRankings,
    AccountRegion accountRegion,
    Image image) {
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

  /** When the retention period expires; empty: none runs. */
  Optional<Instant> dueAt() {
    return unkeptSince()
        .flatMap(
            tagged ->
                enforcingSince().map(enforced -> tagged.isBefore(enforced) ? enforced : tagged))
        .map(start -> start.plus(retentionPeriod()));
  }

  /** The longest retention period of all policies that select the image. */
  Duration retentionPeriod() {
    return selectingPolicies()
        .map(name -> facts.otherPolicies().get(name).deregisterAfter())
        .reduce(facts.policy().deregisterAfter(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }
}
