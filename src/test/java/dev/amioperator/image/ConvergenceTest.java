package dev.amioperator.image;

import static dev.amioperator.testing.Examples.ACCOUNT;
import static dev.amioperator.testing.Examples.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.attributes.AllowedPlan;
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
import java.time.Duration;
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
 * Whatever an AmiImage asks for, whatever is found in EC2 and gets lost on the way: it comes to
 * rest, Ready and true or Stalled with a reason, there is never a second image, and nothing is
 * touched that is not its own.
 */
class ConvergenceTest {
  private static final int ROUNDS = 170;
  private static final int ROUNDS_OF_PEACE = 10;
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final ReadyState NOT_ALLOWED =
      new ReadyState.Stalled(Reason.NotAllowed, "sharing is not allowed");

  /** What goes wrong in one round. */
  enum Mishap {
    NONE,
    /** The process dies after its calls and before the status is written. */
    STATUS_LOST,
    /** The process dies after its first call. */
    CALLS_CUT
  }

  @Property(tries = 400)
  void plansEndInPeaceFromWhateverIsFound(
      @ForAll("specs") AmiImageSpec spec,
      @ForAll("statuses") Optional<AmiImageStatus> status,
      @ForAll("worlds") List<Conjectures.Found> found,
      @ForAll @Size(max = 20) List<Mishap> mishaps,
      @ForAll @IntRange(max = 3) int lag,
      @ForAll @IntRange(max = 2) int failures,
      @ForAll boolean windows,
      @ForAll boolean allowed) {
    TinyRegion ec2 = new TinyRegion(lag, failures, windows);
    Conjectures.populate(ec2, found, spec);
    Run run = new Run(ec2, Cases.resource(spec, status.orElse(null)), allowed);

    for (int round = 0; round < ROUNDS; round++) {
      run.step(round < mishaps.size() ? mishaps.get(round) : Mishap.NONE);
      ec2.pass();
    }

    Plan end = run.plan();
    assertThat(end.actions()).as("%s", end.readyState()).isEmpty();
    assertThat(end.readyState()).isInstanceOfAny(ReadyState.Ready.class, ReadyState.Stalled.class);
    assertThat(end.readyState().message()).isNotBlank();
    if (end.readyState() instanceof ReadyState.Ready) {
      run.assertTrue(spec);
    }
    for (int round = 0; round < ROUNDS_OF_PEACE; round++) {
      run.step(Mishap.NONE);
      assertThat(run.plan()).isEqualTo(end);
      ec2.pass();
    }
  }

  /** An object's life over a region. */
  private static final class Run {
    private final TinyRegion ec2;
    private final Gaze gaze;
    private final AmiImage resource;
    private final boolean allowed;

    Run(TinyRegion ec2, AmiImage resource, boolean allowed) {
      this.ec2 = ec2;
      this.gaze = new Gaze(ec2);
      this.resource = resource;
      this.allowed = allowed;
    }

    Plan plan() {
      ImageCase desired = new ImageCase(resource);
      ObservedImage observed = gaze.at(desired);
      return plan(
          desired,
          observed,
          CurrentImage.of(desired.desired(), desired.recorded(), observed, GRACE));
    }

    void step(Mishap mishap) {
      ImageCase desired = new ImageCase(resource);
      ObservedImage observed = gaze.at(desired);
      CurrentImage currentImage =
          CurrentImage.of(desired.desired(), desired.recorded(), observed, GRACE);
      Plan plan = plan(desired, observed, currentImage);
      ExecutionResult executionResult = carryOut(desired, plan, mishap);
      if (mishap == Mishap.NONE) {
        resource.setStatus(
            new AmiImageStatusFactory(resource, ec2.now())
                .fromObservation(
                    ACCOUNT, desired.desired(), observed, currentImage, executionResult)
                .status());
      }
    }

    private Plan plan(ImageCase desired, ObservedImage observed, CurrentImage currentImage) {
      Plan plan =
          ImagePlanner.plan(
              desired.desired(),
              desired.recorded(),
              observed,
              currentImage,
              ACCOUNT,
              GRACE,
              ec2.now());
      return allowed ? plan : AllowedPlan.of(plan, NOT_ALLOWED);
    }

    private ExecutionResult carryOut(ImageCase desired, Plan plan, Mishap mishap) {
      boolean moved = !plan.actions().isEmpty();
      Optional<String> made = Optional.empty();
      try {
        for (AwsAction awsAction : plan.actions()) {
          assertOwn(desired, awsAction);
          made = ec2.perform(awsAction);
          assertThat(made.isEmpty() || allowed).as("made although refused").isTrue();
          assertThat(ofItsOwn()).as("images of its own").isLessThanOrEqualTo(1);
          if (mishap == Mishap.CALLS_CUT) {
            break;
          }
        }
        return new ExecutionResult(made, moved, plan.readyState());
      } catch (Ec2CallException refused) {
        return new ExecutionResult(made, moved, ErrorReasons.readyState(refused));
      }
    }

    /** Images that were made for it, and may be launched or will be. */
    private long ofItsOwn() {
      return ec2.registered().stream()
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
          || ec2.registered().stream()
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
      assertThat(image || snapshot).as("%s is its own", id).isTrue();
      assertThat(desired.desired().source().observesOnly()).isFalse();
    }

    /** What Ready says, looked up in EC2 and not in the plan. */
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
        assertThat(ec2.launching(image.id()))
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
    return Conjectures.specs();
  }

  @Provide
  Arbitrary<Optional<AmiImageStatus>> statuses() {
    return Conjectures.statuses();
  }

  @Provide
  Arbitrary<List<Conjectures.Found>> worlds() {
    return Conjectures.worlds();
  }
}
