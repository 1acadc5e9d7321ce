package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.FORMER_ID;
import static dev.amioperator.copy.CopyFixtures.GRACE;
import static dev.amioperator.copy.CopyFixtures.NOW;
import static dev.amioperator.copy.CopyFixtures.OWNER;
import static dev.amioperator.copy.CopyFixtures.SOURCE_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.ImageCreationAction.CopyImage;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Convergence of an AmiCopy to a single image copy from any initial state and with any fault. */
class CopyConvergenceTest {
  private static final int ROUNDS = 80;
  private static final int ROUNDS_OF_PEACE = 15;

  /** Faults injected into a reconciliation. */
  enum InjectedFault {
    NONE,
    /** The process ends after its calls and before the status is written. */
    STATUS_LOST,
    /** The process ends after its first call. */
    CALLS_CUT
  }

  @Property(tries = 500)
  void convergesToOneCopy(
      @ForAll("images") List<Image> found,
      @ForAll("entries") Optional<RegionStatus> entry,
      @ForAll @Size(max = 30) List<InjectedFault> mishaps,
      @ForAll @IntRange(max = 3) int lag,
      @ForAll @IntRange(max = 2) int failures) {
    FakeEc2 ec2 = new FakeEc2(lag, failures);
    found.forEach(ec2::add);
    long mostEver = Math.max(1, copies(ec2));
    Optional<RegionStatus> status = entry;

    for (int round = 0; round < ROUNDS; round++) {
      status = step(ec2, status, round < mishaps.size() ? mishaps.get(round) : InjectedFault.NONE);
      assertThat(copies(ec2)).as("copies in round %d", round).isLessThanOrEqualTo(mostEver);
      ec2.advanceMinute();
    }

    assertSettled(ec2, status);
    for (int round = 0; round < ROUNDS_OF_PEACE; round++) {
      RegionPlan plan = plan(ec2, status);
      assertThat(plan.plan().actions()).isEmpty();
      assertThat(status).contains(plan.regionStatus());
      ec2.advanceMinute();
    }
  }

  @Property(tries = 200)
  void neverCopiesWhatCannotBeShared(
      @ForAll("images") List<Image> found, @ForAll("entries") Optional<RegionStatus> entry) {
    FakeEc2 ec2 = new FakeEc2(0, 0);
    found.forEach(ec2::add);
    CopyTarget target =
        CopyFixtures.target(CopyFixtures.withLaunchPermission("444455556666"), entry.orElse(null));

    RegionPlan plan =
        CopyPlanner.plan(
            target, CopyFixtures.withAwsManagedKey(ec2.observe(target)), GRACE, ec2.now());

    assertThat(plan.plan().actions()).noneMatch(CopyImage.class::isInstance);
    assertThat(copies(ec2) > 0 || !plan.plan().actions().isEmpty() || !ready(plan)).isTrue();
  }

  private static boolean ready(RegionPlan plan) {
    return plan.plan().readyState() instanceof ReadyState.Ready;
  }

  private static void assertSettled(FakeEc2 ec2, Optional<RegionStatus> status) {
    ReadyState readyState = plan(ec2, status).plan().readyState();
    boolean taken = copies(ec2) == 0;
    boolean disabled = ec2.images().stream().anyMatch(i -> i.state() == State.DISABLED);
    if (readyState instanceof ReadyState.Stalled(Reason reason, String message)) {
      assertThat(reason == Reason.NameTaken ? taken : disabled && reason == Reason.ImageDisabled)
          .as(message)
          .isTrue();
      return;
    }
    assertThat(readyState).isInstanceOf(ReadyState.Ready.class);
    assertThat(copies(ec2)).isPositive();
    assertThat(ec2.images()).noneMatch(image -> image.state().failed());
    assertThat(ec2.images())
        .filteredOn(image -> FORMER_ID.hash().equals(image.tags().get(TagKeys.SOURCE)))
        .allMatch(image -> "superseded".equals(image.tags().get(TagKeys.ROLE)));
  }

  private static Optional<RegionStatus> step(
      FakeEc2 ec2, Optional<RegionStatus> status, InjectedFault mishap) {
    RegionPlan plan = plan(ec2, status);
    RegionStatus next = plan.regionStatus();
    assertRequestRecorded(status, plan);
    try {
      for (AwsAction awsAction : calls(plan, mishap)) {
        next =
            ec2.execute(awsAction)
                .map(id -> RegionStatusFactory.created(plan.regionStatus(), id))
                .orElse(next);
      }
    } catch (Ec2CallException refused) {
      return Optional.of(plan.regionStatus());
    }
    return mishap == InjectedFault.NONE ? Optional.of(next) : status;
  }

  /** No copy is requested or forgotten without a record in the status that came before. */
  private static void assertRequestRecorded(Optional<RegionStatus> status, RegionPlan plan) {
    boolean recorded = status.filter(RegionStatusFactory::mayHaveCopies).isPresent();
    if (plan.plan().actions().stream().anyMatch(CopyImage.class::isInstance)) {
      assertThat(recorded).as("recorded before CopyImage").isTrue();
    }
    if (recorded) {
      assertThat(RegionStatusFactory.mayHaveCopies(plan.regionStatus())).isTrue();
    }
  }

  private static List<AwsAction> calls(RegionPlan plan, InjectedFault mishap) {
    List<AwsAction> actions = plan.plan().actions();
    return mishap == InjectedFault.CALLS_CUT ? actions.stream().limit(1).toList() : actions;
  }

  private static RegionPlan plan(FakeEc2 ec2, Optional<RegionStatus> status) {
    CopyTarget target = CopyFixtures.target(status.orElse(null));
    return CopyPlanner.plan(target, ec2.observe(target), GRACE, ec2.now());
  }

  /** Live images of the desired source. */
  private static long copies(FakeEc2 ec2) {
    return ec2.images().stream()
        .filter(image -> OWNER.owns(image) && !image.state().failed())
        .filter(image -> SOURCE_ID.hash().equals(image.tags().get(TagKeys.SOURCE)))
        .count();
  }

  @Provide
  Arbitrary<List<Image>> images() {
    Arbitrary<Image> ours =
        Combinators.combine(
                Arbitraries.of("ami-1", "ami-2", "ami-3"),
                Arbitraries.of(State.PENDING, State.AVAILABLE, State.DISABLED, State.FAILED),
                Arbitraries.of(SOURCE_ID, FORMER_ID),
                Arbitraries.of("web-42", "web-42-9abcdef0", "another"),
                Arbitraries.integers().between(0, 30))
            .as(
                (id, state, source, name, age) ->
                    CopyFixtures.copy(id, state, source, name, NOW.minus(Duration.ofMinutes(age))));
    Arbitrary<Image> foreign =
        Arbitraries.of("web-42", "web-42-9abcdef0", "unrelated")
            .map(
                name ->
                    CopyFixtures.image(
                        "ami-foreign", name, State.AVAILABLE, Map.of(), "snap-of-ami-foreign"));
    return Arbitraries.frequencyOf(Tuple.of(5, ours), Tuple.of(1, foreign)).list().ofMaxSize(4);
  }

  @Provide
  Arbitrary<Optional<RegionStatus>> entries() {
    Arbitrary<RegionStatus> queued =
        Combinators.combine(
                Arbitraries.of("web-42", "web-42-9abcdef0", "stale").injectNull(0.3),
                Arbitraries.of("ami-1", "ami-before").injectNull(0.5))
            .as(CopyFixtures::queuedEntry);
    Arbitrary<RegionStatus> known =
        Combinators.combine(
                Arbitraries.of("ami-1", "ami-2", "ami-vanished"),
                Arbitraries.of(State.PENDING, State.AVAILABLE, State.FAILED))
            .as((id, state) -> CopyFixtures.entryOf(CopyFixtures.copy(id, state)));
    return Arbitraries.oneOf(queued, known).optional();
  }
}
