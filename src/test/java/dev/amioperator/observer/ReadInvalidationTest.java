package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.CLUSTER;
import static dev.amioperator.observer.ObserverFixtures.PLACE;
import static dev.amioperator.observer.ObserverFixtures.failure;
import static dev.amioperator.observer.ObserverFixtures.imageOf;
import static dev.amioperator.observer.ObserverFixtures.snapshotOf;
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

/** Cached EC2 reads of an owner are invalid after a write for it. */
class ReadInvalidationTest extends ObserverTestBase {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Owner WRITER = new Owner(CLUSTER, OWNER);
  private static final CreateTags TAG = new CreateTags(List.of("ami-1"), Map.of("a", "b"));

  @Test
  void hidesReadsFromBeforeWrite() {
    completeScan();
    writes(() -> ec2.images.add(imageOf(OWNER, "ami-1")))
        .execute(PLACE, WRITER, new DeregisterImage("x", false));

    assertPending(ownedResources(OWNER, EVER));
    value(ownedResources("AmiImage/images/other", EVER));
    time.advance(WINDOW);
    assertThat(ownedImageIds(ownedResources(OWNER, EVER))).containsExactly("ami-1");
  }

  @Test
  void invalidatesReadsAfterFailedWrite() {
    completeScan();
    OwnedActions lost =
        writes(
            () -> {
              throw failure(ErrorClass.TRANSIENT);
            });
    assertThatThrownBy(() -> lost.execute(PLACE, WRITER, new DeleteSnapshot("snap-1")))
        .isInstanceOf(Ec2CallException.class);

    assertPending(ownedResources(OWNER, EVER));
    time.advance(WINDOW);
    value(ownedResources(OWNER, EVER));
  }

  @Test
  void ignoresQueryStartedDuringWrite() {
    completeScan();
    OwnedActions writes = writes(() -> {});
    ec2.duringCall =
        call -> {
          if (call.equals("DescribeImages")) {
            writes.execute(PLACE, WRITER, new DeleteSnapshot("snap-1"));
            ec2.duringCall = later -> {};
          }
        };
    Instant now = time.instant();
    assertPending(ownedResources(OWNER, now));
    time.advance(WINDOW);
    ec2.takeCalls();

    assertPending(ownedResources(OWNER, now));
    time.advance(WINDOW);
    assertThat(ec2.takeCalls()).isNotEmpty();
    value(ownedResources(OWNER, now));
  }

  @Test
  void invalidatesEveryQueryOfOwner() {
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
    time.advance(WINDOW);
    assertThat(questions).allSatisfy(ask -> assertThat(ask.get()).isInstanceOf(Known.class));

    writes(() -> {}).execute(PLACE, WRITER, TAG);
    assertThat(questions).allSatisfy(ask -> assertThat(ask.get()).isInstanceOf(Pending.class));
  }

  /** The write may have created an image of that name which EC2 does not show yet. */
  @Test
  void resetsFreeNameAfterWrite() {
    assertThat(isNameFree()).isFalse();
    time.advance(Duration.ofMinutes(30));
    assertThat(isNameFree()).isTrue();

    OwnedActions lost =
        writes(
            () -> {
              throw failure(ErrorClass.TRANSIENT);
            });
    assertThatThrownBy(() -> lost.execute(PLACE, WRITER, TAG)).isInstanceOf(Ec2CallException.class);
    assertThat(isNameFree()).isFalse();
    time.advance(GRACE);
    assertThat(isNameFree()).isTrue();
  }

  private boolean isNameFree() {
    Instant now = time.instant();
    Presence<Image> look = observe(() -> get(ImageQueries.byName("web-42"), now));
    return look.provenAbsent(now, GRACE);
  }
}
