package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.HERE;
import static dev.amioperator.copy.CopyFixtures.NOW;
import static dev.amioperator.copy.CopyFixtures.OWNER;
import static dev.amioperator.copy.CopyFixtures.SOURCE_ID;
import static dev.amioperator.copy.CopyFixtures.copy;
import static dev.amioperator.copy.CopyFixtures.entryOf;
import static dev.amioperator.copy.CopyFixtures.formerCopy;
import static dev.amioperator.copy.CopyFixtures.observed;
import static dev.amioperator.copy.CopyFixtures.queuedEntry;
import static dev.amioperator.copy.CopyFixtures.snapshot;
import static dev.amioperator.copy.CopyFixtures.snapshotOf;
import static dev.amioperator.copy.CopyFixtures.target;
import static dev.amioperator.copy.CopyPlanFixtures.AVAILABLE;
import static dev.amioperator.copy.CopyPlanFixtures.PENDING;
import static dev.amioperator.copy.CopyPlanFixtures.assertReadyState;
import static dev.amioperator.copy.CopyPlanFixtures.entry;
import static dev.amioperator.copy.CopyPlanFixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Plans for existing image copies, and for copies of a former source. */
class CopyPlannerTest {
  @Test
  void reportsProgressBySnapshotSize() {
    Snapshot small = snapshot("snap-of-ami-new", Snapshot.State.COMPLETED, 0, 10, PENDING.tags());
    Snapshot large =
        new Snapshot(
            "snap-2",
            HERE.accountId(),
            Snapshot.State.PENDING,
            20,
            30,
            "Copied for DestinationAmi ami-new from SourceAmi ami-x for SourceSnapshot snap-y.",
            PENDING.tags(),
            Optional.empty());
    Snapshot ofAnother = snapshot("snap-3", Snapshot.State.COMPLETED, 100, 500, PENDING.tags());

    RegionPlan plan =
        plan(target(queuedEntry("web-42", null)), observed(PENDING, small, large, ofAnother));

    assertThat(plan.plan().actions()).isEmpty();
    assertThat(entry(plan).progress()).isEqualTo(40);
    assertThat(entry(plan).imageId()).isEqualTo("ami-new");
    assertThat(entry(plan).state()).isEqualTo("pending");
    assertThat(entry(plan).snapshots())
        .extracting(SnapshotEntry::snapshotId)
        .containsExactly("snap-2", "snap-of-ami-new");
    assertReadyState(plan, ReadyState.Reconciling.class, Reason.Copying, "40%");
  }

  @Test
  void leavesMatchingCopyAlone() {
    RegionPlan plan = plan(target(entryOf(AVAILABLE)), observed(AVAILABLE, snapshotOf(AVAILABLE)));

    assertThat(plan.plan().actions()).isEmpty();
    assertThat(plan.plan().readyState()).isInstanceOf(ReadyState.Ready.class);
    assertThat(entry(plan).progress()).isNull();
    assertThat(entry(plan).message()).isNull();
  }

  @Test
  void convergesAttributes() {
    Image drifted =
        CopyFixtures.image(
            "ami-new",
            "web-42",
            State.AVAILABLE,
            OWNER.tags(dev.amioperator.ownership.Owner.Role.COPY, SOURCE_ID.hash()),
            "snap-of-ami-new");

    RegionPlan plan =
        plan(
            target(CopyFixtures.withLaunchPermission("444455556666"), entryOf(AVAILABLE)),
            observed(drifted));

    assertThat(plan.plan().actions())
        .containsExactly(
            new TagAction.CreateTags(
                List.of("ami-new"),
                Map.of(
                    "family",
                    "web",
                    "team",
                    "shop",
                    TagKeys.MADE_AS,
                    HERE.accountId() + "/" + HERE.region() + "/web-42")),
            new ImageAction.ModifyLaunchPermissions(
                "ami-new",
                new LaunchPermissions(false, Set.of("444455556666"), Set.of()),
                LaunchPermissions.NONE),
            new ImageAction.SetDescription("ami-new", "web tier"));
  }

  @Test
  void keepsTagsWhileSourceTagsAreUnknown() {
    ReadyState why = new ReadyState.Stalled(Reason.SourceNotFound, "gone");
    Map<String, String> tags = new TreeMap<>(AVAILABLE.tags());
    tags.put("old-key", "1");
    Image copy = CopyFixtures.image("ami-new", "web-42", State.AVAILABLE, tags, "snap-of-ami-new");
    DesiredCopy desired = CopyFixtures.withLaunchPermission("444455556666");
    CopyTarget target =
        target(desired, new ObservedSource.Unavailable(SOURCE_ID, why), entryOf(copy));

    assertThat(plan(target, observed(copy)).plan().actions())
        .noneMatch(TagAction.DeleteTags.class::isInstance);
    assertThat(plan(target(desired, entryOf(copy)), observed(copy)).plan().actions())
        .contains(new TagAction.DeleteTags(List.of("ami-new"), Set.of("old-key")));
  }

  @Test
  void keepsCopyAfterLostSource() {
    ReadyState why = new ReadyState.Stalled(Reason.SourceNotFound, "gone");
    CopyTarget target =
        target(
            CopyFixtures.desired(),
            new ObservedSource.Unavailable(SOURCE_ID, why),
            entryOf(AVAILABLE));

    assertThat(plan(target, observed(AVAILABLE)).plan().readyState())
        .isInstanceOf(ReadyState.Ready.class);
  }

  @Test
  void stallsForDisabledCopy() {
    assertReadyState(
        plan(target(null), observed(copy("ami-new", State.DISABLED))),
        ReadyState.Stalled.class,
        Reason.ImageDisabled,
        "ami-new");
  }

  @Test
  void usesOlderCopyAndReportsDuplicate() {
    Image younger =
        copy("ami-a", State.AVAILABLE, SOURCE_ID, "web-42-x", NOW.minus(Duration.ofMinutes(1)));

    RegionPlan plan = plan(target(null), observed(List.of(younger, AVAILABLE)));

    assertThat(entry(plan).imageId()).isEqualTo("ami-new");
    assertThat(plan.plan().actions()).isEmpty();
    assertReadyState(plan, ReadyState.Ready.class, Reason.Available, "ami-a");
    assertThat(entry(plan).message()).contains("ami-a");
  }

  @Test
  void keepsCopyNamedInStatus() {
    Image younger =
        copy("ami-a", State.AVAILABLE, SOURCE_ID, "web-42-x", NOW.minus(Duration.ofMinutes(1)));

    assertThat(
            entry(plan(target(entryOf(younger)), observed(List.of(AVAILABLE, younger)))).imageId())
        .isEqualTo("ami-a");
  }

  private final Image old = formerCopy("ami-old");

  @Test
  void keepsOldCopyUntilNewIsAvailable() {
    RegionPlan plan = plan(target(entryOf(old)), observed(List.of(old, PENDING)));

    assertThat(plan.plan().actions()).isEmpty();
    assertThat(entry(plan).imageId()).isEqualTo("ami-new");
    assertThat(entry(plan).superseded()).isNull();
    assertReadyState(plan, ReadyState.Reconciling.class, Reason.Copying, "ami-old stays");
  }

  @Test
  void supersedesOldCopyAndKeepsItsLedger() {
    RegionPlan plan =
        plan(target(entryOf(AVAILABLE)), observed(List.of(old, AVAILABLE), snapshotOf(old)));

    assertThat(plan.plan().actions())
        .containsExactly(
            new TagAction.CreateTags(
                List.of("ami-old", "snap-of-ami-old"), Map.of(TagKeys.ROLE, "superseded")));
    assertThat(entry(plan).superseded())
        .containsExactly(
            new SupersededCopy(
                "ami-old", List.of(new SnapshotEntry("snap-of-ami-old", Origin.CREATED))));
  }
}
