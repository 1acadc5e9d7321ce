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
    observed(() -> observer.ownedResources(PLACE, OWNER, EVER));

    assertThat(ec2.takeCalls()).containsExactly("DescribeImages", "DescribeSnapshots");
    assertThat(held(observer.ownedResources(PLACE, "AmiImage/images/other", EVER)))
        .containsExactly("ami-1");
    assertThat(held(observer.ownedResources(PLACE, "AmiImage/images/none", EVER))).isEmpty();
    assertThat(ec2.takeCalls()).isEmpty();
  }

  @Test
  void ownersWhoAskTogetherShareOneLookUp() {
    scanned();
    List<String> owners = owners(50);
    owners.forEach(owner -> ec2.images.add(imageOf(owner, "ami-of-" + owner)));
    Instant now = time.instant();
    owners.forEach(owner -> pending(observer.ownedResources(PLACE, owner, now)));
    time.pass(WINDOW);

    assertThat(ec2.takeCalls()).containsExactly("DescribeImages", "DescribeSnapshots");
    assertThat(owners)
        .allSatisfy(
            owner ->
                assertThat(held(observer.ownedResources(PLACE, owner, now)))
                    .containsExactly("ami-of-" + owner));
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
    owners.forEach(owner -> pending(observer.ownedResources(PLACE, owner, now)));
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
              OwnedResources ownedResources = seen(observer.ownedResources(PLACE, owner, now));
              assertThat(ownedResources.images()).hasSize(1);
              assertThat(ownedResources.snapshots()).hasSize(1);
            });
  }

  @Test
  void manyOwnersAreAskedInBatchesWhereAScanTakesLong() {
    ec2.within = call -> time.tick(Duration.ofSeconds(5));
    scanned();
    ec2.within = call -> {};
    owners(450).forEach(owner -> observer.ownedResources(PLACE, owner, time.instant()));
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
    owners.forEach(owner -> observer.ownedResources(PLACE, owner, before));
    time.pass(WINDOW);

    assertThat(observer.ownedResources(PLACE, OWNER, before))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.failure().errorClass()).isEqualTo(ErrorClass.TRANSIENT));

    ec2.within = call -> {};
    time.pass(Duration.ofMinutes(2));
    assertThat(held(observer.ownedResources(PLACE, OWNER, before))).containsExactly("ami-2");
  }

  @Test
  void aScanHeldBackByOurOwnLimitGoesOnFromTheSamePage() {
    RateLimiter rateLimiter = new RateLimiter(time);
    ec2.within = call -> rateLimiter.acquire(PLACE, ActionClass.READ, call);
    ec2.pageSize = 1;
    IntStream.range(0, 80).forEach(i -> ec2.images.add(imageOf(OWNER, "ami-" + i)));
    observer.ownedResources(PLACE, OWNER, EVER);
    time.pass(Duration.ofSeconds(6));

    assertThat(held(observer.ownedResources(PLACE, OWNER, EVER))).hasSize(80);
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
              seen(observer.ownedResources(PLACE, OWNER, time.instant().minusSeconds(180)));
              assertThat(ec2.takeCalls()).isEmpty();
            });
  }

  @Test
  void imagesOfOthersAreFollowedTogetherSoThatNobodyWaitsForThem() {
    scanned();
    List<String> ids = IntStream.range(0, 300).mapToObj(i -> "ami-" + i).toList();
    ids.forEach(id -> observer.image(PLACE, OWNER, id, EVER));
    time.pass(WINDOW);
    ec2.takeCalls();

    for (int minute = 0; minute < 30; minute++) {
      time.pass(Duration.ofMinutes(1));
      Instant recently = time.instant().minusSeconds(180);
      seen(observer.ownedResources(PLACE, OWNER, recently));
      ids.forEach(id -> seen(observer.image(PLACE, OWNER, id, recently)));
    }
    assertThat(ec2.takeCalls().stream().filter("DescribeImages"::equals).count())
        .isBetween(80L, 105L);
  }

  @Test
  void whatAScanShowsNeedsNoLookUpOfItsOwn() {
    ec2.images.add(imageOf(OWNER, "ami-1"));
    ec2.snapshots.add(snapshotOf(OWNER, "snap-1"));
    scanned();

    assertThat(seen(observer.image(PLACE, OWNER, "ami-1", EVER)).found()).isPresent();
    assertThat(seen(observer.snapshot(PLACE, OWNER, "snap-1", EVER)).found()).isPresent();
    pending(observer.image(PLACE, OWNER, "ami-foreign", EVER));
  }
}
