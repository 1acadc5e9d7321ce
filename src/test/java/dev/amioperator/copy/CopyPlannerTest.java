package dev.amioperator.copy;

import static dev.amioperator.copy.Plans.AVAILABLE;
import static dev.amioperator.copy.Plans.PENDING;
import static dev.amioperator.copy.Plans.assertVerdict;
import static dev.amioperator.copy.Plans.entry;
import static dev.amioperator.copy.Plans.plan;
import static dev.amioperator.copy.Samples.HERE;
import static dev.amioperator.copy.Samples.NOW;
import static dev.amioperator.copy.Samples.OWNER;
import static dev.amioperator.copy.Samples.SOURCE_ID;
import static dev.amioperator.copy.Samples.copy;
import static dev.amioperator.copy.Samples.entryOf;
import static dev.amioperator.copy.Samples.formerCopy;
import static dev.amioperator.copy.Samples.queued;
import static dev.amioperator.copy.Samples.seen;
import static dev.amioperator.copy.Samples.snapshot;
import static dev.amioperator.copy.Samples.snapshotOf;
import static dev.amioperator.copy.Samples.target;
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

/** Copies that are there, and those of a former source. */
class CopyPlannerTest {
  @Test
  void aPendingCopyTellsItsProgressByTheSizeOfItsSnapshots() {
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

    RegionPlan plan = plan(target(queued("web-42", null)), seen(PENDING, small, large, ofAnother));

    assertThat(plan.plan().actions()).isEmpty();
    assertThat(entry(plan).progress()).isEqualTo(40);
    assertThat(entry(plan).imageId()).isEqualTo("ami-new");
    assertThat(entry(plan).state()).isEqualTo("pending");
    assertThat(entry(plan).snapshots())
        .extracting(SnapshotEntry::snapshotId)
        .containsExactly("snap-2", "snap-of-ami-new");
    assertVerdict(plan, ReadyState.Reconciling.class, Reason.Copying, "40%");
  }

  @Test
  void anAvailableCopyThatMatchesIsLeftAlone() {
    RegionPlan plan = plan(target(entryOf(AVAILABLE)), seen(AVAILABLE, snapshotOf(AVAILABLE)));

    assertThat(plan.plan().actions()).isEmpty();
    assertThat(plan.plan().readyState()).isInstanceOf(ReadyState.Ready.class);
    assertThat(entry(plan).progress()).isNull();
    assertThat(entry(plan).message()).isNull();
  }

  @Test
  void attributesConverge() {
    Image drifted =
        Samples.image(
            "ami-new",
            "web-42",
            State.AVAILABLE,
            OWNER.tags(dev.amioperator.ownership.Owner.Role.COPY, SOURCE_ID.hash()),
            "snap-of-ami-new");

    RegionPlan plan =
        plan(target(Samples.sharedWith("444455556666"), entryOf(AVAILABLE)), seen(drifted));

    assertThat(plan.plan().actions())
        .containsExactly(
            new TagAction.CreateTags(
                List.of("ami-new"),
                Map.of(
                    "family", "web", "team", "shop", TagKeys.MADE_AS, HERE.region() + "/web-42")),
            new ImageAction.ModifyLaunchPermissions(
                "ami-new",
                new LaunchPermissions(false, Set.of("444455556666"), Set.of()),
                LaunchPermissions.NONE),
            new ImageAction.SetDescription("ami-new", "web tier"));
  }

  @Test
  void noTagIsTakenAwayWhileTheSourcesTagsAreNotKnown() {
    ReadyState why = new ReadyState.Stalled(Reason.SourceNotFound, "gone");
    Map<String, String> tags = new TreeMap<>(AVAILABLE.tags());
    tags.put("old-key", "1");
    Image copy = Samples.image("ami-new", "web-42", State.AVAILABLE, tags, "snap-of-ami-new");
    DesiredCopy desired = Samples.sharedWith("444455556666");
    CopyTarget target =
        target(desired, new ObservedSource.Unavailable(SOURCE_ID, why), entryOf(copy));

    assertThat(plan(target, seen(copy)).plan().actions())
        .noneMatch(TagAction.DeleteTags.class::isInstance);
    assertThat(plan(target(desired, entryOf(copy)), seen(copy)).plan().actions())
        .contains(new TagAction.DeleteTags(List.of("ami-new"), Set.of("old-key")));
  }

  @Test
  void aLostSourceDoesNotDisturbACopy() {
    ReadyState why = new ReadyState.Stalled(Reason.SourceNotFound, "gone");
    CopyTarget target =
        target(
            Samples.desired(), new ObservedSource.Unavailable(SOURCE_ID, why), entryOf(AVAILABLE));

    assertThat(plan(target, seen(AVAILABLE)).plan().readyState())
        .isInstanceOf(ReadyState.Ready.class);
  }

  @Test
  void aDisabledCopyStalls() {
    assertVerdict(
        plan(target(null), seen(copy("ami-new", State.DISABLED))),
        ReadyState.Stalled.class,
        Reason.ImageDisabled,
        "ami-new");
  }

  @Test
  void ofTwoCopiesTheOlderIsOursAndTheOtherIsTold() {
    Image younger =
        copy("ami-a", State.AVAILABLE, SOURCE_ID, "web-42-x", NOW.minus(Duration.ofMinutes(1)));

    RegionPlan plan = plan(target(null), seen(List.of(younger, AVAILABLE)));

    assertThat(entry(plan).imageId()).isEqualTo("ami-new");
    assertThat(plan.plan().actions()).isEmpty();
    assertVerdict(plan, ReadyState.Ready.class, Reason.Available, "ami-a");
    assertThat(entry(plan).message()).contains("ami-a");
  }

  @Test
  void theOneThatTheStatusNamesStays() {
    Image younger =
        copy("ami-a", State.AVAILABLE, SOURCE_ID, "web-42-x", NOW.minus(Duration.ofMinutes(1)));

    assertThat(entry(plan(target(entryOf(younger)), seen(List.of(AVAILABLE, younger)))).imageId())
        .isEqualTo("ami-a");
  }

  private final Image old = formerCopy("ami-old");

  @Test
  void theOldCopyStaysUntouchedUntilTheNewOneIsAvailable() {
    RegionPlan plan = plan(target(entryOf(old)), seen(List.of(old, PENDING)));

    assertThat(plan.plan().actions()).isEmpty();
    assertThat(entry(plan).imageId()).isEqualTo("ami-new");
    assertThat(entry(plan).superseded()).isNull();
    assertVerdict(plan, ReadyState.Reconciling.class, Reason.Copying, "ami-old stays");
  }

  @Test
  void thenTheOldCopyIsMarkedSupersededAndKeepsItsLedger() {
    RegionPlan plan =
        plan(target(entryOf(AVAILABLE)), seen(List.of(old, AVAILABLE), snapshotOf(old)));

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
