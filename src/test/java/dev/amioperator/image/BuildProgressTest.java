package dev.amioperator.image;

import static dev.amioperator.image.BuildFixtures.BUILT;
import static dev.amioperator.image.BuildFixtures.DEADLINE;
import static dev.amioperator.image.BuildFixtures.LAUNCHED;
import static dev.amioperator.image.BuildFixtures.buildInstance;
import static dev.amioperator.image.BuildFixtures.inputs;
import static dev.amioperator.image.BuildFixtures.observed;
import static dev.amioperator.image.BuildFixtures.withBuild;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.BuildInstance.State;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.reconcile.ExecutionResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded status of a build, derived from observed instances. */
class BuildProgressTest {
  private static final BuildStatus NEW =
      new BuildStatus(
          null, "ami-base", inputs("same").userDataHash(), null, null, null, null, null, null);
  private static final BuildStatus RUNNING = NEW.launched("i-1", LAUNCHED.toString());
  private static final CurrentImage NO_IMAGE = new CurrentImage.None();

  @Test
  void recordsBuildBeforeLaunch() {
    BuildInputs.Complete inputs = inputs("echo");

    assertThat(nextStatus(withBuild(null), observed(inputs), NO_IMAGE, NOW))
        .isEqualTo(
            new BuildStatus(
                null,
                inputs.base().id(),
                inputs.userDataHash(),
                null,
                null,
                null,
                null,
                null,
                null));
  }

  @Test
  void matchesBuildInstanceByToken() {
    ImageCase desired = withBuild(NEW);

    assertThat(
            nextStatus(
                desired, observed(buildInstance(desired, "i-1", State.RUNNING)), NO_IMAGE, NOW))
        .isEqualTo(RUNNING);
    assertThat(
            nextStatus(
                desired,
                observed(BuildFixtures.strayInstance("i-9", State.RUNNING)),
                NO_IMAGE,
                NOW))
        .isEqualTo(NEW);
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "RUNNING", "STOPPING", "UNKNOWN"})
  void failsBuildAfterTimeout(State state) {
    ImageCase desired = withBuild(RUNNING);
    ObservedImage seen = observed("still at it", buildInstance(desired, "i-1", state));

    assertThat(nextStatus(desired, seen, NO_IMAGE, DEADLINE.minusSeconds(1))).isEqualTo(RUNNING);
    assertThat(nextStatus(desired, seen, NO_IMAGE, DEADLINE).failure())
        .contains("had not shut down", "30m", "still at it");
  }

  @Test
  void waitsTwentyFiveMinutesForMarker() {
    ImageCase desired = withBuild(RUNNING);
    ObservedImage mute = observed("[ 9.1] halting", buildInstance(desired, "i-1", State.STOPPED));
    BuildStatus stopped = RUNNING.ended(LAUNCHED.plusSeconds(600).toString());

    assertThat(nextStatus(desired, mute, NO_IMAGE, LAUNCHED.plusSeconds(600))).isEqualTo(stopped);
    assertThat(nextStatus(withBuild(stopped), mute, NO_IMAGE, LAUNCHED.plusSeconds(600 + 1499)))
        .isEqualTo(stopped);
    assertThat(
            nextStatus(withBuild(stopped), mute, NO_IMAGE, LAUNCHED.plusSeconds(600 + 1500))
                .failure())
        .contains("without a line on its console", "halting");
  }

  @Test
  void neverFailsSuccessfulBuild() {
    BuildStatus stopped = RUNNING.ended(LAUNCHED.plusSeconds(600).toString());
    ImageCase desired = withBuild(stopped);
    ObservedImage done = observed(BUILT, buildInstance(desired, "i-1", State.STOPPED));

    assertThat(nextStatus(desired, done, NO_IMAGE, DEADLINE.plusSeconds(3_600))).isEqualTo(stopped);
    assertThat(nextStatus(desired, done, NO_IMAGE, LAUNCHED.plusSeconds(600 + 86_400)).failure())
        .contains("could not create an image of it for a day");
  }

  /** As after an edit of the status by hand. */
  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2999-01-01T00:00:00Z"})
  void readsUnreadableLaunchFromEc2(String time) {
    ImageCase desired = withBuild(NEW.launched("i-1", time));
    ObservedImage seen = observed("", buildInstance(desired, "i-1", State.RUNNING));

    assertThat(nextStatus(desired, seen, NO_IMAGE, NOW)).isEqualTo(RUNNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2999-01-01T00:00:00Z"})
  void recordsUnreadableEndAgain(String time) {
    ImageCase desired = withBuild(RUNNING.ended(time));
    ObservedImage mute = observed("halting", buildInstance(desired, "i-1", State.STOPPED));

    assertThat(nextStatus(desired, mute, NO_IMAGE, NOW)).isEqualTo(RUNNING.ended(NOW.toString()));
  }

  /** A new leader whose clock is behind must not wait for the time of the old one. */
  @Test
  void failsTerminatedBuildDespiteClockAhead() {
    BuildStatus ended = RUNNING.ended(NOW.plusSeconds(300).toString());
    ImageCase desired = withBuild(ended);

    assertThat(
            nextStatus(
                    desired,
                    observed(buildInstance(desired, "i-1", State.TERMINATED)),
                    NO_IMAGE,
                    NOW)
                .failure())
        .contains("was terminated");
  }

  /**
   * EC2 relaunches the instance of a persistent Spot request, untagged, until the request is
   * cancelled.
   */
  @Test
  void failsTerminatedSpotBuildAfterCancellation() {
    ImageCase desired = withBuild(RUNNING);
    BuildInstance gone = asSpotInstance(buildInstance(desired, "i-1", State.TERMINATED));
    BuildStatus ended = RUNNING.ended(NOW.toString());

    assertThat(nextStatus(desired, observed(gone), NO_IMAGE, NOW)).isEqualTo(ended);
    assertThat(
            BuildPlanner.next(
                    withBuild(ended).desired(),
                    withBuild(ended).recorded(),
                    observed(gone),
                    NO_IMAGE,
                    NOW.plusSeconds(10))
                .actions())
        .containsExactly(new InstanceAction.CancelSpotInstanceRequests("sir-1"));
    assertThat(
            nextStatus(withBuild(ended), observed(gone), NO_IMAGE, NOW.plusSeconds(60)).failure())
        .contains("was terminated");
  }

  private static BuildInstance asSpotInstance(BuildInstance instance) {
    return new BuildInstance(
        instance.id(),
        instance.state(),
        instance.stateReason(),
        instance.launchTime(),
        Optional.of("sir-1"),
        Optional.empty(),
        instance.tags());
  }

  @ParameterizedTest
  @EnumSource(names = {"QUOTA", "DENIED", "INVALID", "NOT_FOUND"})
  void retriesRefusedLaunch(ErrorClass errorClass) {
    BuildStatus refused = BuildProgress.afterExecution(NEW, failedLaunch(errorClass), NOW);

    assertThat(refused.refusals()).isEqualTo(1);
    assertThat(withBuild(refused).buildToken(Optional.of(refused)))
        .isNotEqualTo(withBuild(NEW).buildToken(Optional.of(NEW)));
    assertThat(BuildProgress.afterExecution(refused, failedLaunch(errorClass), NOW).refusals())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSIENT", "THROTTLED"})
  void doesNotRepeatUncertainLaunch(ErrorClass errorClass) {
    assertThat(BuildProgress.afterExecution(NEW, failedLaunch(errorClass), NOW)).isEqualTo(NEW);
  }

  @Test
  void failsBuildWhenLaunchedInstanceNeverAppears() {
    BuildStatus waiting =
        BuildProgress.afterExecution(NEW, failedLaunch(ErrorClass.ALREADY_EXISTS), NOW);

    assertThat(waiting).isEqualTo(NEW.ended(NOW.toString()));
    assertThat(
            BuildProgress.afterExecution(
                waiting, failedLaunch(ErrorClass.ALREADY_EXISTS), NOW.plusSeconds(599)))
        .isEqualTo(waiting);
    assertThat(
            BuildProgress.afterExecution(
                waiting, failedLaunch(ErrorClass.ALREADY_EXISTS), NOW.plusSeconds(600)))
        .isEqualTo(NEW.refused());
  }

  private static ExecutionResult failedLaunch(ErrorClass errorClass) {
    return ExecutionResult.failure(
        new Ec2CallException(errorClass, "RunInstances", "Code", "words", null)
            .about("of an instance of ami-1"));
  }

  @ParameterizedTest
  @EnumSource(names = {"SHUTTING_DOWN", "TERMINATED"})
  void failsBuildTerminatedBeforeImage(State state) {
    ImageCase desired = withBuild(RUNNING);

    assertThat(
            nextStatus(desired, observed(buildInstance(desired, "i-1", state)), NO_IMAGE, NOW)
                .failure())
        .contains("i-1 was terminated", "because");
  }

  @Test
  void confirmsAbsenceOfBuildInstance() {
    BuildStatus missed = RUNNING.ended(LAUNCHED.plusSeconds(60).toString());

    assertThat(nextStatus(withBuild(RUNNING), observed(), NO_IMAGE, LAUNCHED.plusSeconds(60)))
        .isEqualTo(missed);
    assertThat(
            nextStatus(withBuild(missed), observed(), NO_IMAGE, LAUNCHED.plusSeconds(660))
                .failure())
        .contains("no longer exists");
    ImageCase again = withBuild(missed);
    assertThat(
            nextStatus(
                again,
                observed(buildInstance(again, "i-1", State.RUNNING)),
                NO_IMAGE,
                LAUNCHED.plusSeconds(90)))
        .isEqualTo(RUNNING);
  }

  @Test
  void repeatsFailedBuildOnNewUserDataOrRequest() {
    BuildStatus failed = RUNNING.failed("no space");
    ImageCase desired = withBuild(failed);
    BuildInstance gone = buildInstance(desired, "i-1", State.TERMINATED);

    assertThat(nextStatus(desired, observed(inputs("same"), gone), NO_IMAGE, NOW))
        .isEqualTo(failed);
    assertThat(
            nextStatus(desired, observed(inputs("fixed"), gone), NO_IMAGE, NOW)
                .previousInstanceId())
        .isEqualTo("i-1");
    assertThat(
            nextStatus(
                    BuildFixtures.withRecreateAnnotation(failed, "i-1"),
                    observed(inputs("same"), gone),
                    NO_IMAGE,
                    NOW)
                .previousInstanceId())
        .isEqualTo("i-1");
    assertThat(
            nextStatus(
                BuildFixtures.withRecreateAnnotation(failed, "i-0"),
                observed(inputs("same"), gone),
                NO_IMAGE,
                NOW))
        .isEqualTo(failed);
  }

  @Test
  void waitsForPreviousBuildInstance() {
    BuildStatus failed = RUNNING.failed("no space");
    ImageCase desired = withBuild(failed);

    assertThat(
            nextStatus(
                desired,
                observed(inputs("fixed"), buildInstance(desired, "i-1", State.SHUTTING_DOWN)),
                NO_IMAGE,
                NOW))
        .isEqualTo(failed);
  }

  @Test
  void endsBuildWithAvailableImageAndNoInstance() {
    ImageCase desired = withBuild(RUNNING);
    CurrentImage pending = ownedImage(Image.State.PENDING);
    CurrentImage available = ownedImage(Image.State.AVAILABLE);
    ObservedImage stopped = observed(buildInstance(desired, "i-1", State.STOPPED));
    ObservedImage gone = observed(buildInstance(desired, "i-1", State.TERMINATED));

    assertThat(nextStatus(desired, gone, pending, NOW).imageId()).isNull();
    assertThat(nextStatus(desired, stopped, available, NOW).imageId()).isNull();
    assertThat(nextStatus(desired, gone, available, NOW).imageId()).isEqualTo("ami-1");
  }

  @Test
  void rebuildsDeregisteredImageOnlyOnRequest() {
    BuildStatus over = RUNNING.made("ami-1");
    CurrentImage gone = new CurrentImage.Gone("ami-1");

    assertThat(nextStatus(withBuild(over), observed(inputs("other")), gone, NOW)).isEqualTo(over);
    assertThat(
            nextStatus(
                BuildFixtures.withRecreateAnnotation(over, "ami-1"),
                observed(inputs("other")),
                gone,
                NOW))
        .matches(build -> build.imageId() == null)
        .matches(build -> "i-1".equals(build.previousInstanceId()));
  }

  @Test
  void keepsRecordedBuildWithoutObservation() {
    assertThat(
            BuildProgress.of(
                withBuild(RUNNING).desired(),
                withBuild(RUNNING).recorded(),
                BuildFixtures.notObserved(),
                NO_IMAGE,
                NOW))
        .contains(RUNNING);
  }

  private static CurrentImage ownedImage(Image.State state) {
    return new CurrentImage.Owned(BuildFixtures.image("ami-1", state), List.of());
  }

  private static BuildStatus nextStatus(
      ImageCase desired, ObservedImage observed, CurrentImage currentImage, Instant now) {
    return BuildProgress.of(desired.desired(), desired.recorded(), observed, currentImage, now)
        .orElseThrow();
  }
}
