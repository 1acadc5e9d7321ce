package dev.amioperator.copy;

import static dev.amioperator.copy.Samples.GRACE;
import static dev.amioperator.copy.Samples.HERE;
import static dev.amioperator.copy.Samples.NOW;
import static dev.amioperator.copy.Samples.OWNER;
import static dev.amioperator.copy.Samples.SOURCE;
import static dev.amioperator.copy.Samples.SOURCE_ID;
import static dev.amioperator.copy.Samples.copy;
import static dev.amioperator.copy.Samples.entryOf;
import static dev.amioperator.copy.Samples.formerCopy;
import static dev.amioperator.copy.Samples.knowing;
import static dev.amioperator.copy.Samples.missedFor;
import static dev.amioperator.copy.Samples.nothing;
import static dev.amioperator.copy.Samples.queued;
import static dev.amioperator.copy.Samples.seen;
import static dev.amioperator.copy.Samples.snapshot;
import static dev.amioperator.copy.Samples.snapshotOf;
import static dev.amioperator.copy.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.Binned;
import dev.amioperator.ec2.Ec2Writes.FromImage;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.Presence;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagKeys;
import dev.amioperator.lifecycle.Action;
import dev.amioperator.lifecycle.Reason;
import dev.amioperator.lifecycle.Remains;
import dev.amioperator.lifecycle.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CopyPlannerTest {
  private static final Image PENDING = copy("ami-new", State.PENDING);
  private static final Image AVAILABLE = copy("ami-new", State.AVAILABLE);
  private static final Image FAILED = copy("ami-bad", State.FAILED);

  private static RegionPlan plan(Target target, Observed observed) {
    return CopyPlanner.plan(target, observed, GRACE, NOW);
  }

  private static RegionStatus entry(RegionPlan plan) {
    return plan.entry();
  }

  private static FromImage call(RegionPlan plan) {
    assertThat(plan.plan().actions()).singleElement().isInstanceOf(Action.Copy.class);
    return ((Action.Copy) plan.plan().actions().getFirst()).request();
  }

  private static void assertVerdict(
      RegionPlan plan, Class<? extends Verdict> kind, Reason reason, String... words) {
    assertThat(plan.plan().verdict()).isInstanceOf(kind);
    assertThat(plan.plan().verdict().reason()).isEqualTo(reason);
    assertThat(plan.plan().verdict().message()).contains(words);
  }

  @Nested
  class WithoutACopy {
    @Test
    void theStatusAnnouncesTheCopyBeforeEc2IsAskedForIt() {
      RegionPlan first = plan(target(null), nothing());

      assertThat(first.plan().actions()).isEmpty();
      assertThat(entry(first).state()).isEqualTo("Queued");
      assertThat(entry(first).imageName()).isEqualTo("web-42");
      assertThat(call(plan(target(entry(first)), nothing())).name()).isEqualTo("web-42");
    }

    @Test
    void theCallCarriesSourceAndOwnershipTags() {
      FromImage call = call(plan(target(queued("web-42", null)), nothing()));

      assertThat(call.sourceImageId()).isEqualTo(SOURCE_ID.imageId());
      assertThat(call.sourceRegion()).isEqualTo("eu-west-1");
      assertThat(call.tags())
          .containsEntry("team", "shop")
          .containsEntry(TagKeys.RESOURCE, OWNER.resource())
          .containsEntry(TagKeys.ROLE, "copy")
          .containsEntry(TagKeys.SOURCE, SOURCE_ID.hash());
    }

    @Test
    void sourceTagsComeAlongWithoutTheReservedOnes() {
      Image source =
          Samples.image(
              SOURCE_ID.imageId(),
              "web-42",
              State.AVAILABLE,
              Map.of(
                  "family", "web", "team", "base", "aws:x", "1", TagKeys.RESOURCE, "AmiImage/a/b"),
              "snap-src");
      Target target =
          new Target(
              Samples.sharedWith("444455556666"),
              SOURCE_ID,
              new Source.Available(SOURCE_ID, source),
              HERE,
              Optional.of(queued("web-42", null)));

      assertThat(call(plan(target, nothing())).tags())
          .containsEntry("family", "web")
          .containsEntry("team", "shop")
          .containsEntry(TagKeys.RESOURCE, OWNER.resource())
          .doesNotContainKey("aws:x");
    }

    @Test
    void theSameCallIsMadeWithTheSameToken() {
      Target target = target(queued("web-42", null));

      assertThat(call(plan(target, nothing()))).isEqualTo(call(plan(target, nothing())));
    }

    @Test
    void anotherPlaceOrAnEarlierFailureMakesAnotherToken() {
      String token = call(plan(target(queued("web-42", null)), nothing())).clientToken();
      Target elsewhere =
          new Target(
              Samples.desired(),
              SOURCE_ID,
              new Source.Available(SOURCE_ID, SOURCE),
              new Place("default", HERE.accountId(), "us-west-2"),
              Optional.of(queued("web-42", null)));
      Target again = target(queued("web-42", "ami-bad"));

      assertThat(token).hasSizeLessThanOrEqualTo(64);
      assertThat(call(plan(elsewhere, nothing())).clientToken()).isNotEqualTo(token);
      assertThat(call(plan(again, nothing())).clientToken()).isNotEqualTo(token);
    }

    @Test
    void anUnavailableSourceIsWaitedFor() {
      Verdict why = new Verdict.Waiting(Reason.SourceNotReady, "pending", Duration.ofSeconds(5));
      Target target =
          new Target(
              Samples.desired(),
              SOURCE_ID,
              new Source.Unavailable(SOURCE_ID, why),
              HERE,
              Optional.of(queued("web-42", "ami-bad")));

      RegionPlan plan = plan(target, nothing());

      assertThat(plan.plan().actions()).isEmpty();
      assertThat(plan.plan().verdict()).isEqualTo(why);
      assertThat(entry(plan).imageName())
          .as("a copy that may have been asked for is still looked for")
          .isEqualTo("web-42");
      assertThat(entry(plan).previousImageId()).isEqualTo("ami-bad");
    }

    @Test
    void aNameThatSomebodyElseHasStallsAndSaysWhose() {
      Image theirs =
          Samples.image(
              "ami-other",
              "web-42",
              State.AVAILABLE,
              Map.of(TagKeys.RESOURCE, "AmiImage/other/web", TagKeys.CLUSTER, "c2"),
              "snap-x");

      RegionPlan plan = plan(target(queued("web-42", null)), Samples.nameHeldBy(theirs));

      assertThat(plan.plan().actions()).isEmpty();
      assertVerdict(
          plan,
          Verdict.Stalled.class,
          Reason.NameTaken,
          "ami-other",
          "AmiImage/other/web",
          "us-east-1");
    }

    @Test
    void aDeregisteredImageDoesNotHoldItsName() {
      Image old = Samples.image("ami-o", "web-42", State.DEREGISTERED, Map.of(), "snap-x");

      call(plan(target(queued("web-42", null)), Samples.nameHeldBy(old)));
    }

    @Test
    void ourOwnImageUnderTheNameIsWaitedForNotMadeTwice() {
      RegionPlan plan = plan(target(queued("web-42", null)), Samples.nameHeldBy(PENDING));

      assertThat(plan.plan().actions()).isEmpty();
      assertVerdict(plan, Verdict.Waiting.class, Reason.Observing, "ami-new");
    }

    @Test
    void theNameGetsASuffixWhereItWouldClash() {
      String suffixed = "web-42-9abcdef0";
      Place home = new Place("default", HERE.accountId(), "eu-west-1");
      Target sameRegion =
          new Target(
              Samples.desired(),
              SOURCE_ID,
              new Source.Available(SOURCE_ID, SOURCE),
              home,
              Optional.empty());

      assertThat(entry(plan(sameRegion, nothing())).imageName()).isEqualTo(suffixed);
      assertThat(entry(plan(target(null), seen(formerCopy("ami-old")))).imageName())
          .isEqualTo(suffixed);
      assertThat(entry(plan(target(Samples.named("golden"), null), nothing())).imageName())
          .isEqualTo("golden-9abcdef0");
    }

    @Test
    void anAnnouncedSuffixStaysWhenItsCauseIsGone() {
      assertThat(call(plan(target(queued("web-42-9abcdef0", null)), nothing())).name())
          .isEqualTo("web-42-9abcdef0");
    }

    @Test
    void aFullQueueIsWaitedFor() {
      RegionPlan full = plan(target(queued("web-42", null)), Samples.copying(20));

      assertThat(full.plan().actions()).isEmpty();
      assertVerdict(full, Verdict.Waiting.class, Reason.QuotaExceeded, "20", "us-east-1");
      call(plan(target(queued("web-42", null)), Samples.copying(19)));
    }
  }

  @Nested
  class WithACopy {
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

      RegionPlan plan =
          plan(target(queued("web-42", null)), seen(PENDING, small, large, ofAnother));

      assertThat(plan.plan().actions()).isEmpty();
      assertThat(entry(plan).progress()).isEqualTo(40);
      assertThat(entry(plan).imageId()).isEqualTo("ami-new");
      assertThat(entry(plan).state()).isEqualTo("pending");
      assertThat(entry(plan).snapshots())
          .extracting(SnapshotEntry::snapshotId)
          .containsExactly("snap-2", "snap-of-ami-new");
      assertVerdict(plan, Verdict.Waiting.class, Reason.Copying, "40%");
    }

    @Test
    void anAvailableCopyThatMatchesIsLeftAlone() {
      RegionPlan plan = plan(target(entryOf(AVAILABLE)), seen(AVAILABLE, snapshotOf(AVAILABLE)));

      assertThat(plan.plan().actions()).isEmpty();
      assertThat(plan.plan().verdict()).isInstanceOf(Verdict.Ready.class);
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
              OWNER.tags(dev.amioperator.lifecycle.Owner.Role.COPY, SOURCE_ID.hash()),
              "snap-of-ami-new");

      RegionPlan plan =
          plan(target(Samples.sharedWith("444455556666"), entryOf(AVAILABLE)), seen(drifted));

      assertThat(plan.plan().actions())
          .containsExactly(
              new Action.Tag(List.of("ami-new"), Map.of("family", "web", "team", "shop")),
              new Action.Change(
                  "ami-new",
                  new ImageChange.Share(
                      new LaunchPermissions(false, Set.of("444455556666"), Set.of()),
                      LaunchPermissions.NONE)),
              new Action.Change("ami-new", new ImageChange.Describe("web tier")));
    }

    @Test
    void noTagIsTakenAwayWhileTheSourcesTagsAreNotKnown() {
      Verdict why = new Verdict.Stalled(Reason.SourceNotFound, "gone");
      Map<String, String> tags = new java.util.TreeMap<>(AVAILABLE.tags());
      tags.put("old-key", "1");
      Image copy = Samples.image("ami-new", "web-42", State.AVAILABLE, tags, "snap-of-ami-new");
      Desired desired = Samples.sharedWith("444455556666");
      Target target =
          new Target(
              desired,
              SOURCE_ID,
              new Source.Unavailable(SOURCE_ID, why),
              HERE,
              Optional.of(entryOf(copy)));

      assertThat(plan(target, seen(copy)).plan().actions())
          .noneMatch(Action.Untag.class::isInstance);
      assertThat(plan(target(desired, entryOf(copy)), seen(copy)).plan().actions())
          .contains(new Action.Untag(List.of("ami-new"), Set.of("old-key")));
    }

    @Test
    void aLostSourceDoesNotDisturbACopy() {
      Verdict why = new Verdict.Stalled(Reason.SourceNotFound, "gone");
      Target target =
          new Target(
              Samples.desired(),
              SOURCE_ID,
              new Source.Unavailable(SOURCE_ID, why),
              HERE,
              Optional.of(entryOf(AVAILABLE)));

      assertThat(plan(target, seen(AVAILABLE)).plan().verdict()).isInstanceOf(Verdict.Ready.class);
    }

    @Test
    void aDisabledCopyStalls() {
      assertVerdict(
          plan(target(null), seen(copy("ami-new", State.DISABLED))),
          Verdict.Stalled.class,
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
      assertVerdict(plan, Verdict.Ready.class, Reason.Available, "ami-a");
      assertThat(entry(plan).message()).contains("ami-a");
    }

    @Test
    void theOneThatTheStatusNamesStays() {
      Image younger =
          copy("ami-a", State.AVAILABLE, SOURCE_ID, "web-42-x", NOW.minus(Duration.ofMinutes(1)));

      assertThat(entry(plan(target(entryOf(younger)), seen(List.of(AVAILABLE, younger)))).imageId())
          .isEqualTo("ami-a");
    }
  }

  @Nested
  class WithAChangedSource {
    private final Image old = formerCopy("ami-old");

    @Test
    void theOldCopyStaysUntouchedUntilTheNewOneIsAvailable() {
      RegionPlan plan = plan(target(entryOf(old)), seen(List.of(old, PENDING)));

      assertThat(plan.plan().actions()).isEmpty();
      assertThat(entry(plan).imageId()).isEqualTo("ami-new");
      assertThat(entry(plan).superseded()).isNull();
      assertVerdict(plan, Verdict.Waiting.class, Reason.Copying, "ami-old stays");
    }

    @Test
    void thenItIsMarkedSupersededAndKeepsItsLedger() {
      RegionPlan plan =
          plan(target(entryOf(AVAILABLE)), seen(List.of(old, AVAILABLE), snapshotOf(old)));

      assertThat(plan.plan().actions())
          .containsExactly(
              new Action.Tag(
                  List.of("ami-old", "snap-of-ami-old"), Map.of(TagKeys.ROLE, "superseded")));
      assertThat(entry(plan).superseded())
          .containsExactly(
              new SupersededCopy(
                  "ami-old", List.of(new SnapshotEntry("snap-of-ami-old", Origin.CREATED))));
    }
  }

  @Nested
  class WithAFailedCopy {
    @Test
    void itStallsWithEc2sReasonAndIsKeptForAWhile() {
      RegionPlan plan = plan(target(queued("web-42", null)), seen(FAILED, snapshotOf(FAILED)));

      assertThat(plan.plan().actions()).isEmpty();
      assertVerdict(
          plan,
          Verdict.Stalled.class,
          Reason.ImageFailed,
          "ami-bad",
          "the KMS key is disabled",
          "2026-11-21T12:05:00Z");
      assertThat(entry(plan).state()).isEqualTo("failed");
    }

    @Test
    void afterTenMinutesItGoesWithItsSnapshotsOnceTheLedgerHoldsThem() {
      Image old =
          copy("ami-bad", State.FAILED, SOURCE_ID, "web-42", NOW.minus(Duration.ofMinutes(10)));
      Observed observed = seen(old, snapshotOf(old));

      RegionPlan unannounced = plan(target(queued("web-42", null)), observed);
      RegionPlan announced = plan(target(entry(unannounced)), observed);

      assertThat(unannounced.plan().actions()).isEmpty();
      assertThat(announced.plan().actions())
          .containsExactly(
              new Action.Deregister("ami-bad", false),
              new Action.DeleteSnapshot("snap-of-ami-bad"));
    }

    @Test
    void whatItLeftBehindGoesBeforeTheNextTry() {
      RegionStatus entry = entryOf(FAILED, snapshotOf(FAILED));

      RegionPlan plan = plan(target(entry), knowing(Samples.gone(), snapshotOf(FAILED)));

      assertThat(plan.plan().actions())
          .containsExactly(new Action.DeleteSnapshot("snap-of-ami-bad"));
    }

    @Test
    void theNextTryHasAnotherToken() {
      RegionPlan announced = plan(target(entryOf(FAILED)), knowing(Samples.gone()));

      assertThat(announced.plan().actions()).isEmpty();
      assertThat(entry(announced).previousImageId()).isEqualTo("ami-bad");
      assertThat(call(plan(target(entry(announced)), nothing())).clientToken())
          .isNotEqualTo(call(plan(target(queued("web-42", null)), nothing())).clientToken());
    }
  }

  @Nested
  class WithAVanishedCopy {
    @Test
    void aMissedCopyIsNotGoneYet() {
      RegionPlan once = plan(target(entryOf(AVAILABLE)), knowing(missedFor(GRACE, 1)));
      RegionPlan lately =
          plan(target(entryOf(AVAILABLE)), knowing(missedFor(Duration.ofSeconds(5), 3)));

      assertThat(List.of(once, lately))
          .allSatisfy(
              plan -> {
                assertThat(plan.plan().actions()).isEmpty();
                assertVerdict(plan, Verdict.Waiting.class, Reason.Observing, "ami-new");
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

      assertThat(plan.plan().actions()).containsExactly(new Action.RestoreBinnedImage("ami-new"));
      assertVerdict(plan, Verdict.Waiting.class, Reason.Restoring, "ami-new");
      assertThat(entry(plan).imageId()).isEqualTo("ami-new");
      assertThat(entry(plan).state()).isEqualTo("Gone");
    }

    @Test
    void withoutThePermissionToLookItIsMadeAgainAndTheRegionSaysSo() {
      RegionPlan plan =
          plan(
              target(entryOf(AVAILABLE)),
              Samples.left(new Remains.Hidden("needs ec2:ListImagesInRecycleBin")));

      assertThat(entry(plan).state()).isEqualTo("Queued");
      assertVerdict(
          plan, Verdict.Waiting.class, Reason.Copying, "needs ec2:ListImagesInRecycleBin");
    }

    @Test
    void onlyACopyOfTheSameSourceThatDidNotFailIsBroughtBack() {
      assertThat(target(entryOf(AVAILABLE)).toRestore()).contains(AVAILABLE.id());
      assertThat(target(entryOf(FAILED)).toRestore()).isEmpty();
      assertThat(target(null).toRestore()).isEmpty();
      assertThat(Samples.target(Samples.copied(Samples.FORMER_ID), entryOf(AVAILABLE)).toRestore())
          .isEmpty();
    }

    private static Remains binned(String id) {
      return new Remains.Seen(Presence.of(new Binned(id, "web-42", Optional.empty())), List.of());
    }

    @Test
    void aCopyThatLostItsTagsGetsThemBack() {
      RegionPlan plan = plan(target(entryOf(AVAILABLE)), knowing(stripped("ami-new")));

      assertThat(plan.plan().actions())
          .containsExactly(new Action.Tag(List.of("ami-new"), target(null).attributes().tags()));
    }

    @Test
    void aCopyThatLostItsTagsIsNotTakenForTheCopyOfAnotherSource() {
      Desired other = Samples.copied(Samples.FORMER_ID);
      RegionPlan plan =
          plan(Samples.target(other, entryOf(AVAILABLE)), knowing(stripped("ami-new")));

      assertThat(plan.plan().actions()).noneMatch(Action.Tag.class::isInstance);
    }

    private static Presence<Image> stripped(String id) {
      return new Presence<>(
          Optional.of(Samples.image(id, "web-42", State.AVAILABLE, Map.of(), "snap-of-" + id)),
          Optional.empty(),
          0);
    }
  }
}
