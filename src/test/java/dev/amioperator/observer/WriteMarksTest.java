package dev.amioperator.observer;

import static dev.amioperator.observer.Things.CLUSTER;
import static dev.amioperator.observer.Things.PLACE;
import static dev.amioperator.observer.Things.failure;
import static dev.amioperator.observer.Things.imageOf;
import static dev.amioperator.observer.Things.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction.DeregisterImage;
import dev.amioperator.ec2.SnapshotAction.DeleteSnapshot;
import dev.amioperator.ec2.TagAction.CreateTags;
import dev.amioperator.observer.Observation.Known;
import dev.amioperator.observer.Observation.Pending;
import dev.amioperator.ownership.OwnedActions;
import dev.amioperator.ownership.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What was seen of an owner does not outlive a write for it. */
class WriteMarksTest extends WatchedPlace {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Owner WRITER = new Owner(CLUSTER, OWNER);
  private static final CreateTags TAG = new CreateTags(List.of("ami-1"), Map.of("a", "b"));

  @Test
  void whatWasSeenBeforeAWriteIsNotShownAfterIt() {
    scanned();
    writes(() -> ec2.images.add(imageOf(OWNER, "ami-1")))
        .execute(PLACE, WRITER, new DeregisterImage("x", false));

    pending(ownedResources(OWNER, EVER));
    seen(ownedResources("AmiImage/images/other", EVER));
    time.pass(WINDOW);
    assertThat(held(ownedResources(OWNER, EVER))).containsExactly("ami-1");
  }

  @Test
  void aWriteThatFailsMayHaveHappened() {
    scanned();
    OwnedActions lost =
        writes(
            () -> {
              throw failure(ErrorClass.TRANSIENT);
            });
    assertThatThrownBy(() -> lost.execute(PLACE, WRITER, new DeleteSnapshot("snap-1")))
        .isInstanceOf(Ec2CallException.class);

    pending(ownedResources(OWNER, EVER));
    time.pass(WINDOW);
    seen(ownedResources(OWNER, EVER));
  }

  @Test
  void aLookUpThatBeganBeforeTheEndOfAWriteDoesNotCount() {
    scanned();
    OwnedActions writes = writes(() -> {});
    ec2.within =
        call -> {
          if (call.equals("DescribeImages")) {
            writes.execute(PLACE, WRITER, new DeleteSnapshot("snap-1"));
            ec2.within = later -> {};
          }
        };
    Instant now = time.instant();
    pending(ownedResources(OWNER, now));
    time.pass(WINDOW);
    ec2.takeCalls();

    pending(ownedResources(OWNER, now));
    time.pass(WINDOW);
    assertThat(ec2.takeCalls()).isNotEmpty();
    seen(ownedResources(OWNER, now));
  }

  @Test
  void aWriteOutdatesEveryKindOfAnswerForItsOwner() {
    ec2.images.add(imageOf(OWNER, "ami-1"));
    ec2.snapshots.add(snapshotOf(OWNER, "snap-1"));
    List<Supplier<Observation<?>>> questions =
        List.of(
            () -> get(ImageQueries.byId("ami-1"), EVER),
            () -> get(ImageQueries.byName("name-ami-1"), EVER),
            () -> get(SnapshotQueries.byId("snap-1"), EVER),
            () -> get(ImageQueries.launchPermissions("ami-1"), EVER),
            () -> get(ImageQueries.references("ami-1"), EVER));
    questions.forEach(Supplier::get);
    time.pass(WINDOW);
    assertThat(questions).allSatisfy(ask -> assertThat(ask.get()).isInstanceOf(Known.class));

    writes(() -> {}).execute(PLACE, WRITER, TAG);
    assertThat(questions).allSatisfy(ask -> assertThat(ask.get()).isInstanceOf(Pending.class));
  }

  /** The write may have made what has the name now, and EC2 may not show it yet. */
  @Test
  void thatANameWasFreeForLongDoesNotProveItFreeAfterAWrite() {
    assertThat(free()).isFalse();
    time.pass(Duration.ofMinutes(30));
    assertThat(free()).isTrue();

    OwnedActions lost =
        writes(
            () -> {
              throw failure(ErrorClass.TRANSIENT);
            });
    assertThatThrownBy(() -> lost.execute(PLACE, WRITER, TAG)).isInstanceOf(Ec2CallException.class);
    assertThat(free()).isFalse();
    time.pass(GRACE);
    assertThat(free()).isTrue();
  }

  private boolean free() {
    Instant now = time.instant();
    Presence<Image> look = observed(() -> get(ImageQueries.byName("web-42"), now));
    return look.provenAbsent(now, GRACE);
  }
}
