package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.PLACE;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageBuilder;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.retention.PermissionRecords.Recorded;
import dev.amioperator.retention.PlannedActions.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** An image in an EC2 that does what its documentation says, and the records of policies. */
final class FakeRetiredImage {
  private Image image;
  private LaunchPermissions permissions;
  private final Map<String, PermissionRecord> records = new HashMap<>();

  FakeRetiredImage(Image image, Optional<Instant> deprecation, LaunchPermissions permissions) {
    this.image = deprecated(image, deprecation);
    this.permissions = permissions;
  }

  Image image() {
    return image;
  }

  LaunchPermissions permissions() {
    return permissions;
  }

  /**
   * Executes the calls of an evaluation.
   *
   * @param crash ends them after any; null: all are executed
   */
  void apply(List<Decision> decisions, ReversibleSteps steps, Instant now, Random crash) {
    ReversibleSteps.Permissions read =
        new ReversibleSteps.Permissions(Map.of(image.id(), permissions), recorded());
    List<AwsAction> actions = new ArrayList<>(UnkeptSinceTag.actions(decisions, now));
    for (PlannedActions planned :
        Stream.concat(
                steps.reversals(steps.unwanted(decisions), read).stream(),
                steps.due(decisions, read).stream())
            .toList()) {
      if (planned.purpose() instanceof Purpose.Step(var id, var step, var record)) {
        record.ifPresent(stored -> records.put(stored.hash(), stored));
      }
      actions.addAll(planned.actions());
    }
    int executed = crash == null ? actions.size() : crash.nextInt(actions.size() + 1);
    actions.stream().limit(executed).forEach(action -> execute(action, now));
  }

  private Map<String, Recorded> recorded() {
    return PermissionsTag.of(image)
        .map(
            tag ->
                Optional.ofNullable(records.get(tag.hash()))
                    .flatMap(
                        record -> PermissionRecord.parse(record.text(), PLACE, image.id(), tag))
                    .<Recorded>map(record -> new Recorded.Found(record.permissions()))
                    .orElseGet(() -> new Recorded.Lost("none")))
        .map(found -> Map.of(image.id(), found))
        .orElse(Map.of());
  }

  private void execute(AwsAction action, Instant now) {
    switch (action) {
      case TagAction tagAction -> image = AppliedActions.applyTo(List.of(tagAction), image);
      case ImageAction.EnableImageDeprecation(var id, var at) -> {
        if (at.isBefore(now)) {
          throw new AssertionError("EC2 refuses a time in the past: " + at);
        }
        image = deprecated(image, Optional.of(at));
      }
      case ImageAction.DisableImageDeprecation lifted ->
          image = deprecated(image, Optional.empty());
      case ImageAction.DisableImage disable -> {
        image = ImageBuilder.builder(image).state(Image.State.DISABLED).build();
        permissions = LaunchPermissions.NONE;
      }
      case ImageAction.EnableImage enable ->
          image = ImageBuilder.builder(image).state(Image.State.AVAILABLE).build();
      case ImageAction.ModifyLaunchPermissions(var id, var add, var remove) -> {
        if (image.state() == Image.State.DISABLED) {
          throw new AssertionError("a disabled image can't be shared");
        }
        permissions =
            new LaunchPermissions(
                permissions.everyone() || add.everyone(),
                union(permissions.accountIds(), add.accountIds()),
                union(permissions.arns(), add.arns()));
      }
      default -> throw new AssertionError("unexpected: " + action);
    }
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new HashSet<>(a);
    all.addAll(b);
    return all;
  }

  private static Image deprecated(Image image, Optional<Instant> at) {
    return ImageBuilder.builder(image)
        .settings(
            new Image.Settings(at, Image.DeregistrationProtection.DISABLED, false, false, false))
        .build();
  }

  @Override
  public String toString() {
    return "%s %s %s %s"
        .formatted(image.state(), image.tags(), image.settings().deprecationTime(), permissions);
  }
}
