package dev.amioperator.image;

import static dev.amioperator.testing.Examples.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever the builder does, whoever interferes and whenever the operator dies: there is never more
 * than one builder and one image, and in the end no builder at all, and an image or a reason.
 */
class BuildConvergenceTest {
  private static final int ROUNDS = 120;
  private static final Duration GRACE = Duration.ofMinutes(2);

  /** What happens in one minute. */
  enum Happening {
    NOTHING,
    SHUTS_DOWN_MUTE,
    SHUTS_DOWN_DONE,
    IS_TERMINATED,
    IMAGE_IS_DEREGISTERED,
    USER_DATA_CHANGES,
    STATUS_IS_LOST,
    CALLS_ARE_CUT
  }

  @Property(tries = 500)
  void noBuilderIsLeftAndNothingIsMadeTwice(
      @ForAll @Size(max = 40) List<Happening> happenings,
      @ForAll @IntRange(max = 1) int lag,
      @ForAll @IntRange(max = 1) int failures) {
    Run run = new Run(lag, failures);

    for (int round = 0; round < ROUNDS; round++) {
      run.minute(round < happenings.size() ? happenings.get(round) : Happening.NOTHING);
    }

    Plan end = run.plan();
    assertThat(end.actions()).as("%s", end.readyState()).isEmpty();
    assertThat(end.readyState()).isInstanceOfAny(ReadyState.Ready.class, ReadyState.Stalled.class);
    assertThat(run.fleet.standing()).as("builders that are left").isZero();
  }

  /** A built object's life over a region. */
  private static final class Run {
    private final TinyRegion ec2;
    private final TinyFleet fleet;
    private final Gaze gaze;
    private final AmiImage resource = Builds.resource();
    private int userData;

    Run(int lag, int failures) {
      this.ec2 = new TinyRegion(lag, failures, false);
      this.fleet = new TinyFleet(ec2::now, lag);
      this.gaze = new Gaze(ec2);
    }

    void minute(Happening happening) {
      ImageCase desired = desired();
      ObservedImage observed = observed(desired);
      CurrentImage currentImage =
          CurrentImage.of(desired.desired(), desired.recorded(), observed, GRACE);
      Plan plan =
          ImagePlanner.plan(
              desired.desired(),
              desired.recorded(),
              observed,
              currentImage,
              ACCOUNT,
              GRACE,
              ec2.now());
      ExecutionResult executionResult = carryOut(plan, happening == Happening.CALLS_ARE_CUT);
      if (happening != Happening.CALLS_ARE_CUT && happening != Happening.STATUS_IS_LOST) {
        resource.setStatus(
            new AmiImageStatusFactory(resource, ec2.now())
                .fromObservation(
                    ACCOUNT, desired.desired(), observed, currentImage, executionResult)
                .status());
      }
      befall(happening);
      ec2.pass();
      fleet.pass();
    }

    Plan plan() {
      ImageCase desired = desired();
      ObservedImage observed = observed(desired);
      return ImagePlanner.plan(
          desired.desired(),
          desired.recorded(),
          observed,
          CurrentImage.of(desired.desired(), desired.recorded(), observed, GRACE),
          ACCOUNT,
          GRACE,
          ec2.now());
    }

    private void befall(Happening happening) {
      switch (happening) {
        case SHUTS_DOWN_MUTE -> fleet.shutDown("no space left");
        case SHUTS_DOWN_DONE -> fleet.shutDown(Builds.BUILT);
        case IS_TERMINATED -> fleet.terminateAll();
        case IMAGE_IS_DEREGISTERED ->
            ec2.registered()
                .forEach(image -> ec2.perform(new ImageAction.DeregisterImage(image.id(), false)));
        case USER_DATA_CHANGES -> userData++;
        case NOTHING, STATUS_IS_LOST, CALLS_ARE_CUT -> {}
      }
    }

    private ImageCase desired() {
      return new ImageCase(resource);
    }

    /** As {@link BuildObserver} asks. */
    private ObservedImage observed(ImageCase desired) {
      ObservedImage seen = gaze.at(desired);
      boolean stands =
          CurrentImage.byOwnerTags(desired.desired(), desired.recorded(), seen.ownedResources())
                  .isPresent()
              || seen.byId().filter(one -> one.found().isPresent()).isPresent();
      boolean over = desired.recorded().build().map(BuildStatus::imageId).isPresent() && stands;
      List<BuildInstance> builders = fleet.visible();
      Optional<BuildInstance> present =
          new ObservedBuild(builders, Optional.empty(), Optional.empty()).of(desired.buildToken());
      ObservedBuild sight =
          new ObservedBuild(
              builders,
              stands ? Optional.empty() : present.map(builder -> fleet.console(builder.id())),
              stands || builders.stream().anyMatch(BuildInstance::live)
                  ? Optional.empty()
                  : Optional.of(Builds.inputs("script " + userData)));
      return new ObservedImage(
          seen.ownedResources(),
          seen.byId(),
          seen.byName(),
          seen.untaggedSnapshots(),
          seen.observedSharing(),
          seen.fastLaunch(),
          seen.observedAt(),
          seen.resolvedImage(),
          over ? Optional.empty() : Optional.of(sight),
          seen.recycleBinState());
    }

    private ExecutionResult carryOut(Plan plan, boolean cut) {
      Optional<String> made = Optional.empty();
      try {
        for (AwsAction awsAction : plan.actions()) {
          made = perform(awsAction);
          assertThat(fleet.standing()).as("builders").isLessThanOrEqualTo(1);
          assertThat(ec2.registered()).as("images").hasSizeLessThanOrEqualTo(1);
          if (cut) {
            break;
          }
        }
        return new ExecutionResult(made, !plan.actions().isEmpty(), plan.readyState());
      } catch (Ec2CallException refused) {
        return ExecutionResult.failure(refused);
      }
    }

    private Optional<String> perform(AwsAction awsAction) {
      switch (awsAction) {
        case InstanceAction.RunInstances request -> fleet.launch(request);
        case InstanceAction.TerminateInstances(var id) -> fleet.terminate(id);
        case ImageCreationAction.CreateImage from -> {
          fleet.checkStopped(from.instanceId());
          return ec2.perform(awsAction);
        }
        default -> {
          return ec2.perform(awsAction);
        }
      }
      return Optional.empty();
    }
  }
}
