package dev.amioperator.image;

import static dev.amioperator.image.ImagePlanFixtures.GRACE;
import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.attributes.AllowlistPlanFilter;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.DeregistrationProtection;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Convergence of an AmiImage from any state of EC2 and with any fault. It ends Ready and correct,
 * or Stalled with a reason; there is never a second image, and foreign resources stay untouched.
 */
class ImageConvergenceTest {
  private static final int ROUNDS = 170;
  private static final int ROUNDS_OF_PEACE = 10;
  private static final ReadyState NOT_ALLOWED =
      new ReadyState.Stalled(Reason.NotAllowed, "sharing is not allowed");

  /** Faults injected into a reconciliation. */
  enum InjectedFault {
    NONE,
    /** The process ends after its calls and before the status is written. */
    STATUS_LOST,
    /** The process ends after its first call. */
    CALLS_CUT
  }

  @Property(tries = 400)
  void convergesFromAnyState(
      @ForAll("specs") AmiImageSpec spec,
      @ForAll("statuses") Optional<AmiImageStatus> status,
      @ForAll("existingImages") List<ImageArbitraries.ExistingImage> found,
      @ForAll @Size(max = 20) List<InjectedFault> mishaps,
      @ForAll @IntRange(max = 3) int lag,
      @ForAll @IntRange(max = 2) int failures,
      @ForAll boolean windows,
      @ForAll boolean allowed) {
    FakeRegion ec2 = new FakeRegion(lag, failures, windows);
    ImageArbitraries.addTo(ec2, found, spec);
    Run run = new Run(ec2, ImageFixtures.resource(spec, status.orElse(null)), allowed);

    for (int round = 0; round < ROUNDS; round++) {
      run.step(round < mishaps.size() ? mishaps.get(round) : InjectedFault.NONE);
      ec2.advanceMinute();
    }

    Plan end = run.plan();
    assertThat(end.actions()).as("%s", end.readyState()).isEmpty();
    assertThat(end.readyState()).isInstanceOfAny(ReadyState.Ready.class, ReadyState.Stalled.class);
    assertThat(end.readyState().message()).isNotBlank();
    if (end.readyState() instanceof ReadyState.Ready) {
      run.assertTrue(spec);
    }
    for (int round = 0; round < ROUNDS_OF_PEACE; round++) {
      run.step(InjectedFault.NONE);
      assertThat(run.plan()).isEqualTo(end);
      ec2.advanceMinute();
    }
  }

  /** A simulated run of an AmiImage in an EC2 region. */
  private static final class Run {
    private final FakeRegion ec2;
    private final FakeImageObserver imageObserver;
    private final AmiImage resource;
    private final boolean allowed;

    Run(FakeRegion ec2, AmiImage resource, boolean allowed) {
      this.ec2 = ec2;
      this.imageObserver = new FakeImageObserver(ec2);
      this.resource = resource;
      this.allowed = allowed;
    }

    Plan plan() {
      ImageCase desired = new ImageCase(resource);
      ObservedImage observed = imageObserver.observe(desired);
      return plan(
          desired,
          observed,
          CurrentImage.of(desired.desired(), desired.recorded(), observed, GRACE));
    }

    void step(InjectedFault mishap) {
      ImageCase desired = new ImageCase(resource);
      ObservedImage observed = imageObserver.observe(desired);
      CurrentImage currentImage =
          CurrentImage.of(desired.desired(), desired.recorded(), observed, GRACE);
      Plan plan = plan(desired, observed, currentImage);
      ExecutionResult executionResult = execute(desired, plan, mishap);
      if (mishap == InjectedFault.NONE) {
        resource.setStatus(
            new AmiImageStatusFactory(resource, ec2.now())
                .fromObservation(
                    ACCOUNT, desired.desired(), observed, currentImage, executionResult)
                .status());
      }
    }

    private Plan plan(ImageCase desired, ObservedImage observed, CurrentImage currentImage) {
      Plan plan =
          ImagePlanFixtures.plan(
              desired,
              observed,
              currentImage,
              ec2.now(),
              allowed ? ImagePlanFixtures.ALLOWING : ImagePlanFixtures.REFUSING);
      return allowed ? plan : AllowlistPlanFilter.of(plan, NOT_ALLOWED);
    }

    private ExecutionResult execute(ImageCase desired, Plan plan, InjectedFault mishap) {
      boolean moved = !plan.actions().isEmpty();
      Optional<String> made = Optional.empty();
      try {
        for (AwsAction awsAction : plan.actions()) {
          assertOwn(desired, awsAction);
          made = ec2.execute(awsAction);
          assertThat(made.isEmpty() || allowed).as("created although refused").isTrue();
          assertThat(ownImages()).as("owned images").isLessThanOrEqualTo(1);
          if (mishap == InjectedFault.CALLS_CUT) {
            break;
          }
        }
        return new ExecutionResult(made, moved, plan.readyState());
      } catch (Ec2CallException refused) {
        return new ExecutionResult(made, moved, ErrorReasons.readyState(refused));
      }
    }

    /** Images created for the object that are available or pending. */
    private long ownImages() {
      return ec2.images().stream()
          .filter(image -> image.id().startsWith("ami-made-") && image.state().live())
          .count();
    }

    private void assertOwn(ImageCase desired, AwsAction awsAction) {
      switch (awsAction) {
        case TagAction.DeleteTags(var ids, var keys) -> ids.forEach(id -> assertOwns(desired, id));
        case ImageAction imageAction -> assertOwns(desired, imageAction.imageId());
        case SnapshotAction.DeleteSnapshot(var id) -> assertOwns(desired, id);
        case SnapshotAction.ModifySnapshotAttribute(var id, var add, var remove) ->
            assertOwns(desired, id);
        case TagAction.CreateTags(var ids, var tags) ->
            ids.stream()
                .filter(
                    id ->
                        !desired.recorded().idToObserve(desired.desired()).equals(Optional.of(id)))
                .filter(id -> !handedOver(desired, id))
                .forEach(id -> assertOwns(desired, id));
        default -> assertThat(desired.desired().source().observesOnly()).isFalse();
      }
    }

    private boolean handedOver(ImageCase desired, String snapshotId) {
      return desired.desired().source().handedOverSnapshots().contains(snapshotId)
          || ec2.images().stream()
              .filter(
                  image ->
                      desired
                          .recorded()
                          .idToObserve(desired.desired())
                          .equals(Optional.of(image.id())))
              .anyMatch(image -> image.snapshotIds().contains(snapshotId));
    }

    private void assertOwns(ImageCase desired, String id) {
      boolean image = ec2.image(id).filter(OWNER::owns).isPresent();
      boolean snapshot =
          Optional.ofNullable(ec2.snapshots().get(id)).filter(OWNER::owns).isPresent();
      assertThat(image || snapshot).as("%s is owned", id).isTrue();
      assertThat(desired.desired().source().observesOnly()).isFalse();
    }

    /** Compares a Ready object with the image in EC2, independently of the plan. */
    void assertTrue(AmiImageSpec spec) {
      Image image = ec2.image(resource.getStatus().imageId()).orElseThrow();
      boolean disabled = Boolean.TRUE.equals(spec.disabled());
      assertThat(image.state()).isEqualTo(disabled ? State.DISABLED : State.AVAILABLE);
      if (spec.description() != null) {
        assertThat(image.description()).isEqualTo(spec.description());
      }
      if (spec.tags() != null) {
        assertThat(image.tags()).containsAllEntriesOf(spec.tags());
      }
      if (spec.imdsSupport() != null) {
        assertThat(image.settings().imdsV2()).isTrue();
      }
      if (spec.deregistrationProtection() != null) {
        assertThat(image.settings().protection() != DeregistrationProtection.DISABLED)
            .isEqualTo(spec.deregistrationProtection().enabled());
      }
      if (spec.launchPermissions() != null && !disabled) {
        List<String> accounts = spec.launchPermissions().accountIds();
        assertThat(ec2.launchPermissions(image.id()))
            .isEqualTo(
                new LaunchPermissions(
                    Boolean.TRUE.equals(spec.launchPermissions().isPublic()),
                    accounts == null ? Set.of() : Set.copyOf(accounts),
                    Set.of()));
      }
      if (spec.fastLaunch() != null && !disabled) {
        assertThat(ec2.fastLaunch(image.id()).state().value())
            .isEqualTo(spec.fastLaunch().enabled() ? "enabled" : "off");
      }
    }
  }

  @Provide
  Arbitrary<AmiImageSpec> specs() {
    return ImageArbitraries.specs();
  }

  @Provide
  Arbitrary<Optional<AmiImageStatus>> statuses() {
    return ImageArbitraries.statuses();
  }

  @Provide
  Arbitrary<List<ImageArbitraries.ExistingImage>> existingImages() {
    return ImageArbitraries.existingImages();
  }
}
