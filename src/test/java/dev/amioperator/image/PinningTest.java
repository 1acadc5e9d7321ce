package dev.amioperator.image;

import static dev.amioperator.testing.Examples.ACCOUNT;
import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.recyclebin.RecycleBinState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PinningTest {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final ImageCase KEEPING =
      Cases.of("{existing: {lookup: {owners: [amazon], name: 'al2023-*'}}}");
  private static final ImageCase FOLLOWING =
      Cases.of("{existing: {ssmParameter: /images/base, follow: true}}");
  private static final Image FIRST = image("ami-1", Image.State.AVAILABLE, Map.of());
  private static final Image SECOND = image("ami-2", Image.State.AVAILABLE, Map.of());

  @Test
  void whatIsFoundFirstIsPinned() {
    Plan plan = plan(KEEPING, Optional.empty(), found(FIRST));
    assertThat(standing(KEEPING, Optional.empty(), found(FIRST)))
        .isEqualTo(new CurrentImage.Pinned(FIRST, Optional.empty()));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Ready.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.Available);
  }

  @Test
  void aNewerImageIsReportedAndTheObjectStaysReady() {
    Plan plan = plan(pinned(KEEPING), there(FIRST), found(SECOND));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Ready.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.NewerAvailable);
    assertThat(plan.readyState().message()).contains("ami-1", "ami-2", "follow: true");
  }

  @Test
  void aNewerImageIsTakenOnlyByThoseWhoFollow() {
    assertThat(standing(pinned(KEEPING), there(FIRST), found(SECOND)))
        .isEqualTo(new CurrentImage.Pinned(FIRST, Optional.of(SECOND)));
    assertThat(standing(pinned(FOLLOWING), there(FIRST), found(SECOND)))
        .isEqualTo(new CurrentImage.Pinned(SECOND, Optional.empty()));
  }

  /** Pain 15: a pending image was picked up by its consumers. */
  @Test
  void aPendingImageIsNotFollowed() {
    ResolvedImage pending =
        ResolvedImage.ofImageId(
            "ami-2", Presence.of(image("ami-2", Image.State.PENDING, Map.of())));
    assertThat(standing(pinned(FOLLOWING), there(FIRST), pending))
        .isEqualTo(new CurrentImage.Pinned(FIRST, Optional.empty()));
  }

  /** Pain 1: one look-up that returned nothing. */
  @Test
  void aSearchThatFindsNothingAnyMoreDropsNothing() {
    for (ImageCase desired : new ImageCase[] {pinned(KEEPING), pinned(FOLLOWING)}) {
      assertThat(standing(desired, there(FIRST), ResolvedImage.none("nothing there")))
          .isEqualTo(new CurrentImage.Pinned(FIRST, Optional.empty()));
    }
  }

  @Test
  void aSearchThatNeverFoundAnythingStallsAndSaysWhy() {
    Plan plan = plan(KEEPING, Optional.empty(), ResolvedImage.none("no image matches"));
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.SourceNotFound);
    assertThat(plan.readyState().message()).contains("no image matches");
  }

  @Test
  void aPinnedImageThatIsGoneStallsAndNamesTheOneThatIsFoundNow() {
    Plan plan = plan(pinned(KEEPING), GONE, found(SECOND));
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.ImageGone);
    assertThat(plan.readyState().message()).contains("ami-1", "ami-2", "follow: true");
    assertThat(standing(pinned(FOLLOWING), GONE, found(SECOND)))
        .isEqualTo(new CurrentImage.Pinned(SECOND, Optional.empty()));
  }

  private static final Optional<Presence<Image>> GONE =
      Optional.of(new Presence<>(Optional.empty(), Optional.of(NOW.minus(GRACE)), 2));

  private static ImageCase pinned(ImageCase desired) {
    return Cases.knowing(desired, "ami-1");
  }

  private static Optional<Presence<Image>> there(Image image) {
    return Optional.of(Presence.of(image));
  }

  private static ResolvedImage found(Image image) {
    return ResolvedImage.ofImageId(image.id(), Presence.of(image));
  }

  private static CurrentImage standing(
      ImageCase desired, Optional<Presence<Image>> byId, ResolvedImage finding) {
    return CurrentImage.of(desired.desired(), desired.recorded(), observed(byId, finding), GRACE);
  }

  private static Plan plan(
      ImageCase desired, Optional<Presence<Image>> byId, ResolvedImage finding) {
    ObservedImage observed = observed(byId, finding);
    return ImagePlanner.plan(
        desired.desired(),
        desired.recorded(),
        observed,
        CurrentImage.of(desired.desired(), desired.recorded(), observed, GRACE),
        ACCOUNT,
        GRACE,
        NOW);
  }

  private static ObservedImage observed(Optional<Presence<Image>> byId, ResolvedImage finding) {
    return new ObservedImage(
        OwnedResources.NONE,
        byId,
        Optional.empty(),
        Map.of(),
        ObservedSharing.NOT_OBSERVED,
        FastLaunch.OFF,
        NOW,
        Optional.of(finding),
        Optional.empty(),
        new RecycleBinState.NotObserved());
  }
}
