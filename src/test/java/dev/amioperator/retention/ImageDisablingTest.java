package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.inState;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static dev.amioperator.retention.RetentionScenario.CLUSTER;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction.DisableImage;
import dev.amioperator.ec2.ImageAction.EnableImage;
import dev.amioperator.ec2.ImageAction.ModifyLaunchPermissions;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.TagAction.CreateTags;
import dev.amioperator.ec2.TagAction.DeleteTags;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.retention.PermissionRecords.Recorded;
import dev.amioperator.retention.PlannedActions.Purpose;
import dev.amioperator.retention.ReversibleSteps.Permissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The second step of retirement: disabling, and how it is undone. */
class ImageDisablingTest {
  private static final ReversibleSteps STEPS = new ReversibleSteps(CLUSTER, NOW);
  private static final LaunchPermissions SHARED =
      new LaunchPermissions(true, Set.of("444455556666"), Set.of());
  private static final PermissionRecord RECORD = PermissionRecord.of(PLACE, "ami-a", SHARED);
  private static final String TAG = PermissionsTag.of(RECORD, CLUSTER).value();
  private static final Image UNKEPT = unkeptFor(image("ami-a", 40), 2);
  private static final Image KEPT = image("ami-a", 3);
  private static final CreateTags RECORDED =
      new CreateTags(List.of("ami-a"), Map.of(TagKeys.PERMISSIONS, TAG));
  private static final CreateTags TAGGED_DISABLED =
      new CreateTags(List.of("ami-a"), Map.of(TagKeys.DISABLED, NOW.toString()));
  private static final DeleteTags UNTAGGED =
      new DeleteTags(List.of("ami-a"), Set.of(TagKeys.PERMISSIONS, TagKeys.DISABLED));
  private static final ModifyLaunchPermissions SHARE_WITH_ACCOUNT =
      new ModifyLaunchPermissions(
          "ami-a",
          new LaunchPermissions(false, Set.of("444455556666"), Set.of()),
          LaunchPermissions.NONE);
  private static final ModifyLaunchPermissions PUBLISH =
      new ModifyLaunchPermissions(
          "ami-a", new LaunchPermissions(true, Set.of(), Set.of()), LaunchPermissions.NONE);

  @Test
  void recordsPermissionsBeforeDisabling() {
    PlannedActions planned = due(scenario(UNKEPT)).getFirst();

    assertThat(planned.actions())
        .containsExactly(RECORDED, new DisableImage("ami-a"), TAGGED_DISABLED);
    assertThat(planned.purpose())
        .isInstanceOfSatisfying(
            Purpose.Step.class, step -> assertThat(step.record()).contains(RECORD));
  }

  @Test
  void disablesNothingWhosePermissionsAreUnread() {
    assertThat(STEPS.due(decisions(scenario(UNKEPT)), Permissions.NONE)).isEmpty();
  }

  @Test
  void disablesOnItsDayOnly() {
    assertThat(due(scenario(UNKEPT).withStep(RetireStep.DISABLE, 3))).isEmpty();
    assertThat(scenario(UNKEPT).withStep(RetireStep.DISABLE, 3).decisions().get("ami-a").message())
        .isEqualTo(
            "No rule has kept it since 2026-05-30T12:00:00Z: disabling due on"
                + " 2026-06-02T12:00:00Z.");
    assertThat(due(scenario(disabled(UNKEPT)))).isEmpty();
  }

  /**
   * It was recorded, and the operator stopped before EC2 was called: permissions may differ now.
   */
  @Test
  void recordsAnewBeforeSecondAttempt() {
    Image recorded = withTags(UNKEPT, TagKeys.PERMISSIONS, "0123/1/here");

    assertThat(actions(due(scenario(recorded))))
        .containsExactly(RECORDED, new DisableImage("ami-a"), TAGGED_DISABLED);
  }

  @Test
  void restoresPermissionsOfKeptImage() {
    assertThat(reversals(scenario(disabled(KEPT)), new Recorded.Found(SHARED)))
        .containsExactly(new EnableImage("ami-a"), SHARE_WITH_ACCOUNT, PUBLISH, UNTAGGED);
  }

  /** EnableImage succeeded, and the operator stopped: the image is kept until it is shared. */
  @Test
  void goesOnWithRestoration() {
    Image enabled = inState(Image.State.AVAILABLE, disabled(UNKEPT));

    assertThat(scenario(enabled).reasonFor("ami-a")).isEqualTo(RetentionReason.NotRestored);
    assertThat(reversals(scenario(enabled), new Recorded.Found(SHARED)))
        .containsExactly(SHARE_WITH_ACCOUNT, PUBLISH, UNTAGGED);
  }

  /** DisableImage succeeded, and the operator stopped before the second tag. */
  @Test
  void tagsDisabledImageBeforeEnablingIt() {
    Image untagged = inState(Image.State.DISABLED, withTags(KEPT, TagKeys.PERMISSIONS, TAG));

    assertThat(reversals(scenario(untagged), new Recorded.Found(SHARED)))
        .containsExactly(
            TAGGED_DISABLED, new EnableImage("ami-a"), SHARE_WITH_ACCOUNT, PUBLISH, UNTAGGED);
  }

  @Test
  void onlyUntagsImageThatWasNeverDisabled() {
    Image recorded = withTags(KEPT, TagKeys.PERMISSIONS, TAG);

    assertThat(reversals(scenario(recorded), new Recorded.Found(SHARED))).containsExactly(UNTAGGED);
  }

  @Test
  void enablesImageWhoseRecordIsLost() {
    Recorded lost = new Recorded.Lost("web-permissions-ami-a-5f0c1d2e");
    Image enabled = inState(Image.State.AVAILABLE, disabled(KEPT));

    assertThat(reversals(scenario(disabled(KEPT)), lost)).containsExactly(new EnableImage("ami-a"));
    assertThat(reversals(scenario(enabled), lost)).isEmpty();
    ReadyState state = notRestored(scenario(enabled), lost);
    assertThat(state.reason()).isEqualTo(Reason.PermissionsLost);
    assertThat(state.message())
        .isEqualTo(
            "ami-a in eu-west-1 is enabled but shared with no account: ConfigMap"
                + " web-permissions-ami-a-5f0c1d2e, the record of its launch permissions, is"
                + " missing or altered. Share the image by hand, and remove its tags"
                + " amioperator.dev/permissions and amioperator.dev/disabled.");
  }

  @Test
  void waitsForUnreadableRecord() {
    Recorded unreadable = new Recorded.Unreadable("the API server refuses. Add namespace images");

    assertThat(reversals(scenario(disabled(KEPT)), unreadable))
        .containsExactly(new EnableImage("ami-a"));
    assertThat(notRestored(scenario(disabled(KEPT)), unreadable))
        .isInstanceOf(ReadyState.Blocked.class)
        .extracting(ReadyState::reason)
        .isEqualTo(Reason.PermissionsNotRestored);
  }

  @Test
  void leavesImageDisabledByItsOwner() {
    Image disabled = inState(Image.State.DISABLED, KEPT);

    assertThat(reversals(scenario(disabled), new Recorded.Found(SHARED))).isEmpty();
    assertThat(scenario(inState(Image.State.DISABLED, UNKEPT)).decisions().get("ami-a").nextStep())
        .contains(RetireStep.DEREGISTER);
  }

  @Test
  void enablesImageWhenStepLeavesPolicy() {
    assertThat(
            reversals(
                scenario(disabled(UNKEPT)).withoutStep(RetireStep.DISABLE),
                new Recorded.Found(SHARED)))
        .contains(new EnableImage("ami-a"));
    assertThat(reversals(scenario(disabled(UNKEPT)), new Recorded.Found(SHARED))).isEmpty();
  }

  /** An image that was disabled late must not be deregistered right after. */
  @Test
  void waitsBetweenDisablingAndDeregistration() {
    RetentionScenario late =
        scenario(disabled(unkeptFor(image("ami-a", 90), 60)))
            .withStep(RetireStep.DISABLE, 14)
            .deregisterAfter(30);

    assertThat(late.decisions().get("ami-a").dueAt()).contains(NOW.plus(Duration.ofDays(16)));
    assertThat(late.reasonFor("ami-a")).isEqualTo(RetentionReason.Unkept);
  }

  @Test
  void limitsDisabledImagesOfDay() {
    List<Image> images =
        Stream.of("ami-b", "ami-c", "ami-d").map(id -> unkeptFor(image(id, 40), 2)).toList();
    Image today = disabled(UNKEPT);
    Image before =
        withTags(disabled(UNKEPT), TagKeys.DISABLED, NOW.minus(Duration.ofDays(2)).toString());

    assertThat(limited(images, today)).isEqualTo(1);
    assertThat(limited(images, before)).isEqualTo(2);
  }

  /** Otherwise a policy would deregister what its own rule wants to keep. */
  @Test
  void ranksDisabledImageWithoutTakingPlace() {
    Image disabled = disabled(UNKEPT);
    Image older = unkeptFor(image("ami-b", 50), 1);

    assertThat(scenario(disabled, older).keepNewest(1).decisions().values())
        .extracting(Decision::reason)
        .containsOnly(RetentionReason.Newest);
    assertThat(scenario(disabled, older, image("ami-c", 35)).keepNewest(1).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Unkept);
    assertThat(
            scenario(inState(Image.State.DISABLED, UNKEPT), older).keepNewest(1).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Unkept);
  }

  private static long limited(List<Image> images, Image disabled) {
    RetentionScenario scenario =
        scenario(Stream.concat(images.stream(), Stream.of(disabled)).toArray(Image[]::new))
            .withLimits(2, 100);
    return scenario.decisions().values().stream()
        .filter(decision -> decision.is(RetentionReason.DisablingDue))
        .count();
  }

  private static RetentionScenario scenario(Image... images) {
    return RetentionScenario.withImages(images).withStep(RetireStep.DISABLE, 2).deregisterAfter(9);
  }

  private static Image disabled(Image image) {
    return inState(
        Image.State.DISABLED,
        withTags(image, Map.of(TagKeys.PERMISSIONS, TAG, TagKeys.DISABLED, NOW.toString())));
  }

  private static List<Decision> decisions(RetentionScenario scenario) {
    return List.copyOf(scenario.decisions().values());
  }

  private static List<PlannedActions> due(RetentionScenario scenario) {
    return STEPS.due(decisions(scenario), new Permissions(Map.of("ami-a", SHARED), Map.of()));
  }

  private static List<AwsAction> reversals(RetentionScenario scenario, Recorded recorded) {
    return actions(
        STEPS.reversals(
            STEPS.unwanted(decisions(scenario)),
            new Permissions(Map.of(), Map.of("ami-a", recorded))));
  }

  private static ReadyState notRestored(RetentionScenario scenario, Recorded recorded) {
    return PermissionReadiness.notRestored(
            STEPS.unwanted(decisions(scenario)),
            new Permissions(Map.of(), Map.of("ami-a", recorded)))
        .getFirst();
  }

  private static List<AwsAction> actions(List<PlannedActions> planned) {
    return planned.stream().flatMap(each -> each.actions().stream()).toList();
  }
}
