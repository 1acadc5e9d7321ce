package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.GRACE;
import static dev.amioperator.copy.CopyFixtures.entryOf;
import static dev.amioperator.copy.CopyFixtures.missed;
import static dev.amioperator.copy.CopyFixtures.observed;
import static dev.amioperator.copy.CopyFixtures.observedById;
import static dev.amioperator.copy.CopyFixtures.snapshotOf;
import static dev.amioperator.copy.CopyFixtures.target;
import static dev.amioperator.copy.CopyPlanFixtures.AVAILABLE;
import static dev.amioperator.copy.CopyPlanFixtures.FAILED;
import static dev.amioperator.copy.CopyPlanFixtures.assertReadyState;
import static dev.amioperator.copy.CopyPlanFixtures.copyImageRequest;
import static dev.amioperator.copy.CopyPlanFixtures.entry;
import static dev.amioperator.copy.CopyPlanFixtures.plan;
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

/** Plans for recorded image copies that are missing or lost their tags. */
class MissingCopyPlannerTest {
  @Test
  void waitsForConfirmedAbsence() {
    RegionPlan once = plan(target(entryOf(AVAILABLE)), observedById(missed(GRACE, 1)));
    RegionPlan lately =
        plan(target(entryOf(AVAILABLE)), observedById(missed(Duration.ofSeconds(5), 3)));

    assertThat(List.of(once, lately))
        .allSatisfy(
            plan -> {
              assertThat(plan.plan().actions()).isEmpty();
              assertReadyState(plan, ReadyState.Reconciling.class, Reason.Observing, "ami-new");
              assertThat(entry(plan).imageId()).isEqualTo("ami-new");
            });
  }

  @Test
  void recreatesMissingCopyAndKeepsSnapshots() {
    RegionPlan plan =
        plan(
            target(entryOf(AVAILABLE, snapshotOf(AVAILABLE))),
            observedById(CopyFixtures.confirmedGone(), snapshotOf(AVAILABLE)));

    assertThat(plan.plan().actions()).isEmpty();
    assertThat(entry(plan).state()).isEqualTo("Queued");
    assertThat(entry(plan).previousImageId()).isEqualTo("ami-new");
    copyImageRequest(plan(target(entry(plan)), observed(List.of(), snapshotOf(AVAILABLE))));
  }

  @Test
  void restoresCopyFromRecycleBin() {
    RegionPlan plan =
        plan(target(entryOf(AVAILABLE)), CopyFixtures.observedRecycleBin(inRecycleBin("ami-new")));

    assertThat(plan.plan().actions())
        .containsExactly(new ImageAction.RestoreImageFromRecycleBin("ami-new"));
    assertReadyState(plan, ReadyState.Reconciling.class, Reason.Restoring, "ami-new");
    assertThat(entry(plan).imageId()).isEqualTo("ami-new");
    assertThat(entry(plan).state()).isEqualTo("Gone");
  }

  @Test
  void recreatesCopyWithoutRecycleBinPermission() {
    RegionPlan plan =
        plan(
            target(entryOf(AVAILABLE)),
            CopyFixtures.observedRecycleBin(
                new RecycleBinState.Inaccessible("needs ec2:ListImagesInRecycleBin")));

    assertThat(entry(plan).state()).isEqualTo("Queued");
    assertReadyState(
        plan, ReadyState.Reconciling.class, Reason.Copying, "needs ec2:ListImagesInRecycleBin");
  }

  @Test
  void restoresOnlySuccessfulCopyOfSameSource() {
    assertThat(target(entryOf(AVAILABLE)).imageToRestore()).contains(AVAILABLE.id());
    assertThat(target(entryOf(FAILED)).imageToRestore()).isEmpty();
    assertThat(target(null).imageToRestore()).isEmpty();
    assertThat(CopyFixtures.copiedFrom(CopyFixtures.FORMER_ID, entryOf(AVAILABLE)).imageToRestore())
        .isEmpty();
  }

  /** The recorded id may have been edited: EC2 lists no tags in the Recycle Bin. */
  @Test
  void restoresNoImageOfAnotherName() {
    CopyTarget target = target(entryOf(AVAILABLE));

    assertThat(
            plan(target, CopyFixtures.observedRecycleBin(inRecycleBin("ami-new", "db-7")))
                .plan()
                .actions())
        .noneMatch(ImageAction.RestoreImageFromRecycleBin.class::isInstance);
  }

  private static RecycleBinState inRecycleBin(String id) {
    return inRecycleBin(id, "web-42");
  }

  private static RecycleBinState inRecycleBin(String id, String name) {
    return new RecycleBinState.Accessible(
        Presence.of(new RecycleBinEntry(id, name, Optional.empty())), List.of());
  }

  @Test
  void restoresLostTags() {
    RegionPlan plan = plan(target(entryOf(AVAILABLE)), observedById(withoutTags("ami-new")));

    assertThat(plan.plan().actions())
        .containsExactly(
            new TagAction.CreateTags(List.of("ami-new"), target(null).attributes("web-42").tags()));
  }

  @Test
  void ignoresUntaggedCopyOfAnotherSource() {
    CopyTarget other = CopyFixtures.copiedFrom(CopyFixtures.FORMER_ID, entryOf(AVAILABLE));
    RegionPlan plan = plan(other, observedById(withoutTags("ami-new")));

    assertThat(plan.plan().actions()).noneMatch(TagAction.CreateTags.class::isInstance);
  }

  private static Presence<Image> withoutTags(String id) {
    return new Presence<>(
        Optional.of(CopyFixtures.image(id, "web-42", State.AVAILABLE, Map.of(), "snap-of-" + id)),
        Optional.empty(),
        0);
  }
}
