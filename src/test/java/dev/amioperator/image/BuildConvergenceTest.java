package dev.amioperator.image;

import static dev.amioperator.image.ImagePlanFixtures.GRACE;
import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
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
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Convergence of a build under interference and crashes. There is never more than a single build
 * instance and image; in the end no instance remains, and there is an image or a reason.
 */
class BuildConvergenceTest {
  private static final int ROUNDS = 120;

  /** Events injected into a minute of a build. */
  enum InjectedEvent {
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
  void convergesWithoutLeftoverInstances(
      @ForAll @Size(max = 40) List<InjectedEvent> happenings,
      @ForAll @IntRange(max = 1) int lag,
      @ForAll @IntRange(max = 1) int failures) {
    Run run = new Run(lag, failures);

    for (int round = 0; round < ROUNDS; round++) {
      run.runMinute(round < happenings.size() ? happenings.get(round) : InjectedEvent.NOTHING);
    }

    Plan end = run.plan();
    assertThat(end.actions()).as("%s", end.readyState()).isEmpty();
    assertThat(end.readyState()).isInstanceOfAny(ReadyState.Ready.class, ReadyState.Stalled.class);
    assertThat(run.buildInstances.liveCount()).as("remaining build instances").isZero();
  }

  /** A simulated run of an AmiImage build in an EC2 region. */
  private static final class Run {
    private final FakeRegion ec2;
    private final FakeBuildInstances buildInstances;
    private final FakeImageObserver imageObserver;
    private final AmiImage resource = BuildFixtures.resource();
    private int userData;

    Run(int lag, int failures) {
      this.ec2 = new FakeRegion(lag, failures, false);
      this.buildInstances = new FakeBuildInstances(ec2::now, lag);
      this.imageObserver = new FakeImageObserver(ec2);
    }

    void runMinute(InjectedEvent happening) {
      ImageCase desired = desired();
      ObservedImage observed = observed(desired);
      CurrentImage currentImage =
          CurrentImage.of(desired.desired(), desired.recorded(), observed, GRACE);
      Plan plan = ImagePlanFixtures.plan(desired, observed, currentImage, ec2.now());
      ExecutionResult executionResult = execute(plan, happening == InjectedEvent.CALLS_ARE_CUT);
      if (happening != InjectedEvent.CALLS_ARE_CUT && happening != InjectedEvent.STATUS_IS_LOST) {
        resource.setStatus(
            new AmiImageStatusFactory(resource, ec2.now())
                .fromObservation(
                    ACCOUNT, desired.desired(), observed, currentImage, executionResult)
                .status());
      }
      inject(happening);
      ec2.advanceMinute();
      buildInstances.advanceMinute();
    }

    Plan plan() {
      ImageCase desired = desired();
      ObservedImage observed = observed(desired);
      return ImagePlanFixtures.plan(
          desired, observed, ImagePlanFixtures.currentImage(desired, observed), ec2.now());
    }

    private void inject(InjectedEvent happening) {
      switch (happening) {
        case SHUTS_DOWN_MUTE -> buildInstances.shutDown("no space left");
        case SHUTS_DOWN_DONE -> buildInstances.shutDown(BuildFixtures.BUILT);
        case IS_TERMINATED -> buildInstances.terminateAll();
        case IMAGE_IS_DEREGISTERED ->
            ec2.images()
                .forEach(image -> ec2.execute(new ImageAction.DeregisterImage(image.id(), false)));
        case USER_DATA_CHANGES -> userData++;
        case NOTHING, STATUS_IS_LOST, CALLS_ARE_CUT -> {}
      }
    }

    private ImageCase desired() {
      return new ImageCase(resource);
    }

    /** Observes the build instance as {@link BuildObserver} does. */
    private ObservedImage observed(ImageCase desired) {
      ObservedImage seen = imageObserver.observe(desired);
      boolean stands =
          CurrentImage.byOwnerTags(desired.desired(), desired.recorded(), seen.ownedResources())
                  .isPresent()
              || seen.byId().filter(one -> one.found().isPresent()).isPresent();
      boolean over = desired.recorded().build().map(BuildStatus::imageId).isPresent() && stands;
      List<BuildInstance> instances = buildInstances.visible();
      Optional<BuildInstance> present =
          new ObservedBuild(instances, Optional.empty(), Optional.empty()).of(desired.buildToken());
      ObservedBuild sight =
          new ObservedBuild(
              instances,
              stands
                  ? Optional.empty()
                  : present.map(instance -> buildInstances.console(instance.id())),
              stands || instances.stream().anyMatch(BuildInstance::live)
                  ? Optional.empty()
                  : Optional.of(BuildFixtures.inputs("script " + userData)));
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
          seen.source(),
          seen.recycleBinState(),
          seen.failedImageUsage());
    }

    private ExecutionResult execute(Plan plan, boolean cut) {
      Optional<String> made = Optional.empty();
      try {
        for (AwsAction awsAction : plan.actions()) {
          made = executeAction(awsAction);
          assertThat(buildInstances.liveCount()).as("build instances").isLessThanOrEqualTo(1);
          assertThat(ec2.images()).as("images").hasSizeLessThanOrEqualTo(1);
          if (cut) {
            break;
          }
        }
        return new ExecutionResult(made, !plan.actions().isEmpty(), plan.readyState());
      } catch (Ec2CallException refused) {
        return ExecutionResult.failure(refused);
      }
    }

    private Optional<String> executeAction(AwsAction awsAction) {
      switch (awsAction) {
        case InstanceAction.RunInstances request -> buildInstances.launch(request);
        case InstanceAction.TerminateInstances(var id) -> buildInstances.terminate(id);
        case ImageCreationAction.CreateImage from -> {
          buildInstances.assertStopped(from.instanceId());
          return ec2.execute(awsAction);
        }
        default -> {
          return ec2.execute(awsAction);
        }
      }
      return Optional.empty();
    }
  }
}
