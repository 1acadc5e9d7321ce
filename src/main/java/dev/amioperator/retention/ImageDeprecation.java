package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.retention.RetirementPlan.PlannedActions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plans the deprecation of images that no rule keeps, and its reversal. The image's tag records the
 * deprecation time of before; without that record nothing is reversed.
 */
final class ImageDeprecation {
  /** EC2 rejects a past deprecation time; this lead covers the evaluation's other calls. */
  private static final Duration MIN_LEAD_TIME = Duration.ofMinutes(2);

  private ImageDeprecation() {}

  /** The calls for the decisions of a policy that changes EC2. */
  static List<PlannedActions> plan(Facts facts, List<Decision> decisions) {
    return decisions.stream()
        .map(decision -> planned(decision.accountRegion(), actions(facts, decision)))
        .filter(planned -> !planned.actions().isEmpty())
        .toList();
  }

  /** The calls that reverse the deprecation of images that no enforced policy selects any more. */
  static List<PlannedActions> ofUnselected(Facts facts) {
    return facts.inventory().entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .filter(image -> UnselectedImages.unselected(facts, entry.getKey(), image))
                    .map(image -> planned(entry.getKey(), reversal(image, facts.now()))))
        .filter(planned -> !planned.actions().isEmpty())
        .toList();
  }

  /**
   * The calls of a deleted policy. It leaves images that another enforced policy selects: that
   * policy keeps or reverses their deprecation.
   */
  static List<PlannedActions> ofDeleted(
      EffectivePolicy policy,
      Collection<EffectivePolicy> others,
      Map<AccountRegion, List<Image>> inventory,
      Instant now) {
    return inventory.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .filter(image -> policy.selects(entry.getKey(), image))
                    .filter(
                        image ->
                            others.stream()
                                .filter(EffectivePolicy::enforce)
                                .noneMatch(other -> other.selects(entry.getKey(), image)))
                    .map(image -> planned(entry.getKey(), reversal(image, now))))
        .filter(planned -> !planned.actions().isEmpty())
        .toList();
  }

  private static PlannedActions planned(AccountRegion accountRegion, List<AwsAction> actions) {
    return PlannedActions.onTags(accountRegion, actions);
  }

  private static List<AwsAction> actions(Facts facts, Decision decision) {
    Optional<Duration> period = period(facts, decision);
    if (period.isEmpty() || decision.reason().tagChange() == RetentionReason.TagChange.REMOVED) {
      return reversal(decision.image(), facts.now());
    }
    boolean due =
        decision.is(RetentionReason.Group.RETIRE)
            && facts.approval().covers(decision)
            && start(facts, decision)
                .filter(start -> !start.plus(period.get()).isAfter(facts.now()))
                .isPresent();
    return due ? deprecation(decision.image(), facts.now()) : List.of();
  }

  /** The longest time of all policies that select the image; empty: one of them leaves it out. */
  private static Optional<Duration> period(Facts facts, Decision decision) {
    return Stream.concat(
            Stream.of(facts.policy()),
            facts.otherPolicies().values().stream()
                .filter(other -> other.selects(decision.accountRegion(), decision.image())))
        .map(EffectivePolicy::deprecateAfter)
        .reduce((a, b) -> a.flatMap(x -> b.map(y -> x.compareTo(y) >= 0 ? x : y)))
        .orElseThrow();
  }

  private static Optional<Instant> start(Facts facts, Decision decision) {
    return decision
        .unkeptSince()
        .flatMap(
            tagged ->
                facts
                    .enforcingSince()
                    .map(enforced -> tagged.isBefore(enforced) ? enforced : tagged));
  }

  /** An image that is deprecated, or whose deprecation was changed since, is left as it is. */
  private static List<AwsAction> deprecation(Image image, Instant now) {
    Instant soonest = soonest(now);
    Optional<Instant> present = image.settings().deprecationTime();
    Optional<DeprecationTag> recorded = DeprecationTag.of(image);
    boolean changed = recorded.filter(tag -> !tag.pending(image)).isPresent();
    if (changed || present.filter(time -> !time.isAfter(soonest)).isPresent()) {
      return List.of();
    }
    Map<String, String> tag =
        Map.of(TagKeys.DEPRECATION, new DeprecationTag(present, soonest).value());
    return List.of(
        new TagAction.CreateTags(List.of(image.id()), tag),
        new ImageAction.EnableImageDeprecation(image.id(), soonest));
  }

  /** The tag goes last: after a crash between the calls the first is repeated. */
  private static List<AwsAction> reversal(Image image, Instant now) {
    if (!image.tags().containsKey(TagKeys.DEPRECATION)) {
      return List.of();
    }
    List<AwsAction> actions = new ArrayList<>();
    DeprecationTag.of(image)
        .filter(tag -> tag.applied(image))
        .flatMap(tag -> restoration(image, tag, now))
        .ifPresent(actions::add);
    actions.add(new TagAction.DeleteTags(List.of(image.id()), Set.of(TagKeys.DEPRECATION)));
    return actions;
  }

  /** A deprecation time that has come meanwhile needs no call: the image is deprecated. */
  private static Optional<AwsAction> restoration(Image image, DeprecationTag tag, Instant now) {
    if (tag.before().isEmpty()) {
      return Optional.of(new ImageAction.DisableImageDeprecation(image.id()));
    }
    return tag.before()
        .filter(before -> before.isAfter(soonest(now)))
        .map(before -> new ImageAction.EnableImageDeprecation(image.id(), before));
  }

  private static Instant soonest(Instant now) {
    return now.plus(MIN_LEAD_TIME).truncatedTo(ChronoUnit.MINUTES);
  }
}
