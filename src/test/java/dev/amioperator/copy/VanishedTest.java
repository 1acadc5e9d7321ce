package dev.amioperator.copy;

import static dev.amioperator.copy.Plans.AVAILABLE;
import static dev.amioperator.copy.Plans.FAILED;
import static dev.amioperator.copy.Plans.assertVerdict;
import static dev.amioperator.copy.Plans.call;
import static dev.amioperator.copy.Plans.entry;
import static dev.amioperator.copy.Plans.plan;
import static dev.amioperator.copy.Samples.GRACE;
import static dev.amioperator.copy.Samples.entryOf;
import static dev.amioperator.copy.Samples.knowing;
import static dev.amioperator.copy.Samples.missedFor;
import static dev.amioperator.copy.Samples.seen;
import static dev.amioperator.copy.Samples.snapshotOf;
import static dev.amioperator.copy.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.recyclebin.RecycleBinState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Copies that the status names and that no longer carry our tags. */
class VanishedTest {
  @Test
  void aMissedCopyIsNotGoneYet() {
    RegionPlan once = plan(target(entryOf(AVAILABLE)), knowing(missedFor(GRACE, 1)));
    RegionPlan lately =
        plan(target(entryOf(AVAILABLE)), knowing(missedFor(Duration.ofSeconds(5), 3)));

    assertThat(List.of(once, lately))
        .allSatisfy(
            plan -> {
              assertThat(plan.plan().actions()).isEmpty();
              assertVerdict(plan, ReadyState.Reconciling.class, Reason.Observing, "ami-new");
              assertThat(entry(plan).imageId()).isEqualTo("ami-new");
            });
  }

  @Test
  void aCopyGoneForGoodIsMadeAgainAndItsSnapshotsAreLeftAlone() {
    RegionPlan plan =
        plan(
            target(entryOf(AVAILABLE, snapshotOf(AVAILABLE))),
            knowing(Samples.gone(), snapshotOf(AVAILABLE)));

    assertThat(plan.plan().actions()).isEmpty();
    assertThat(entry(plan).state()).isEqualTo("Queued");
    assertThat(entry(plan).previousImageId()).isEqualTo("ami-new");
    call(plan(target(entry(plan)), seen(List.of(), snapshotOf(AVAILABLE))));
  }

  @Test
  void aCopyInTheRecycleBinComesBackAndIsNotMadeAgain() {
    RegionPlan plan = plan(target(entryOf(AVAILABLE)), Samples.left(binned("ami-new")));

    assertThat(plan.plan().actions())
        .containsExactly(new ImageAction.RestoreImageFromRecycleBin("ami-new"));
    assertVerdict(plan, ReadyState.Reconciling.class, Reason.Restoring, "ami-new");
    assertThat(entry(plan).imageId()).isEqualTo("ami-new");
    assertThat(entry(plan).state()).isEqualTo("Gone");
  }

  @Test
  void withoutThePermissionToLookItIsMadeAgainAndTheRegionSaysSo() {
    RegionPlan plan =
        plan(
            target(entryOf(AVAILABLE)),
            Samples.left(new RecycleBinState.Inaccessible("needs ec2:ListImagesInRecycleBin")));

    assertThat(entry(plan).state()).isEqualTo("Queued");
    assertVerdict(
        plan, ReadyState.Reconciling.class, Reason.Copying, "needs ec2:ListImagesInRecycleBin");
  }

  @Test
  void onlyACopyOfTheSameSourceThatDidNotFailIsBroughtBack() {
    assertThat(target(entryOf(AVAILABLE)).imageToRestore()).contains(AVAILABLE.id());
    assertThat(target(entryOf(FAILED)).imageToRestore()).isEmpty();
    assertThat(target(null).imageToRestore()).isEmpty();
    assertThat(Samples.copiedFrom(Samples.FORMER_ID, entryOf(AVAILABLE)).imageToRestore())
        .isEmpty();
  }

  private static RecycleBinState binned(String id) {
    return new RecycleBinState.Accessible(
        Presence.of(new RecycleBinEntry(id, "web-42", Optional.empty())), List.of());
  }

  @Test
  void aCopyThatLostItsTagsGetsThemBack() {
    RegionPlan plan = plan(target(entryOf(AVAILABLE)), knowing(stripped("ami-new")));

    assertThat(plan.plan().actions())
        .containsExactly(
            new TagAction.CreateTags(List.of("ami-new"), target(null).attributes("web-42").tags()));
  }

  @Test
  void aCopyThatLostItsTagsIsNotTakenForTheCopyOfAnotherSource() {
    CopyTarget other = Samples.copiedFrom(Samples.FORMER_ID, entryOf(AVAILABLE));
    RegionPlan plan = plan(other, knowing(stripped("ami-new")));

    assertThat(plan.plan().actions()).noneMatch(TagAction.CreateTags.class::isInstance);
  }

  private static Presence<Image> stripped(String id) {
    return new Presence<>(
        Optional.of(Samples.image(id, "web-42", State.AVAILABLE, Map.of(), "snap-of-" + id)),
        Optional.empty(),
        0);
  }
}
