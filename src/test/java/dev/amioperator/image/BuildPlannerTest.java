package dev.amioperator.image;

import static dev.amioperator.image.BuildFixtures.BUILT;
import static dev.amioperator.image.BuildFixtures.LAUNCHED;
import static dev.amioperator.image.BuildFixtures.buildInstance;
import static dev.amioperator.image.BuildFixtures.inputs;
import static dev.amioperator.image.BuildFixtures.observed;
import static dev.amioperator.image.BuildFixtures.strayInstance;
import static dev.amioperator.image.BuildFixtures.withBuild;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.BuildInstance.State;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageBlockDevice;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.ec2.InstanceAction.RunInstances;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Ec2Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Next action of a build, from its recorded status and observed instances. */
class BuildPlannerTest {
  private static final BuildInputs.Complete INPUTS = inputs("echo");
  private static final BuildStatus ANNOUNCED =
      new BuildStatus(
          null, INPUTS.base().id(), INPUTS.userDataHash(), null, null, null, null, null, null);
  private static final BuildStatus RUNNING = ANNOUNCED.launched("i-1", LAUNCHED.toString());
  private static final BuildStatus STOPPED = RUNNING.ended(LAUNCHED.toString());

  @Test
  void recordsBuildInStatusBeforeLaunch() {
    Plan first = nextPlan(withBuild(null), observed(INPUTS));
    assertThat(first.actions()).isEmpty();
    assertThat(first.readyState().message()).contains("build instance from " + INPUTS.base().id());
    assertThat(nextPlan(withBuild(ANNOUNCED), observed(inputs("changed meanwhile"))).actions())
        .isEmpty();
    assertThat(nextPlan(withBuild(ANNOUNCED), observed(INPUTS)).actions())
        .singleElement()
        .isInstanceOf(RunInstances.class);
  }

  @Test
  void reportsMissingBuildInputs() {
    ReadyState why =
        new ReadyState.Blocked(Reason.SourceNotReady, "no base", Duration.ofMinutes(1));

    Plan plan =
        nextPlan(withBuild(BuildStatus.after(null)), observed(new BuildInputs.Missing(why)));

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isEqualTo(why);
  }

  @Test
  void waitsForRunningBuildInstance() {
    ImageCase desired = withBuild(RUNNING);

    Plan plan = nextPlan(desired, observed(buildInstance(desired, "i-1", State.RUNNING)));

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().message()).contains("i-1", "shut down by 2026-06-01T12:30:00Z");
  }

  @Test
  void createsImageOfStoppedInstanceWithoutReboot() {
    ImageCase desired = withBuild(STOPPED);
    BuildInstance instance = buildInstance(desired, "i-1", State.STOPPED);

    Plan silent = nextPlan(desired, observed("halting", instance));
    assertThat(silent.actions()).isEmpty();
    assertThat(silent.readyState().message())
        .contains("\"AMI-BUILD-SUCCEEDED\"", "until " + LAUNCHED.plus(Duration.ofMinutes(25)));
    assertThat(nextPlan(desired, observed(BUILT, instance)).actions())
        .singleElement()
        .isInstanceOfSatisfying(
            ImageCreationAction.CreateImage.class,
            create -> {
              assertThat(create.instanceId()).isEqualTo("i-1");
              assertThat(create.noReboot()).isTrue();
            });
  }

  @Test
  void recordsFailureBeforeTermination() {
    BuildStatus failed = RUNNING.failed("no space left");
    ImageCase desired = withBuild(failed);

    assertThat(
            nextPlan(withBuild(RUNNING), observed(buildInstance(desired, "i-1", State.TERMINATED)))
                .actions())
        .isEmpty();
    assertThat(nextPlan(desired, observed(buildInstance(desired, "i-1", State.RUNNING))).actions())
        .containsExactly(new InstanceAction.TerminateInstances("i-1"));
    assertThat(
            nextPlan(desired, observed(buildInstance(desired, "i-1", State.SHUTTING_DOWN)))
                .readyState())
        .isInstanceOf(ReadyState.Reconciling.class);
    assertThat(
            nextPlan(desired, observed(buildInstance(desired, "i-1", State.TERMINATED)))
                .readyState())
        .isInstanceOfSatisfying(
            ReadyState.Stalled.class,
            stalled ->
                assertThat(stalled.message())
                    .contains("no space left", "amioperator.dev/recreate=i-1"));
  }

  @Test
  void terminatesStrayInstanceAndCancelsSpotRequest() {
    assertThat(
            nextPlan(withBuild(ANNOUNCED), observed(INPUTS, strayInstance("i-9", State.STOPPED)))
                .actions())
        .containsExactly(
            new InstanceAction.CancelSpotInstanceRequests("sir-9"),
            new InstanceAction.TerminateInstances("i-9"));
    assertThat(
            nextPlan(
                    withBuild(ANNOUNCED),
                    observed(INPUTS, strayInstance("i-9", State.SHUTTING_DOWN)))
                .actions())
        .as("no launch before termination")
        .isEmpty();
  }

  /** Whatever stalls an object: a build instance that keeps running causes needless cost. */
  @Test
  void terminatesBuildInstanceOfStalledObject() {
    ImageCase desired = withBuild(RUNNING);
    ObservedImage seen = observed(buildInstance(desired, "i-1", State.RUNNING));

    for (CurrentImage currentImage :
        List.of(
            new CurrentImage.SourceMismatch(BuildFixtures.image("ami-1", Image.State.AVAILABLE)))) {
      Plan plan = ImagePlanFixtures.plan(desired, seen, currentImage, NOW);
      assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
      assertThat(plan.actions()).containsExactly(new InstanceAction.TerminateInstances("i-1"));
    }
  }

  @Test
  void isReadyAfterBuildInstanceIsGone() {
    ImageCase desired = withBuild(STOPPED);
    CurrentImage found =
        new CurrentImage.Owned(
            Ec2Fixtures.image("ami-1", Image.State.AVAILABLE, desired.desired().tagsOnCreate()),
            List.of());

    assertThat(plan(desired, State.STOPPED, found).actions())
        .containsExactly(new InstanceAction.TerminateInstances("i-1"));
    assertThat(plan(desired, State.SHUTTING_DOWN, found).readyState())
        .isInstanceOf(ReadyState.Reconciling.class);
    assertThat(plan(desired, State.TERMINATED, found).readyState())
        .isInstanceOf(ReadyState.Ready.class);
  }

  private static Plan plan(ImageCase desired, State state, CurrentImage currentImage) {
    return ImagePlanFixtures.plan(
        desired, observed(buildInstance(desired, "i-1", state)), currentImage, NOW);
  }

  @Test
  void tagsInstanceButNotVolumes() {
    RunInstances runInstances = launch(withBuild(ANNOUNCED));

    assertThat(runInstances.tags())
        .containsEntry(TagKeys.ROLE, "builder")
        .containsEntry(TagKeys.RESOURCE, "AmiImage/images/web-42")
        .containsEntry(TagKeys.BUILD, runInstances.clientToken());
    assertThat(runInstances.volumeTags()).isEqualTo(Map.of("Name", "builder of web-42"));
  }

  @Test
  void deletesBaseVolumesWithInstance() {
    assertThat(launch(withBuild(ANNOUNCED)).blockDevices())
        .singleElement()
        .isInstanceOfSatisfying(
            ImageBlockDevice.Ebs.class,
            ebs -> {
              assertThat(ebs.name()).isEqualTo("/dev/xvda");
              assertThat(ebs.deleteOnTermination()).contains(true);
            });
  }

  @Test
  void limitsSpotRequestToTimeout() {
    ImageCase spot =
        BuildFixtures.withSource(
            """
            {build: {base: {imageId: ami-0000000000000000b}, instanceType: t3.small, timeout: 30m,
              market: Spot, userData: {configMapKeyRef: {name: web, key: script}}}}\
            """,
            ANNOUNCED);

    assertThat(launch(spot).spotValidUntil()).contains(NOW.plusSeconds(1800 + 7200));
    assertThat(launch(withBuild(ANNOUNCED)).spotValidUntil()).isEmpty();
  }

  @Test
  void keepsOneTokenPerBuild() {
    ImageCase desired = withBuild(ANNOUNCED);

    String token = desired.buildToken();
    assertThat(withBuild(RUNNING).buildToken(Optional.of(RUNNING))).isEqualTo(token);
    assertThat(desired.buildToken(Optional.of(BuildStatus.after("i-1")))).isNotEqualTo(token);
  }

  @Test
  void hidesUserDataFromLogs() {
    assertThat(launch(withBuild(ANNOUNCED)).toString())
        .contains("userData=4 bytes")
        .doesNotContain("echo");
  }

  private static RunInstances launch(ImageCase desired) {
    List<AwsAction> actions = nextPlan(desired, observed(INPUTS)).actions();
    return (RunInstances) actions.getFirst();
  }

  private static Plan nextPlan(ImageCase desired, ObservedImage observed) {
    return BuildPlanner.next(
        desired.desired(), desired.recorded(), observed, new CurrentImage.None(), NOW);
  }
}
