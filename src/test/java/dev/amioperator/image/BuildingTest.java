package dev.amioperator.image;

import static dev.amioperator.image.Builds.BUILT;
import static dev.amioperator.image.Builds.LAUNCHED;
import static dev.amioperator.image.Builds.builder;
import static dev.amioperator.image.Builds.inputs;
import static dev.amioperator.image.Builds.seen;
import static dev.amioperator.image.Builds.stray;
import static dev.amioperator.image.Builds.with;
import static dev.amioperator.testing.Examples.ACCOUNT;
import static dev.amioperator.testing.Examples.NOW;
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
import dev.amioperator.testing.Examples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The next step of a build, by what the status remembers and what is seen. */
class BuildingTest {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final BuildInputs.Complete INPUTS = inputs("echo");
  private static final BuildStatus ANNOUNCED =
      new BuildStatus(
          null, INPUTS.base().id(), INPUTS.userDataHash(), null, null, null, null, null, null);
  private static final BuildStatus RUNNING = ANNOUNCED.launched("i-1", LAUNCHED.toString());
  private static final BuildStatus STOPPED = RUNNING.ended(LAUNCHED.toString());

  @Test
  void nothingIsLaunchedBeforeTheStatusSaysSo() {
    Plan first = next(with(null), seen(INPUTS));
    assertThat(first.actions()).isEmpty();
    assertThat(first.readyState().message()).contains("launched from " + INPUTS.base().id());
    assertThat(next(with(ANNOUNCED), seen(inputs("changed meanwhile"))).actions()).isEmpty();
    assertThat(next(with(ANNOUNCED), seen(INPUTS)).actions())
        .singleElement()
        .isInstanceOf(RunInstances.class);
  }

  @Test
  void whatIsMissingIsSaid() {
    ReadyState why =
        new ReadyState.Blocked(Reason.SourceNotReady, "no base", Duration.ofMinutes(1));

    Plan plan = next(with(BuildStatus.after(null)), seen(new BuildInputs.Missing(why)));

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isEqualTo(why);
  }

  @Test
  void theBuilderIsWaitedForWhileItRuns() {
    ImageCase desired = with(RUNNING);

    Plan plan = next(desired, seen(builder(desired, "i-1", State.RUNNING)));

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().message()).contains("i-1", "until 2026-06-01T12:30:00Z");
  }

  @Test
  void anImageIsMadeWithoutARebootOfABuilderThatShutDownAndSucceeded() {
    ImageCase desired = with(STOPPED);
    BuildInstance builder = builder(desired, "i-1", State.STOPPED);

    Plan silent = next(desired, seen("halting", builder));
    assertThat(silent.actions()).isEmpty();
    assertThat(silent.readyState().message())
        .contains("\"AMI-BUILD-SUCCEEDED\"", "until " + LAUNCHED.plus(Duration.ofMinutes(10)));
    assertThat(next(desired, seen(BUILT, builder)).actions())
        .singleElement()
        .isInstanceOfSatisfying(
            ImageCreationAction.CreateImage.class,
            create -> {
              assertThat(create.instanceId()).isEqualTo("i-1");
              assertThat(create.noReboot()).isTrue();
            });
  }

  @Test
  void aFailureIsWrittenDownBeforeTheBuilderIsTerminatedAndSaidOnceItIs() {
    BuildStatus failed = RUNNING.failed("no space left");
    ImageCase desired = with(failed);

    assertThat(next(with(RUNNING), seen(builder(desired, "i-1", State.TERMINATED))).actions())
        .isEmpty();
    assertThat(next(desired, seen(builder(desired, "i-1", State.RUNNING))).actions())
        .containsExactly(new InstanceAction.TerminateInstances("i-1"));
    assertThat(next(desired, seen(builder(desired, "i-1", State.SHUTTING_DOWN))).readyState())
        .isInstanceOf(ReadyState.Reconciling.class);
    assertThat(next(desired, seen(builder(desired, "i-1", State.TERMINATED))).readyState())
        .isInstanceOfSatisfying(
            ReadyState.Stalled.class,
            stalled ->
                assertThat(stalled.message())
                    .contains("no space left", "amioperator.dev/recreate=i-1"));
  }

  @Test
  void aBuilderOfNoBuildIsTerminatedFirstAndItsSpotRequestBeforeThat() {
    assertThat(next(with(ANNOUNCED), seen(INPUTS, stray("i-9", State.STOPPED))).actions())
        .containsExactly(
            new InstanceAction.CancelSpotInstanceRequests("sir-9"),
            new InstanceAction.TerminateInstances("i-9"));
    assertThat(next(with(ANNOUNCED), seen(INPUTS, stray("i-9", State.SHUTTING_DOWN))).actions())
        .as("no other is launched until it is gone")
        .isEmpty();
  }

  /** Whatever stalls an object: a builder that goes on meanwhile would be paid for in vain. */
  @Test
  void noBuilderIsLeftWhileTheObjectIsStalled() {
    ImageCase desired = with(RUNNING);
    ObservedImage seen = seen(builder(desired, "i-1", State.RUNNING));

    for (CurrentImage currentImage :
        List.of(new CurrentImage.SourceMismatch(Builds.image("ami-1", Image.State.AVAILABLE)))) {
      Plan plan =
          ImagePlanner.plan(
              desired.desired(), desired.recorded(), seen, currentImage, ACCOUNT, GRACE, NOW);
      assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
      assertThat(plan.actions()).containsExactly(new InstanceAction.TerminateInstances("i-1"));
    }
  }

  @Test
  void anImageIsReadyOnceItsBuilderIsGone() {
    ImageCase desired = with(STOPPED);
    CurrentImage found =
        new CurrentImage.Owned(
            Examples.image("ami-1", Image.State.AVAILABLE, desired.desired().tagsOnCreate()),
            List.of());

    assertThat(plan(desired, State.STOPPED, found).actions())
        .containsExactly(new InstanceAction.TerminateInstances("i-1"));
    assertThat(plan(desired, State.SHUTTING_DOWN, found).readyState())
        .isInstanceOf(ReadyState.Reconciling.class);
    assertThat(plan(desired, State.TERMINATED, found).readyState())
        .isInstanceOf(ReadyState.Ready.class);
  }

  private static Plan plan(ImageCase desired, State state, CurrentImage currentImage) {
    return ImagePlanner.plan(
        desired.desired(),
        desired.recorded(),
        seen(builder(desired, "i-1", state)),
        currentImage,
        ACCOUNT,
        GRACE,
        NOW);
  }

  @Test
  void theLaunchTagsTheBuilderAsOursAndItsVolumesNot() {
    RunInstances runInstances = launch(with(ANNOUNCED));

    assertThat(runInstances.tags())
        .containsEntry(TagKeys.ROLE, "builder")
        .containsEntry(TagKeys.RESOURCE, "AmiImage/images/web-42")
        .containsEntry(TagKeys.BUILD, runInstances.clientToken());
    assertThat(runInstances.volumeTags()).isEqualTo(Map.of("Name", "builder of web-42"));
  }

  @Test
  void everyVolumeOfTheBaseGoesWithTheBuilder() {
    assertThat(launch(with(ANNOUNCED)).blockDevices())
        .singleElement()
        .isInstanceOfSatisfying(
            ImageBlockDevice.Ebs.class,
            ebs -> {
              assertThat(ebs.name()).isEqualTo("/dev/xvda");
              assertThat(ebs.deleteOnTermination()).contains(true);
            });
  }

  @Test
  void aSpotRequestEndsByItselfAWhileAfterTheTimeOut() {
    ImageCase spot =
        Builds.of(
            """
            {build: {base: {imageId: ami-0000000000000000b}, instanceType: t3.small, timeout: 30m,
              market: Spot, userData: {configMapKeyRef: {name: web, key: script}}}}\
            """,
            ANNOUNCED);

    assertThat(launch(spot).spotValidUntil()).contains(NOW.plusSeconds(1800 + 7200));
    assertThat(launch(with(ANNOUNCED)).spotValidUntil()).isEmpty();
  }

  @Test
  void eachBuildHasATokenOfItsOwnAndKeepsIt() {
    ImageCase desired = with(ANNOUNCED);

    String token = desired.buildToken();
    assertThat(with(RUNNING).buildToken(Optional.of(RUNNING))).isEqualTo(token);
    assertThat(desired.buildToken(Optional.of(BuildStatus.after("i-1")))).isNotEqualTo(token);
  }

  @Test
  void userDataIsInNoLog() {
    assertThat(launch(with(ANNOUNCED)).toString())
        .contains("userData=4 bytes")
        .doesNotContain("echo");
  }

  private static RunInstances launch(ImageCase desired) {
    List<AwsAction> actions = next(desired, seen(INPUTS)).actions();
    return (RunInstances) actions.getFirst();
  }

  private static Plan next(ImageCase desired, ObservedImage observed) {
    return BuildPlanner.next(
        desired.desired(), desired.recorded(), observed, new CurrentImage.None(), NOW);
  }
}
