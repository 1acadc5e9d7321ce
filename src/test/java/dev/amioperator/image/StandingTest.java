package dev.amioperator.image;

import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.OWNER;
import static dev.amioperator.testing.Examples.created;
import static dev.amioperator.testing.Examples.image;
import static dev.amioperator.testing.Examples.in;
import static dev.amioperator.testing.Examples.named;
import static dev.amioperator.testing.Examples.ours;
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

class StandingTest {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final ImageCase FROM_INSTANCE = Cases.fromInstance();
  private static final String HASH = FROM_INSTANCE.sourceHash();

  @Test
  void theImageWithOurTagsAndSourceStandsForTheObject() {
    assertThat(of(FROM_INSTANCE, held(ours("ami-1", HASH))))
        .isEqualTo(new CurrentImage.Owned(ours("ami-1", HASH), List.of()));
  }

  @Test
  void ofTwoTheOlderIsTakenAndTheOtherReported() {
    Image older = created(ours("ami-2", HASH), NOW.minusSeconds(500));
    Image newer = created(ours("ami-1", HASH), NOW.minusSeconds(100));
    assertThat(of(FROM_INSTANCE, held(newer, older)))
        .isEqualTo(new CurrentImage.Owned(older, List.of(newer)));
  }

  @Test
  void theOneThatTheStatusNamesIsKeptEvenIfItIsTheYounger() {
    Image older = created(ours("ami-2", HASH), NOW.minusSeconds(500));
    Image known = created(ours("ami-1", HASH), NOW.minusSeconds(100));
    assertThat(of(Cases.knowing(FROM_INSTANCE, "ami-1"), held(older, known)))
        .isEqualTo(new CurrentImage.Owned(known, List.of(older)));
  }

  @Test
  void anImageOfAnotherSourceIsNotTaken() {
    assertThat(of(FROM_INSTANCE, held(ours("ami-1", "other"))))
        .isInstanceOf(CurrentImage.SourceMismatch.class);
  }

  @Test
  void aFailedImageDoesNotHideAStandingOne() {
    Image failed = in(ours("ami-1", HASH), Image.State.FAILED);
    assertThat(of(FROM_INSTANCE, held(failed, ours("ami-2", HASH))))
        .isInstanceOf(CurrentImage.Owned.class);
    assertThat(of(FROM_INSTANCE, held(failed))).isEqualTo(new CurrentImage.Failed(failed));
  }

  @Test
  void anImageOfAnotherClusterWithTheSameObjectNameIsNotOurs() {
    Image theirs =
        image(
            "ami-1",
            Image.State.AVAILABLE,
            new dev.amioperator.ownership.Owner(
                    new dev.amioperator.ownership.ClusterId("c2"), OWNER.resource())
                .tags(Role.IMAGE, HASH));
    assertThat(of(FROM_INSTANCE, held(theirs))).isInstanceOf(CurrentImage.None.class);
  }

  @Test
  void aKnownImageIsGoneOnlyAfterTwoMissesBeyondTheGrace() {
    ImageCase known = Cases.knowing(FROM_INSTANCE, "ami-1");
    assertThat(of(known, missed(1, GRACE.plusSeconds(1))))
        .isEqualTo(new CurrentImage.NotVisible("ami-1"));
    assertThat(of(known, missed(5, GRACE.minusSeconds(1))))
        .isEqualTo(new CurrentImage.NotVisible("ami-1"));
    assertThat(of(known, missed(2, GRACE))).isEqualTo(new CurrentImage.Gone("ami-1"));
  }

  @Test
  void anImageThatEc2ListsAsDeregisteredIsGone() {
    Image lingering = image("ami-1", Image.State.DEREGISTERED, Map.of());
    ObservedImage observed =
        Cases.observed(
            OwnedResources.NONE,
            Optional.of(new Presence<>(Optional.of(lingering), Optional.empty(), 0)));
    assertThat(of(Cases.knowing(FROM_INSTANCE, "ami-1"), observed))
        .isEqualTo(new CurrentImage.Gone("ami-1"));
  }

  @Test
  void anImageThatCarriesTheTagsUnderAnotherNameIsToldOfAndNeverTakenForOurs() {
    Image copy =
        named(image("ami-2", Image.State.AVAILABLE, OWNER.tags(Role.IMAGE, HASH)), "web-42-golden");
    assertThat(of(FROM_INSTANCE, held(ours("ami-1", HASH), copy)))
        .isEqualTo(new CurrentImage.Owned(ours("ami-1", HASH), List.of(copy)));
    assertThat(of(FROM_INSTANCE, held(copy))).isEqualTo(new CurrentImage.None());
  }

  @Test
  void doesNotCountImagesMadeAsOthers() {
    Image copy = named(ours("ami-2", HASH), "web-42-golden");
    assertThat(of(FROM_INSTANCE, held(ours("ami-1", HASH), copy)))
        .isEqualTo(new CurrentImage.Owned(ours("ami-1", HASH), List.of()));
  }

  private static CurrentImage of(ImageCase desired, ObservedImage observed) {
    return CurrentImage.of(desired.desired(), desired.recorded(), observed, GRACE);
  }

  private static ObservedImage held(Image... images) {
    return Cases.observed(new OwnedResources(List.of(images), List.of()), Optional.empty());
  }

  private static ObservedImage missed(int times, Duration ago) {
    return Cases.observed(
        OwnedResources.NONE,
        Optional.of(new Presence<>(Optional.empty(), Optional.of(NOW.minus(ago)), times)));
  }
}
