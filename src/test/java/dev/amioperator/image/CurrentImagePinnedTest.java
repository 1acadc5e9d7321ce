package dev.amioperator.image;

import static dev.amioperator.image.ImagePlanFixtures.GRACE;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.recyclebin.RecycleBinState;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrentImagePinnedTest {
  private static final ImageCase KEEPING =
      ImageFixtures.withSource("{existing: {lookup: {owners: [amazon], name: 'al2023-*'}}}");
  private static final ImageCase FOLLOWING =
      ImageFixtures.withSource("{existing: {ssmParameter: /images/base, follow: true}}");
  private static final Image FIRST = image("ami-1", Image.State.AVAILABLE, Map.of());
  private static final Image SECOND = image("ami-2", Image.State.AVAILABLE, Map.of());

  @Test
  void pinsFirstFoundImage() {
    Plan plan = plan(KEEPING, Optional.empty(), resolved(FIRST));
    assertThat(currentImage(KEEPING, Optional.empty(), resolved(FIRST)))
        .isEqualTo(new CurrentImage.Pinned(FIRST, Optional.empty()));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Ready.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.Available);
  }

  @Test
  void reportsNewerImageAndStaysReady() {
    Plan plan = plan(withPinnedImage(KEEPING), present(FIRST), resolved(SECOND));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Ready.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.NewerAvailable);
    assertThat(plan.readyState().message()).contains("ami-1", "ami-2", "follow: true");
  }

  @Test
  void followsNewerImageOnlyIfRequested() {
    assertThat(currentImage(withPinnedImage(KEEPING), present(FIRST), resolved(SECOND)))
        .isEqualTo(new CurrentImage.Pinned(FIRST, Optional.of(SECOND)));
    assertThat(currentImage(withPinnedImage(FOLLOWING), present(FIRST), resolved(SECOND)))
        .isEqualTo(new CurrentImage.Pinned(SECOND, Optional.empty()));
  }

  /** Known problem 15: consumers use a pending image. */
  @Test
  void ignoresPendingImage() {
    ResolvedImage pending =
        ResolvedImage.ofImageId(
            "ami-2", Presence.of(image("ami-2", Image.State.PENDING, Map.of())), () -> "");
    assertThat(currentImage(withPinnedImage(FOLLOWING), present(FIRST), pending))
        .isEqualTo(new CurrentImage.Pinned(FIRST, Optional.empty()));
  }

  /** Known problem 1: a single query returned nothing. */
  @Test
  void keepsPinnedImageAfterEmptySearch() {
    for (ImageCase desired :
        new ImageCase[] {withPinnedImage(KEEPING), withPinnedImage(FOLLOWING)}) {
      assertThat(currentImage(desired, present(FIRST), ResolvedImage.none("nothing there")))
          .isEqualTo(new CurrentImage.Pinned(FIRST, Optional.empty()));
    }
  }

  @Test
  void stallsWhenNothingWasFound() {
    Plan plan = plan(KEEPING, Optional.empty(), ResolvedImage.none("no image matches"));
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.SourceNotFound);
    assertThat(plan.readyState().message()).contains("no image matches");
  }

  @Test
  void stallsForMissingPinnedImageAndNamesNewer() {
    Plan plan = plan(withPinnedImage(KEEPING), GONE, resolved(SECOND));
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.ImageGone);
    assertThat(plan.readyState().message()).contains("ami-1", "ami-2", "follow: true");
    assertThat(currentImage(withPinnedImage(FOLLOWING), GONE, resolved(SECOND)))
        .isEqualTo(new CurrentImage.Pinned(SECOND, Optional.empty()));
  }

  private static final Optional<Presence<Image>> GONE =
      Optional.of(new Presence<>(Optional.empty(), Optional.of(NOW.minus(GRACE)), 2));

  private static ImageCase withPinnedImage(ImageCase desired) {
    return ImageFixtures.withRecordedImage(desired, "ami-1");
  }

  private static Optional<Presence<Image>> present(Image image) {
    return Optional.of(Presence.of(image));
  }

  private static ResolvedImage resolved(Image image) {
    return ResolvedImage.ofImageId(image.id(), Presence.of(image), () -> "");
  }

  private static CurrentImage currentImage(
      ImageCase desired, Optional<Presence<Image>> byId, ResolvedImage finding) {
    return CurrentImage.of(desired.desired(), desired.recorded(), observed(byId, finding), GRACE);
  }

  private static Plan plan(
      ImageCase desired, Optional<Presence<Image>> byId, ResolvedImage finding) {
    ObservedImage observed = observed(byId, finding);
    return ImagePlanFixtures.plan(desired, observed);
  }

  private static ObservedImage observed(Optional<Presence<Image>> byId, ResolvedImage finding) {
    return ImageFixtures.observed(
        OwnedResources.NONE,
        byId,
        Optional.empty(),
        Optional.of(finding),
        Optional.empty(),
        new RecycleBinState.NotObserved());
  }
}
