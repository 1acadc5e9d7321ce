package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.image;
import static dev.amioperator.testing.Ec2Fixtures.inState;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.withCreationDate;
import static dev.amioperator.testing.Ec2Fixtures.withName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.Owner.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrentImageTest {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final ImageCase FROM_INSTANCE = ImageFixtures.fromInstance();
  private static final String HASH = FROM_INSTANCE.sourceHash();

  @Test
  void selectsImageWithOwnTagsAndSource() {
    assertThat(currentImage(FROM_INSTANCE, owned(ownedImage("ami-1", HASH))))
        .isEqualTo(new CurrentImage.Owned(ownedImage("ami-1", HASH), List.of()));
  }

  @Test
  void selectsOlderImageAndReportsDuplicate() {
    Image older = withCreationDate(ownedImage("ami-2", HASH), NOW.minusSeconds(500));
    Image newer = withCreationDate(ownedImage("ami-1", HASH), NOW.minusSeconds(100));
    assertThat(currentImage(FROM_INSTANCE, owned(newer, older)))
        .isEqualTo(new CurrentImage.Owned(older, List.of(newer)));
  }

  @Test
  void keepsRecordedImageEvenIfNewer() {
    Image older = withCreationDate(ownedImage("ami-2", HASH), NOW.minusSeconds(500));
    Image known = withCreationDate(ownedImage("ami-1", HASH), NOW.minusSeconds(100));
    assertThat(
            currentImage(
                ImageFixtures.withRecordedImage(FROM_INSTANCE, "ami-1"), owned(older, known)))
        .isEqualTo(new CurrentImage.Owned(known, List.of(older)));
  }

  @Test
  void ignoresImageOfAnotherSource() {
    assertThat(currentImage(FROM_INSTANCE, owned(ownedImage("ami-1", "other"))))
        .isInstanceOf(CurrentImage.SourceMismatch.class);
  }

  @Test
  void prefersLiveImageOverFailedImage() {
    Image failed = inState(ownedImage("ami-1", HASH), Image.State.FAILED);
    assertThat(currentImage(FROM_INSTANCE, owned(failed, ownedImage("ami-2", HASH))))
        .isInstanceOf(CurrentImage.Owned.class);
    assertThat(currentImage(FROM_INSTANCE, owned(failed)))
        .isEqualTo(new CurrentImage.Failed(failed));
  }

  @Test
  void ignoresImageOfAnotherCluster() {
    Image theirs =
        image(
            "ami-1",
            Image.State.AVAILABLE,
            new dev.amioperator.ownership.Owner(
                    new dev.amioperator.ownership.ClusterId("c2"), OWNER.resource())
                .tags(Role.IMAGE, HASH));
    assertThat(currentImage(FROM_INSTANCE, owned(theirs))).isInstanceOf(CurrentImage.None.class);
  }

  @Test
  void confirmsAbsenceAfterTwoMissesAndGrace() {
    ImageCase known = ImageFixtures.withRecordedImage(FROM_INSTANCE, "ami-1");
    assertThat(currentImage(known, missed(1, GRACE.plusSeconds(1))))
        .isEqualTo(new CurrentImage.NotVisible("ami-1"));
    assertThat(currentImage(known, missed(5, GRACE.minusSeconds(1))))
        .isEqualTo(new CurrentImage.NotVisible("ami-1"));
    assertThat(currentImage(known, missed(2, GRACE))).isEqualTo(new CurrentImage.Gone("ami-1"));
  }

  @Test
  void treatsDeregisteredImageAsGone() {
    Image lingering = image("ami-1", Image.State.DEREGISTERED, Map.of());
    ObservedImage observed =
        ImageFixtures.observed(
            OwnedResources.NONE,
            Optional.of(new Presence<>(Optional.of(lingering), Optional.empty(), 0)));
    assertThat(currentImage(ImageFixtures.withRecordedImage(FROM_INSTANCE, "ami-1"), observed))
        .isEqualTo(new CurrentImage.Gone("ami-1"));
  }

  @Test
  void reportsTaggedImageWithOtherName() {
    Image copy =
        withName(
            image("ami-2", Image.State.AVAILABLE, OWNER.tags(Role.IMAGE, HASH)), "web-42-golden");
    assertThat(currentImage(FROM_INSTANCE, owned(ownedImage("ami-1", HASH), copy)))
        .isEqualTo(new CurrentImage.Owned(ownedImage("ami-1", HASH), List.of(copy)));
    assertThat(currentImage(FROM_INSTANCE, owned(copy))).isEqualTo(new CurrentImage.None());
  }

  @Test
  void ignoresImagesCreatedUnderOtherNames() {
    Image copy = withName(ownedImage("ami-2", HASH), "web-42-golden");
    assertThat(currentImage(FROM_INSTANCE, owned(ownedImage("ami-1", HASH), copy)))
        .isEqualTo(new CurrentImage.Owned(ownedImage("ami-1", HASH), List.of()));
  }

  private static CurrentImage currentImage(ImageCase desired, ObservedImage observed) {
    return CurrentImage.of(desired.desired(), desired.recorded(), observed, GRACE);
  }

  private static ObservedImage owned(Image... images) {
    return ImageFixtures.observed(new OwnedResources(List.of(images), List.of()), Optional.empty());
  }

  private static ObservedImage missed(int times, Duration ago) {
    return ImageFixtures.observed(
        OwnedResources.NONE,
        Optional.of(new Presence<>(Optional.empty(), Optional.of(NOW.minus(ago)), times)));
  }
}
