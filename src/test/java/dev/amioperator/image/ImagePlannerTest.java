package dev.amioperator.image;

import static dev.amioperator.testing.Examples.ACCOUNT;
import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.created;
import static dev.amioperator.testing.Examples.image;
import static dev.amioperator.testing.Examples.in;
import static dev.amioperator.testing.Examples.ours;
import static dev.amioperator.testing.Examples.snapshotIdOf;
import static dev.amioperator.testing.Examples.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.ec2.Binned;
import dev.amioperator.ec2.ClusterId;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Holdings;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Presence;
import dev.amioperator.lifecycle.Action;
import dev.amioperator.lifecycle.Owner;
import dev.amioperator.lifecycle.Owner.Role;
import dev.amioperator.lifecycle.Permitted;
import dev.amioperator.lifecycle.Plan;
import dev.amioperator.lifecycle.Reason;
import dev.amioperator.lifecycle.Remains;
import dev.amioperator.lifecycle.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImagePlannerTest {
  private static final String ADOPTED = "ami-0000000000000000e";
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Desired INSTANCE = Cases.announced(Cases.fromInstance());
  private static final Remains IN_BIN =
      new Remains.Seen(Presence.of(new Binned("ami-1", "web-42", Optional.empty())), List.of());
  private static final Observed FAILED =
      Cases.observed(
          new Holdings(
              List.of(in(ours("ami-1", INSTANCE.sourceHash()), Image.State.FAILED)),
              List.of(
                  snapshotOf("ami-1", ours("ami-1", INSTANCE.sourceHash()).tags()),
                  snapshotOf("ami-2", ours("ami-1", INSTANCE.sourceHash()).tags()))),
          Optional.empty());
  private static final Observed NOTHING = Cases.observed(Holdings.NONE, Optional.empty());

  @Test
  void nothingIsMadeBeforeTheStatusSaysSo() {
    Plan plan = plan(Cases.fromInstance(), NOTHING);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict()).isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void anImageIsMadeByTheOneCallOfItsSource() {
    assertThat(plan(INSTANCE, NOTHING).actions()).containsExactly(Creation.of(INSTANCE));
  }

  @Test
  void aNameThatSomebodyElsesImageHasStallsAndNamesTheImage() {
    Plan plan = plan(INSTANCE, named(image("ami-7", Image.State.AVAILABLE, Map.of())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict()).isInstanceOf(Verdict.Stalled.class);
    assertThat(plan.verdict().reason()).isEqualTo(Reason.NameTaken);
    assertThat(plan.verdict().message()).contains("ami-7", "web-42", "source.existing");
  }

  @Test
  void anImageOfOursThatOnlyItsNameShowsIsWaitedForAndNotMadeAgain() {
    Plan plan = plan(INSTANCE, named(ours("ami-7", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict()).isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void anImageThatIsOnlyObservedIsNotTouchedThoughItCarriesTheObjectsTags() {
    Desired observing = Cases.announced(Cases.existing(Management.OBSERVE));
    Image tagged = in(ours(ADOPTED, observing.sourceHash()), Image.State.AVAILABLE);
    Observed seen =
        Cases.observed(
            new Holdings(List.of(tagged), List.of()),
            Optional.of(new Presence<>(Optional.of(tagged), Optional.empty(), 0)));
    assertThat(Standing.of(observing, seen, GRACE)).isEqualTo(new Standing.Untagged(tagged));
    assertThat(plan(observing, seen).verdict().message()).contains("only observed");
  }

  @Test
  void aPendingImageIsWaitedFor() {
    Plan plan = plan(INSTANCE, held(in(ours("ami-1", INSTANCE.sourceHash()), Image.State.PENDING)));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict().reason()).isEqualTo(Reason.ImagePending);
  }

  @Test
  void anAvailableImageThatIsAsItShallBeIsReady() {
    Plan plan = plan(INSTANCE, held(ours("ami-1", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict()).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void aSecondImageIsReportedAndLeftAlone() {
    Plan plan =
        plan(
            INSTANCE,
            held(ours("ami-1", INSTANCE.sourceHash()), ours("ami-2", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict().message()).contains("ami-2");
  }

  @Test
  void aFailedImageIsShownFirstAndClearedAwayLater() {
    Image failed = FAILED.holdings().images().getFirst();
    Image fresh = created(failed, NOW.minusSeconds(30));
    Plan shown = plan(INSTANCE, held(fresh));
    assertThat(shown.actions()).isEmpty();
    assertThat(shown.verdict().reason()).isEqualTo(Reason.ImageFailed);

    assertThat(plan(remembering("failed", "snap-1", "snap-2"), FAILED).actions())
        .containsExactly(
            new Action.Deregister("ami-1", false),
            new Action.DeleteSnapshot(snapshotIdOf("ami-1")));
  }

  @Test
  void aFailedImageIsNotClearedAwayBeforeTheStatusHoldsItsSnapshots() {
    for (Desired desired : List.of(INSTANCE, remembering("failed", "snap-1"))) {
      assertThat(plan(desired, FAILED).actions()).isEmpty();
      assertThat(plan(desired, FAILED).verdict()).isInstanceOf(Verdict.Waiting.class);
    }
  }

  @Test
  void whatAFailedImageLeftBehindGoesBeforeAnotherTry() {
    Plan plan = plan(remembering("failed", "snap-1"), left("ami-1"));
    assertThat(plan.actions()).containsExactly(new Action.DeleteSnapshot("snap-1"));
    assertThat(plan.verdict().message()).contains("snap-1");

    assertThat(plan(remembering("failed", "snap-1"), NOTHING).actions())
        .containsExactly(Creation.of(INSTANCE));
  }

  @Test
  void aSnapshotThatTheStatusDoesNotHoldMayBelongToAnImageThatEc2IsMaking() {
    assertThat(plan(remembering("failed", "snap-1"), left("ami-2")).actions())
        .containsExactly(Creation.of(INSTANCE));
  }

  @Test
  void whatIsLeftOfAnImageThatDidNotFailStays() {
    assertThat(plan(remembering("available", "snap-1"), left("ami-1")).actions())
        .containsExactly(Creation.of(INSTANCE));
    assertThat(plan(INSTANCE, left("ami-1")).actions()).containsExactly(Creation.of(INSTANCE));
  }

  @Test
  void whatIsLeftOfALostImageOutlivesAFailedTryToMakeAnother() {
    Desired recreating =
        Cases.remembering(Cases.fromInstance(), "failed", Optional.of("ami-1"), "snap-1");
    assertThat(plan(recreating, left("ami-1")).actions()).containsExactly(Creation.of(INSTANCE));
  }

  @Test
  void anImageLostFromAnInstanceIsNotMadeAgainUnlessSomebodySaysSo() {
    Plan plan = plan(Cases.knowing(Cases.fromInstance(), "ami-1"), gone());
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict().reason()).isEqualTo(Reason.ImageGone);
    assertThat(plan.verdict().message()).contains("amioperator.dev/recreate=ami-1");
  }

  @Test
  void anImageLostFromASnapshotIsMadeAgain() {
    assertThat(plan(Cases.knowing(Cases.fromSnapshot(), "ami-1"), gone()).actions())
        .hasOnlyElementsOfType(Action.RegisterFromSnapshot.class)
        .hasSize(1);
  }

  @Test
  void anImageInTheRecycleBinIsRestoredWhateverItWasMadeOf() {
    for (Desired desired :
        List.of(
            Cases.fromInstance(),
            Cases.fromSnapshot(),
            Cases.of("{objectStorage: {bucket: images, key: web.bin}}"),
            Cases.of("{instanceStore: {manifest: i/web.manifest.xml, architecture: x86_64}}"))) {
      assertThat(plan(Cases.knowing(desired, "ami-1"), gone(IN_BIN)).actions())
          .containsExactly(new Action.RestoreBinnedImage("ami-1"));
    }
    assertThat(plan(Cases.knowing(Cases.existing(Management.ADOPT), ADOPTED), gone(IN_BIN)))
        .extracting(plan -> plan.verdict().reason())
        .isEqualTo(Reason.Restoring);
  }

  @Test
  void nothingIsMadeAgainBeforeTheRecycleBinIsKnownToBeEmpty() {
    Desired known = Cases.knowing(Cases.fromSnapshot(), "ami-1");
    Remains missedOnce = new Remains.Seen(Presence.missed(Optional.empty(), NOW), List.of());
    assertThat(plan(known, gone(missedOnce)).actions()).isEmpty();
    assertThat(plan(known, gone(missedOnce)).verdict()).isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void withoutThePermissionToLookItIsMadeAgainAndTheConditionSaysSo() {
    Remains hidden = new Remains.Hidden("needs ec2:ListImagesInRecycleBin");
    Plan again = plan(Cases.knowing(Cases.fromSnapshot(), "ami-1"), gone(hidden));
    assertThat(again.actions()).hasOnlyElementsOfType(Action.RegisterFromSnapshot.class);
    assertThat(again.verdict().message()).contains("needs ec2:ListImagesInRecycleBin");

    Plan stalled = plan(Cases.knowing(Cases.fromInstance(), "ami-1"), gone(hidden));
    assertThat(stalled.verdict().reason()).isEqualTo(Reason.ImageGone);
    assertThat(stalled.verdict().message()).contains("needs ec2:ListImagesInRecycleBin");
  }

  @Test
  void anImageWhoseNameSomebodyTookStaysInTheBin() {
    Observed gone = gone(IN_BIN);
    Observed taken =
        new Observed(
            gone.holdings(),
            gone.byId(),
            Optional.of(Presence.of(image("ami-7", Image.State.AVAILABLE, Map.of()))),
            gone.related(),
            gone.permitted(),
            gone.fastLaunch(),
            gone.askedAt(),
            gone.finding(),
            gone.build(),
            gone.remains());
    Plan plan = plan(Cases.knowing(Cases.fromInstance(), "ami-1"), taken);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict().reason()).isEqualTo(Reason.NameTaken);
    assertThat(plan.verdict().message()).contains("ami-1", "ami-7", "Recycle Bin");
  }

  @Test
  void onlyAnImageThatWasThisObjectsIsBroughtBack() {
    assertThat(Cases.knowing(Cases.fromInstance(), "ami-1").toRestore()).contains("ami-1");
    assertThat(Cases.knowing(Cases.existing(Management.ADOPT), ADOPTED).toRestore())
        .contains(ADOPTED);

    assertThat(Cases.fromInstance().toRestore()).isEmpty();
    assertThat(Cases.announced(Cases.existing(Management.ADOPT)).toRestore()).isEmpty();
    assertThat(Cases.knowing(Cases.existing(null), ADOPTED).toRestore()).isEmpty();
    assertThat(Cases.recreating(Cases.fromInstance(), "ami-1").toRestore()).isEmpty();
  }

  @Test
  void anImageThatLostItsTagsGetsThemBack() {
    Desired known = Cases.knowing(Cases.fromInstance(), "ami-1");
    assertThat(plan(known, found(image("ami-1", Image.State.AVAILABLE, Map.of()))).actions())
        .containsExactly(
            new Action.Tag(List.of("ami-1"), known.owner().tags(Role.IMAGE, known.sourceHash())));
  }

  @Test
  void anImageThatBelongsToAnotherObjectIsNeverTaken() {
    Owner other = new Owner(new ClusterId("c2"), "AmiImage/shop/web");
    Image theirs = image("ami-1", Image.State.AVAILABLE, other.tags(Role.IMAGE, "x"));
    for (Desired desired :
        List.of(
            Cases.knowing(Cases.fromInstance(), "ami-1"),
            Cases.knowing(Cases.existing(Management.ADOPT), "ami-1"))) {
      Plan plan = plan(desired, found(theirs));
      assertThat(plan.actions()).isEmpty();
      assertThat(plan.verdict().reason()).isEqualTo(Reason.NotOwned);
      assertThat(plan.verdict().message()).contains("AmiImage/shop/web", "c2");
    }
  }

  @ParameterizedTest
  @EnumSource(Image.State.class)
  void anObservedImageIsNeverWrittenTo(Image.State state) {
    Desired desired = Cases.announced(Cases.existing(null));
    assertThat(plan(desired, found(image("ami-1", state, Map.of()))).actions()).isEmpty();
  }

  @Test
  void anUnknownExistingImageStallsAtTheFirstLook() {
    Plan plan =
        plan(
            Cases.existing(null),
            Cases.observed(
                Holdings.NONE, Optional.of(new Presence<>(Optional.empty(), Optional.of(NOW), 1))));
    assertThat(plan.verdict()).isInstanceOf(Verdict.Stalled.class);
    assertThat(plan.verdict().reason()).isEqualTo(Reason.SourceNotFound);
  }

  @Test
  void aSnapshotThatWasHandedOverOutlivesAFailedTryForItIsWhatTheNextIsMadeOf() {
    Desired desired =
        Cases.announced(
            Cases.of("{snapshot: {snapshotId: snap-1, architecture: arm64, takeOwnership: true}}"));
    Image failed = in(ours("ami-1", desired.sourceHash()), Image.State.FAILED);
    Observed seen =
        Cases.observed(
            new Holdings(List.of(failed), List.of(snapshotOf("ami-1", failed.tags()))),
            Optional.empty());

    Desired known = Cases.remembering(desired, "failed", Optional.empty(), "snap-1");
    assertThat(plan(known, seen).actions()).containsExactly(new Action.Deregister("ami-1", false));
    assertThat(Clearing.leftOver(known, seen)).isEmpty();
  }

  @Test
  void anAdoptedImageThatIsBrokenIsNeitherTaggedNorClearedAway() {
    Desired desired = Cases.announced(Cases.existing(Management.ADOPT));
    Map<String, String> tags = desired.owner().tags(Role.IMAGE, desired.sourceHash());

    for (Observed seen :
        List.of(
            found(image(ADOPTED, Image.State.FAILED, Map.of())),
            held(image(ADOPTED, Image.State.FAILED, tags)))) {
      assertThat(plan(desired, seen).actions()).isEmpty();
      assertThat(plan(desired, seen).verdict().reason()).isEqualTo(Reason.ImageFailed);
    }
  }

  @Test
  void anImageThatEc2DoesNotListByItsTagsYetIsWaitedForAndNotCalledSomebodyElses() {
    Desired desired = Cases.announced(Cases.existing(Management.ADOPT));
    Map<String, String> tags = desired.owner().tags(Role.IMAGE, desired.sourceHash());
    Plan plan = plan(desired, found(image(ADOPTED, Image.State.AVAILABLE, tags)));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.verdict()).isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void adoptionTagsTheImageAndLaterTheSnapshotsThatEc2MadeForIt() {
    Desired desired = Cases.announced(Cases.existing(Management.ADOPT));
    Map<String, String> tags = desired.owner().tags(Role.IMAGE, desired.sourceHash());
    assertThat(plan(desired, found(image(ADOPTED, Image.State.AVAILABLE, Map.of()))).actions())
        .containsExactly(new Action.Tag(List.of(ADOPTED), tags));

    Observed tagged =
        new Observed(
            new Holdings(List.of(image(ADOPTED, Image.State.AVAILABLE, tags)), List.of()),
            Optional.empty(),
            Optional.empty(),
            Map.of(
                snapshotIdOf(ADOPTED),
                snapshotOf(ADOPTED, Map.of()),
                "snap-9",
                dev.amioperator.testing.Examples.stranger("snap-9")),
            Permitted.UNSEEN,
            FastLaunch.OFF,
            NOW,
            Optional.empty(),
            Optional.empty(),
            new Remains.Unasked());
    assertThat(plan(desired, tagged).actions())
        .containsExactly(new Action.Tag(List.of(snapshotIdOf(ADOPTED)), tags));
  }

  private static Plan plan(Desired desired, Observed observed) {
    return ImagePlanner.plan(
        desired, observed, Standing.of(desired, observed, GRACE), ACCOUNT, GRACE, NOW);
  }

  /** From an instance, once the status knows the state and these snapshots of ours. */
  private static Desired remembering(String state, String... snapshots) {
    return Cases.remembering(Cases.fromInstance(), state, Optional.empty(), snapshots);
  }

  /** The snapshot of an image that is not there any more. */
  private static Observed left(String imageId) {
    return Cases.observed(
        new Holdings(
            List.of(), List.of(snapshotOf(imageId, ours(imageId, INSTANCE.sourceHash()).tags()))),
        Optional.empty());
  }

  private static Observed held(Image... images) {
    return Cases.observed(new Holdings(List.of(images), List.of()), Optional.empty());
  }

  private static Observed found(Image image) {
    return Cases.observed(
        Holdings.NONE, Optional.of(new Presence<>(Optional.of(image), Optional.empty(), 0)));
  }

  private static Observed named(Image holder) {
    return new Observed(
        Holdings.NONE,
        Optional.empty(),
        Optional.of(new Presence<>(Optional.of(holder), Optional.empty(), 0)),
        Map.of(),
        Permitted.UNSEEN,
        FastLaunch.OFF,
        NOW,
        Optional.empty(),
        Optional.empty(),
        new Remains.Unasked());
  }

  private static Observed gone() {
    return gone(new Remains.Seen(proven(), List.of()));
  }

  private static Observed gone(Remains remains) {
    return new Observed(
        Holdings.NONE,
        Optional.of(proven()),
        Optional.empty(),
        Map.of(),
        Permitted.UNSEEN,
        FastLaunch.OFF,
        NOW,
        Optional.empty(),
        Optional.empty(),
        remains);
  }

  private static <T> Presence<T> proven() {
    return new Presence<>(Optional.empty(), Optional.of(NOW.minus(GRACE)), 2);
  }
}
