package dev.amioperator.image;

import static dev.amioperator.image.Builds.BUILT;
import static dev.amioperator.image.Builds.DEADLINE;
import static dev.amioperator.image.Builds.LAUNCHED;
import static dev.amioperator.image.Builds.builder;
import static dev.amioperator.image.Builds.inputs;
import static dev.amioperator.image.Builds.seen;
import static dev.amioperator.image.Builds.with;
import static dev.amioperator.testing.Examples.NOW;
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

/** What the status remembers of a build, by what is seen. */
class AttemptTest {
  private static final BuildStatus NEW =
      new BuildStatus(
          null, "ami-base", inputs("same").userDataHash(), null, null, null, null, null, null);
  private static final BuildStatus RUNNING = NEW.launched("i-1", LAUNCHED.toString());
  private static final CurrentImage NO_IMAGE = new CurrentImage.None();

  @Test
  void whatTheBuilderIsLaunchedWithIsWrittenDownFirst() {
    BuildInputs.Complete inputs = inputs("echo");

    assertThat(after(with(null), seen(inputs), NO_IMAGE, NOW))
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
  void aBuilderThatIsSeenBelongsToTheBuildWhoseTokenItCarries() {
    ImageCase desired = with(NEW);

    assertThat(after(desired, seen(builder(desired, "i-1", State.RUNNING)), NO_IMAGE, NOW))
        .isEqualTo(RUNNING);
    assertThat(after(desired, seen(Builds.stray("i-9", State.RUNNING)), NO_IMAGE, NOW))
        .isEqualTo(NEW);
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "RUNNING", "STOPPING", "UNKNOWN"})
  void aBuilderHasUntilItsTimeIsOver(State state) {
    ImageCase desired = with(RUNNING);
    ObservedImage seen = seen("still at it", builder(desired, "i-1", state));

    assertThat(after(desired, seen, NO_IMAGE, DEADLINE.minusSeconds(1))).isEqualTo(RUNNING);
    assertThat(after(desired, seen, NO_IMAGE, DEADLINE).failure())
        .contains("had not shut down", "30m", "still at it");
  }

  @Test
  void aBuilderThatShutDownHasTenMinutesToShowThatItSucceeded() {
    ImageCase desired = with(RUNNING);
    ObservedImage mute = seen("[ 9.1] halting", builder(desired, "i-1", State.STOPPED));
    BuildStatus stopped = RUNNING.ended(LAUNCHED.plusSeconds(600).toString());

    assertThat(after(desired, mute, NO_IMAGE, LAUNCHED.plusSeconds(600))).isEqualTo(stopped);
    assertThat(after(with(stopped), mute, NO_IMAGE, LAUNCHED.plusSeconds(1199))).isEqualTo(stopped);
    assertThat(after(with(stopped), mute, NO_IMAGE, LAUNCHED.plusSeconds(1200)).failure())
        .contains("without a line on its console", "halting");
  }

  @Test
  void aBuilderThatSucceededIsNeverAFailureHoweverLongItsImageTakes() {
    BuildStatus stopped = RUNNING.ended(LAUNCHED.plusSeconds(600).toString());
    ImageCase desired = with(stopped);
    ObservedImage done = seen(BUILT, builder(desired, "i-1", State.STOPPED));

    assertThat(after(desired, done, NO_IMAGE, DEADLINE.plusSeconds(3_600))).isEqualTo(stopped);
    assertThat(after(desired, done, NO_IMAGE, LAUNCHED.plusSeconds(600 + 86_400)).failure())
        .contains("no image could be made of it for a day");
  }

  /**
   * EC2 launches the instance of a persistent Spot request anew, untagged, until it is cancelled.
   */
  @Test
  void aSpotBuilderThatOthersTerminateIsAFailureOnceItsRequestIsCancelled() {
    ImageCase desired = with(RUNNING);
    BuildInstance gone = spot(builder(desired, "i-1", State.TERMINATED));
    BuildStatus ended = RUNNING.ended(NOW.toString());

    assertThat(after(desired, seen(gone), NO_IMAGE, NOW)).isEqualTo(ended);
    assertThat(
            BuildPlanner.next(
                    with(ended).desired(),
                    with(ended).recorded(),
                    seen(gone),
                    NO_IMAGE,
                    NOW.plusSeconds(10))
                .actions())
        .containsExactly(new InstanceAction.CancelSpotInstanceRequests("sir-1"));
    assertThat(after(with(ended), seen(gone), NO_IMAGE, NOW.plusSeconds(60)).failure())
        .contains("was terminated");
  }

  private static BuildInstance spot(BuildInstance builder) {
    return new BuildInstance(
        builder.id(),
        builder.state(),
        builder.stateReason(),
        builder.launchTime(),
        Optional.of("sir-1"),
        Optional.empty(),
        builder.tags());
  }

  @ParameterizedTest
  @EnumSource(names = {"QUOTA", "DENIED", "INVALID", "NOT_FOUND"})
  void aLaunchThatWasRefusedIsAskedForAnew(ErrorClass errorClass) {
    BuildStatus refused = BuildProgress.afterExecution(NEW, refused(errorClass), NOW);

    assertThat(refused.refusals()).isEqualTo(1);
    assertThat(with(refused).buildToken(Optional.of(refused)))
        .isNotEqualTo(with(NEW).buildToken(Optional.of(NEW)));
    assertThat(BuildProgress.afterExecution(refused, refused(errorClass), NOW).refusals())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSIENT", "THROTTLED"})
  void aLaunchThatMayHaveHappenedIsNotAskedForAnew(ErrorClass errorClass) {
    assertThat(BuildProgress.afterExecution(NEW, refused(errorClass), NOW)).isEqualTo(NEW);
  }

  @Test
  void aBuilderThatIsThereByItsTokenIsWaitedForAndThenGivenUp() {
    BuildStatus waiting =
        BuildProgress.afterExecution(NEW, refused(ErrorClass.ALREADY_EXISTS), NOW);

    assertThat(waiting).isEqualTo(NEW.ended(NOW.toString()));
    assertThat(
            BuildProgress.afterExecution(
                waiting, refused(ErrorClass.ALREADY_EXISTS), NOW.plusSeconds(599)))
        .isEqualTo(waiting);
    assertThat(
            BuildProgress.afterExecution(
                waiting, refused(ErrorClass.ALREADY_EXISTS), NOW.plusSeconds(600)))
        .isEqualTo(NEW.refused());
  }

  private static ExecutionResult refused(ErrorClass errorClass) {
    return ExecutionResult.failure(
        new Ec2CallException(errorClass, "RunInstances", "Code", "words", null));
  }

  @ParameterizedTest
  @EnumSource(names = {"SHUTTING_DOWN", "TERMINATED"})
  void aBuilderThatIsTerminatedBeforeItsImageIsAFailure(State state) {
    ImageCase desired = with(RUNNING);

    assertThat(after(desired, seen(builder(desired, "i-1", state)), NO_IMAGE, NOW).failure())
        .contains("i-1 was terminated", "because");
  }

  @Test
  void aBuilderThatIsMissedIsLostOnlyBeyondDoubt() {
    BuildStatus missed = RUNNING.ended(LAUNCHED.plusSeconds(60).toString());

    assertThat(after(with(RUNNING), seen(), NO_IMAGE, LAUNCHED.plusSeconds(60))).isEqualTo(missed);
    assertThat(after(with(missed), seen(), NO_IMAGE, LAUNCHED.plusSeconds(660)).failure())
        .contains("not there any more");
    ImageCase again = with(missed);
    assertThat(
            after(
                again,
                seen(builder(again, "i-1", State.RUNNING)),
                NO_IMAGE,
                LAUNCHED.plusSeconds(90)))
        .isEqualTo(RUNNING);
  }

  @Test
  void aFailedBuildIsRepeatedForOtherUserDataOrWhenSomebodySaysSo() {
    BuildStatus failed = RUNNING.failed("no space");
    ImageCase desired = with(failed);
    BuildInstance gone = builder(desired, "i-1", State.TERMINATED);

    assertThat(after(desired, seen(inputs("same"), gone), NO_IMAGE, NOW)).isEqualTo(failed);
    assertThat(after(desired, seen(inputs("mended"), gone), NO_IMAGE, NOW).previousInstanceId())
        .isEqualTo("i-1");
    assertThat(
            after(Builds.recreating(failed, "i-1"), seen(inputs("same"), gone), NO_IMAGE, NOW)
                .previousInstanceId())
        .isEqualTo("i-1");
    assertThat(after(Builds.recreating(failed, "i-0"), seen(inputs("same"), gone), NO_IMAGE, NOW))
        .isEqualTo(failed);
  }

  @Test
  void noBuildBeginsWhileABuilderOfTheOneBeforeStands() {
    BuildStatus failed = RUNNING.failed("no space");
    ImageCase desired = with(failed);

    assertThat(
            after(
                desired,
                seen(inputs("mended"), builder(desired, "i-1", State.SHUTTING_DOWN)),
                NO_IMAGE,
                NOW))
        .isEqualTo(failed);
  }

  @Test
  void aBuildIsOverOnceItsImageIsAvailableAndItsBuilderIsGone() {
    ImageCase desired = with(RUNNING);
    CurrentImage pending = found(Image.State.PENDING);
    CurrentImage available = found(Image.State.AVAILABLE);
    ObservedImage stopped = seen(builder(desired, "i-1", State.STOPPED));
    ObservedImage gone = seen(builder(desired, "i-1", State.TERMINATED));

    assertThat(after(desired, gone, pending, NOW).imageId()).isNull();
    assertThat(after(desired, stopped, available, NOW).imageId()).isNull();
    assertThat(after(desired, gone, available, NOW).imageId()).isEqualTo("ami-1");
  }

  @Test
  void anImageThatWasDeregisteredIsBuiltAgainOnlyWhenSomebodySaysSo() {
    BuildStatus over = RUNNING.made("ami-1");
    CurrentImage gone = new CurrentImage.Gone("ami-1");

    assertThat(after(with(over), seen(inputs("other")), gone, NOW)).isEqualTo(over);
    assertThat(after(Builds.recreating(over, "ami-1"), seen(inputs("other")), gone, NOW))
        .matches(build -> build.imageId() == null)
        .matches(build -> "i-1".equals(build.previousInstanceId()));
  }

  @Test
  void nothingIsForgottenWhenNothingWasAsked() {
    assertThat(
            BuildProgress.of(
                with(RUNNING).desired(),
                with(RUNNING).recorded(),
                Builds.notAsked(),
                NO_IMAGE,
                NOW))
        .contains(RUNNING);
  }

  private static CurrentImage found(Image.State state) {
    return new CurrentImage.Owned(Builds.image("ami-1", state), List.of());
  }

  private static BuildStatus after(
      ImageCase desired, ObservedImage observed, CurrentImage currentImage, Instant now) {
    return BuildProgress.of(desired.desired(), desired.recorded(), observed, currentImage, now)
        .orElseThrow();
  }
}
