package dev.amioperator.observer;

import static dev.amioperator.observer.Things.PLACE;
import static dev.amioperator.observer.Things.failure;
import static dev.amioperator.observer.Things.imageOf;
import static dev.amioperator.observer.Things.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import dev.amioperator.observer.Observation.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is asked owner by owner, and what by one scan for all. */
class ScansTest extends WatchedPlace {
  @Test
  void theFirstQuestionAboutAPlaceScansItForAllOwners() {
    ec2.images.add(imageOf("AmiImage/images/other", "ami-1"));
    observed(() -> ownedResources(OWNER, EVER));

    assertThat(ec2.takeCalls()).containsExactly("DescribeImages", "DescribeSnapshots");
    assertThat(held(ownedResources("AmiImage/images/other", EVER))).containsExactly("ami-1");
    assertThat(held(ownedResources("AmiImage/images/none", EVER))).isEmpty();
    assertThat(ec2.takeCalls()).isEmpty();
  }

  @Test
  void ownersWhoAskTogetherShareOneLookUp() {
    scanned();
    List<String> owners = owners(50);
    owners.forEach(owner -> ec2.images.add(imageOf(owner, "ami-of-" + owner)));
    Instant now = time.instant();
    owners.forEach(owner -> pending(ownedResources(owner, now)));
    time.pass(WINDOW);

    assertThat(ec2.takeCalls()).containsExactly("DescribeImages", "DescribeSnapshots");
    assertThat(owners)
        .allSatisfy(
            owner ->
                assertThat(held(ownedResources(owner, now))).containsExactly("ami-of-" + owner));
  }

  @Test
  void aThousandOwnersCostPagesNotOwners() {
    scanned();
    ec2.pageSize = 500;
    List<String> owners = owners(1000);
    owners.forEach(
        owner -> {
          ec2.images.add(imageOf(owner, "ami-of-" + owner));
          ec2.snapshots.add(snapshotOf(owner, "snap-of-" + owner));
        });
    Instant now = time.instant();
    owners.forEach(owner -> pending(ownedResources(owner, now)));
    time.pass(WINDOW);

    assertThat(ec2.takeCalls())
        .containsExactly(
            "DescribeImages",
            "DescribeImages from 500",
            "DescribeSnapshots",
            "DescribeSnapshots from 500");
    assertThat(owners)
        .allSatisfy(
            owner -> {
              OwnedResources ownedResources = seen(ownedResources(owner, now));
              assertThat(ownedResources.images()).hasSize(1);
              assertThat(ownedResources.snapshots()).hasSize(1);
            });
  }

  @Test
  void manyOwnersAreAskedInBatchesWhereAScanTakesLong() {
    ec2.within = call -> time.tick(Duration.ofSeconds(5));
    scanned();
    ec2.within = call -> {};
    owners(450).forEach(owner -> ownedResources(owner, time.instant()));
    time.pass(WINDOW);

    assertThat(ec2.takeCalls()).hasSize(6);
  }

  @Test
  void aScanThatLacksAPageDoesNotCount() {
    scanned();
    ec2.pageSize = 1;
    ec2.images.add(imageOf("AmiImage/images/a", "ami-1"));
    ec2.images.add(imageOf(OWNER, "ami-2"));
    ec2.within =
        call -> {
          if (call.equals("DescribeImages from 1")) {
            throw failure(ErrorClass.TRANSIENT);
          }
        };
    Instant before = time.instant();
    List<String> owners = Stream.concat(owners(300).stream(), Stream.of(OWNER)).toList();
    owners.forEach(owner -> ownedResources(owner, before));
    time.pass(WINDOW);

    assertThat(ownedResources(OWNER, before))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.failure().errorClass()).isEqualTo(ErrorClass.TRANSIENT));

    ec2.within = call -> {};
    time.pass(Duration.ofMinutes(2));
    assertThat(held(ownedResources(OWNER, before))).containsExactly("ami-2");
  }

  @Test
  void aScanHeldBackByOurOwnLimitGoesOnFromTheSamePage() {
    RateLimiter rateLimiter = new RateLimiter(time);
    ec2.within = call -> rateLimiter.acquire(PLACE, ActionClass.READ, call);
    ec2.pageSize = 1;
    IntStream.range(0, 80).forEach(i -> ec2.images.add(imageOf(OWNER, "ami-" + i)));
    ownedResources(OWNER, EVER);
    time.pass(Duration.ofSeconds(6));

    assertThat(held(ownedResources(OWNER, EVER))).hasSize(80);
    assertThat(ec2.takeCalls().stream().filter("DescribeImages"::equals)).hasSize(1);
  }

  @Test
  void scansGoOnWhileSomebodyAsksAndThenStop() {
    scanned();
    time.pass(Duration.ofMinutes(9));
    assertThat(ec2.takeCalls().stream().filter("DescribeImages"::equals).count())
        .isBetween(8L, 10L);

    time.pass(Duration.ofMinutes(4));
    ec2.takeCalls();
    time.pass(Duration.ofHours(5));
    assertThat(ec2.takeCalls()).isEmpty();
  }

  @Test
  void anAnswerOldEnoughForTheOneWhoAsksCostsNothing() {
    scanned();
    IntStream.range(0, 60)
        .forEach(
            minute -> {
              time.pass(Duration.ofMinutes(1));
              ec2.takeCalls();
              seen(ownedResources(OWNER, time.instant().minusSeconds(180)));
              assertThat(ec2.takeCalls()).isEmpty();
            });
  }

  @Test
  void imagesOfOthersAreFollowedTogetherSoThatNobodyWaitsForThem() {
    scanned();
    List<String> ids = IntStream.range(0, 300).mapToObj(i -> "ami-" + i).toList();
    ids.forEach(id -> get(ImageQueries.byId(id), EVER));
    time.pass(WINDOW);
    ec2.takeCalls();

    for (int minute = 0; minute < 30; minute++) {
      time.pass(Duration.ofMinutes(1));
      Instant recently = time.instant().minusSeconds(180);
      seen(ownedResources(OWNER, recently));
      ids.forEach(id -> seen(get(ImageQueries.byId(id), recently)));
    }
    assertThat(ec2.takeCalls().stream().filter("DescribeImages"::equals).count())
        .isBetween(80L, 105L);
  }

  @Test
  void whatAScanShowsNeedsNoLookUpOfItsOwn() {
    ec2.images.add(imageOf(OWNER, "ami-1"));
    ec2.snapshots.add(snapshotOf(OWNER, "snap-1"));
    scanned();

    assertThat(seen(get(ImageQueries.byId("ami-1"), EVER)).found()).isPresent();
    assertThat(seen(get(SnapshotQueries.byId("snap-1"), EVER)).found()).isPresent();
    pending(get(ImageQueries.byId("ami-foreign"), EVER));
  }
}
