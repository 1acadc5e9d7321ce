package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.retention.PermissionRecords.Recorded;
import dev.amioperator.retention.PlannedActions.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Plans the steps of retirement that can be undone, and their reversal. What was done shows in the
 * tags of images, so a crash between any two calls loses nothing: the next evaluation continues.
 *
 * @param cluster whose policies' tags are reversed, and no others
 */
record ReversibleSteps(ClusterId cluster, Instant now) {
  /** Images per evaluation: with two or three calls each, they take EC2 some minutes. */
  static final int MAX_AT_ONCE = 100;

  /**
   * The launch permissions of the images to disable and to enable, by image id.
   *
   * @param present in EC2; no entry: they could not be read
   * @param recorded of images that a policy disabled
   */
  record Permissions(Map<String, LaunchPermissions> present, Map<String, Recorded> recorded) {
    static final Permissions NONE = new Permissions(Map.of(), Map.of());

    Permissions {
      present = Map.copyOf(present);
      recorded = Map.copyOf(recorded);
    }

    /** These, with nothing to restore of records that are lost. */
    Permissions withoutLost() {
      Map<String, Recorded> all = new HashMap<>(recorded);
      all.replaceAll(
          (imageId, record) ->
              record instanceof Recorded.Lost
                  ? new Recorded.Found(LaunchPermissions.NONE)
                  : record);
      return new Permissions(present, all);
    }
  }

  /** An image, and the steps to undo with it. */
  record Unwanted(AccountRegion accountRegion, Image image, Set<RetireStep> steps) {}

  /** Whether the image's decision leads to EC2 calls of this class. */
  boolean changes(Decision decision) {
    return decision.is(RetentionReason.DeprecationDue)
        || decision.is(RetentionReason.DisablingDue)
        || unwanted(decision).isPresent();
  }

  /** Whether a policy of the cluster has taken a step with the image that can be undone. */
  boolean marked(Image image) {
    return !steps(image).isEmpty();
  }

  /** The images whose launch permissions are recorded before they are disabled. */
  Stream<Decision> disabled(List<Decision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.is(RetentionReason.DisablingDue))
        .limit(MAX_AT_ONCE);
  }

  /** The calls that take the steps that are due, one for an image. */
  List<PlannedActions> due(List<Decision> decisions, Permissions permissions) {
    Stream<PlannedActions> deprecations =
        decisions.stream()
            .filter(decision -> decision.is(RetentionReason.DeprecationDue))
            .limit(MAX_AT_ONCE)
            .map(
                decision ->
                    new PlannedActions(
                        decision.accountRegion(),
                        new Purpose.Step(
                            decision.imageId(), RetireStep.DEPRECATE, Optional.empty()),
                        ImageDeprecation.actions(decision.image(), cluster, now)));
    return Stream.concat(
            deprecations,
            disabled(decisions)
                .filter(decision -> permissions.present().containsKey(decision.imageId()))
                .map(decision -> disabling(decision, permissions)))
        .toList();
  }

  private PlannedActions disabling(Decision decision, Permissions permissions) {
    PermissionRecord record =
        PermissionRecord.of(
            decision.accountRegion(),
            decision.imageId(),
            permissions.present().get(decision.imageId()));
    return new PlannedActions(
        decision.accountRegion(),
        new Purpose.Step(decision.imageId(), RetireStep.DISABLE, Optional.of(record)),
        ImageDisabling.actions(record, cluster, now));
  }

  /** The selected images with steps that their decisions no longer want. */
  Stream<Unwanted> unwanted(List<Decision> decisions) {
    return decisions.stream().flatMap(decision -> unwanted(decision).stream());
  }

  /**
   * The images with steps that no policy wants.
   *
   * @param left whether no policy that changes EC2 selects an image any more
   */
  Stream<Unwanted> unwanted(
      Map<AccountRegion, List<Image>> inventory, BiPredicate<AccountRegion, Image> left) {
    return inventory.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .filter(this::marked)
                    .filter(image -> left.test(entry.getKey(), image))
                    .map(image -> new Unwanted(entry.getKey(), image, steps(image))));
  }

  /** The calls that undo unwanted steps: the last step first. */
  List<PlannedActions> reversals(Stream<Unwanted> unwanted, Permissions permissions) {
    return unwanted
        .map(
            each ->
                new PlannedActions(
                    each.accountRegion(),
                    new Purpose.Reversal(each.image().id(), PermissionsTag.of(each.image())),
                    undo(each, permissions)))
        .filter(planned -> !planned.actions().isEmpty())
        .toList();
  }

  private List<AwsAction> undo(Unwanted unwanted, Permissions permissions) {
    Image image = unwanted.image();
    List<AwsAction> actions = new ArrayList<>();
    if (unwanted.steps().contains(RetireStep.DISABLE)) {
      Optional.ofNullable(permissions.recorded().get(image.id()))
          .or(() -> Optional.of(new Recorded.Unreadable("")))
          .map(recorded -> ImageDisabling.reversal(image, recorded, now))
          .ifPresent(actions::addAll);
    }
    if (unwanted.steps().contains(RetireStep.DEPRECATE)) {
      actions.addAll(ImageDeprecation.reversal(image, cluster, now));
    }
    return actions;
  }

  /** A step that is taken stays while the usage is unknown, and while its wait starts anew. */
  private Optional<Unwanted> unwanted(Decision decision) {
    Set<RetireStep> steps = steps(decision.image());
    if (decision.is(RetentionReason.Group.RETIRE)) {
      steps.removeIf(step -> decision.steps().contains(step));
    } else if (decision.reason().tagChange() != RetentionReason.TagChange.REMOVED) {
      steps.clear();
    }
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(new Unwanted(decision.accountRegion(), decision.image(), steps));
  }

  /** The steps that policies of the cluster have taken, or begun. */
  private Set<RetireStep> steps(Image image) {
    Set<RetireStep> steps = EnumSet.noneOf(RetireStep.class);
    if (ImageDeprecation.marked(image, cluster)) {
      steps.add(RetireStep.DEPRECATE);
    }
    if (ImageDisabling.marked(image, cluster)) {
      steps.add(RetireStep.DISABLE);
    }
    return steps;
  }
}
