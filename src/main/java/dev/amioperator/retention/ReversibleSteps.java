package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.retention.PlannedActions.Purpose;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Plans the steps of retirement that can be undone, and their reversal. What was done shows in the
 * tags of images, so a crash between any two calls loses nothing: the next evaluation continues.
 *
 * @param cluster whose policies' tags are reversed, and no others
 */
record ReversibleSteps(ClusterId cluster, Instant now) {
  /** Images per evaluation: with two calls each, they take EC2 about two minutes. */
  static final int MAX_AT_ONCE = 100;

  /** Whether the image's decision leads to EC2 calls of this class. */
  boolean changes(Decision decision) {
    return decision.is(RetentionReason.DeprecationDue) || !reversal(decision).isEmpty();
  }

  /** Whether a policy of the cluster has taken a step with the image that can be undone. */
  boolean marked(Image image) {
    return ImageDeprecation.marked(image, cluster);
  }

  /** The calls that take the steps that are due, one for an image. */
  List<PlannedActions> due(List<Decision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.is(RetentionReason.DeprecationDue))
        .limit(MAX_AT_ONCE)
        .map(
            decision ->
                new PlannedActions(
                    decision.accountRegion(),
                    new Purpose.Step(decision.imageId(), RetireStep.DEPRECATE),
                    ImageDeprecation.actions(decision.image(), cluster, now)))
        .toList();
  }

  /** The calls that undo what the decisions about selected images no longer want. */
  List<PlannedActions> reversals(List<Decision> decisions) {
    return decisions.stream()
        .map(d -> planned(d.accountRegion(), d.image(), reversal(d)))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The calls that undo every step taken with images.
   *
   * @param left whether no policy that changes EC2 selects an image any more
   */
  List<PlannedActions> reversals(
      Map<AccountRegion, List<Image>> inventory, BiPredicate<AccountRegion, Image> left) {
    return inventory.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .filter(this::marked)
                    .filter(image -> left.test(entry.getKey(), image))
                    .flatMap(
                        image ->
                            planned(
                                entry.getKey(),
                                image,
                                undo(image, Arrays.asList(RetireStep.values())))
                                .stream()))
        .toList();
  }

  private static List<PlannedActions> planned(
      AccountRegion accountRegion, Image image, List<AwsAction> actions) {
    return actions.isEmpty()
        ? List.of()
        : List.of(new PlannedActions(accountRegion, new Purpose.Reversal(image.id()), actions));
  }

  /** A step that is taken stays while the usage is unknown, and while its wait starts anew. */
  private List<AwsAction> reversal(Decision decision) {
    if (!marked(decision.image())) {
      return List.of();
    }
    boolean keptAgain = decision.reason().tagChange() == RetentionReason.TagChange.REMOVED;
    Stream<RetireStep> unwanted =
        keptAgain
            ? Arrays.stream(RetireStep.values())
            : decision.is(RetentionReason.Group.RETIRE)
                ? Arrays.stream(RetireStep.values()).filter(s -> !decision.steps().contains(s))
                : Stream.of();
    return undo(decision.image(), unwanted.toList());
  }

  private List<AwsAction> undo(Image image, List<RetireStep> steps) {
    return steps.contains(RetireStep.DEPRECATE)
        ? ImageDeprecation.reversal(image, cluster, now)
        : List.of();
  }
}
