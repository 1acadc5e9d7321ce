package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.PLACE;
import static dev.amioperator.observer.ObserverFixtures.failure;
import static dev.amioperator.observer.ObserverFixtures.image;
import static dev.amioperator.observer.ObserverFixtures.imageOf;
import static dev.amioperator.observer.ObserverFixtures.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import dev.amioperator.observer.Observation.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** EC2 queries per owner, and scans for all owners. */
class RegionScannerTest extends ObserverTestBase {
  @Test
  void scansRegionForAllOwnersOnFirstQuery() {
    ec2.images.add(imageOf("AmiImage/images/other", "ami-1"));
    observe(() -> ownedResources(OWNER, EVER));

    assertThat(ec2.takeCalls()).containsExactly("DescribeImages", "DescribeSnapshots");
    assertThat(ownedImageIds(ownedResources("AmiImage/images/other", EVER)))
        .containsExactly("ami-1");
    assertThat(ownedImageIds(ownedResources("AmiImage/images/none", EVER))).isEmpty();
    assertThat(ec2.takeCalls()).isEmpty();
  }

  @Test
  void sharesOneQueryBetweenOwners() {
    completeScan();
    List<String> owners = owners(50);
    owners.forEach(owner -> ec2.images.add(imageOf(owner, "ami-of-" + owner)));
    Instant now = time.instant();
    owners.forEach(owner -> assertPending(ownedResources(owner, now)));
    time.advance(WINDOW);

    assertThat(ec2.takeCalls()).containsExactly("DescribeImages", "DescribeSnapshots");
    assertThat(owners)
        .allSatisfy(
            owner ->
                assertThat(ownedImageIds(ownedResources(owner, now)))
                    .containsExactly("ami-of-" + owner));
  }

  @Test
  void scansThousandOwnersByPage() {
    completeScan();
    ec2.pageSize = 500;
    List<String> owners = owners(1000);
    owners.forEach(
        owner -> {
          ec2.images.add(imageOf(owner, "ami-of-" + owner));
          ec2.snapshots.add(snapshotOf(owner, "snap-of-" + owner));
        });
    Instant now = time.instant();
    owners.forEach(owner -> assertPending(ownedResources(owner, now)));
    time.advance(WINDOW);

    assertThat(ec2.takeCalls())
        .containsExactly(
            "DescribeImages",
            "DescribeImages from 500",
            "DescribeSnapshots",
            "DescribeSnapshots from 500");
    assertThat(owners)
        .allSatisfy(
            owner -> {
              OwnedResources ownedResources = value(ownedResources(owner, now));
              assertThat(ownedResources.images()).hasSize(1);
              assertThat(ownedResources.snapshots()).hasSize(1);
            });
  }

  @Test
  void batchesOwnersDuringSlowScan() {
    ec2.duringCall = call -> time.advanceWithoutTasks(Duration.ofSeconds(5));
    completeScan();
    ec2.duringCall = call -> {};
    owners(450).forEach(owner -> ownedResources(owner, time.instant()));
    time.advance(WINDOW);

    assertThat(ec2.takeCalls()).hasSize(6);
  }

  @Test
  void discardsIncompleteScan() {
    completeScan();
    ec2.pageSize = 1;
    ec2.images.add(imageOf("AmiImage/images/a", "ami-1"));
    ec2.images.add(imageOf(OWNER, "ami-2"));
    ec2.duringCall =
        call -> {
          if (call.equals("DescribeImages from 1")) {
            throw failure(ErrorClass.TRANSIENT);
          }
        };
    Instant before = time.instant();
    List<String> owners = Stream.concat(owners(300).stream(), Stream.of(OWNER)).toList();
    owners.forEach(owner -> ownedResources(owner, before));
    time.advance(WINDOW);

    assertThat(ownedResources(OWNER, before))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.failure().errorClass()).isEqualTo(ErrorClass.TRANSIENT));

    ec2.duringCall = call -> {};
    time.advance(Duration.ofMinutes(2));
    assertThat(ownedImageIds(ownedResources(OWNER, before))).containsExactly("ami-2");
  }

  @Test
  void resumesLimitedScanAtSamePage() {
    RateLimiter rateLimiter = new RateLimiter(time);
    ec2.duringCall = call -> rateLimiter.acquire(PLACE, ActionClass.READ, call);
    ec2.pageSize = 1;
    IntStream.range(0, 80).forEach(i -> ec2.images.add(imageOf(OWNER, "ami-" + i)));
    ownedResources(OWNER, EVER);
    time.advance(Duration.ofSeconds(6));

    assertThat(ownedImageIds(ownedResources(OWNER, EVER))).hasSize(80);
    assertThat(ec2.takeCalls().stream().filter("DescribeImages"::equals)).hasSize(1);
  }

  @Test
  void stopsScanningUnusedRegion() {
    completeScan();
    time.advance(Duration.ofMinutes(9));
    assertThat(ec2.takeCalls().stream().filter("DescribeImages"::equals).count())
        .isBetween(8L, 10L);

    time.advance(Duration.ofMinutes(4));
    ec2.takeCalls();
    time.advance(Duration.ofHours(5));
    assertThat(ec2.takeCalls()).isEmpty();
  }

  @Test
  void answersFromCacheWhenRecentEnough() {
    completeScan();
    IntStream.range(0, 60)
        .forEach(
            minute -> {
              time.advance(Duration.ofMinutes(1));
              ec2.takeCalls();
              value(ownedResources(OWNER, time.instant().minusSeconds(180)));
              assertThat(ec2.takeCalls()).isEmpty();
            });
  }

  @Test
  void scansForeignImagesTogether() {
    completeScan();
    List<String> ids = IntStream.range(0, 300).mapToObj(i -> "ami-" + i).toList();
    ids.forEach(id -> ec2.images.add(image(id, id, Image.State.AVAILABLE, Map.of())));
    ids.forEach(id -> get(ImageQueries.byId(id), EVER));
    time.advance(WINDOW);
    ec2.takeCalls();

    for (int minute = 0; minute < 30; minute++) {
      time.advance(Duration.ofMinutes(1));
      Instant recently = time.instant().minusSeconds(180);
      value(ownedResources(OWNER, recently));
      ids.forEach(id -> value(get(ImageQueries.byId(id), recently)));
    }
    assertThat(ec2.takeCalls().stream().filter("DescribeImages"::equals).count())
        .isBetween(80L, 105L);
  }

  @Test
  void answersQueryFromScan() {
    ec2.images.add(imageOf(OWNER, "ami-1"));
    ec2.snapshots.add(snapshotOf(OWNER, "snap-1"));
    completeScan();

    assertThat(value(get(ImageQueries.byId("ami-1"), EVER)).found()).isPresent();
    assertThat(value(get(SnapshotQueries.byId("snap-1"), EVER)).found()).isPresent();
    assertPending(get(ImageQueries.byId("ami-foreign"), EVER));
  }

  /** A deregistered image is read by whoever has to know that it is gone, not with each scan. */
  @Test
  void rereadsNoMissingImageWithScans() {
    completeScan();
    get(ImageQueries.byId("ami-gone"), EVER);
    time.advance(WINDOW);
    ec2.takeCalls();
    time.advance(Duration.ofMinutes(5));

    assertThat(ec2.takeCalls().stream().filter("DescribeImages"::equals).count()).isBetween(4L, 6L);
  }

  /** Reads of owners that come shortly before a periodic scan take its place. */
  @Test
  void scansForOwnersInPlaceOfNextPeriodicScan() {
    completeScan();
    List<String> owners = owners(3);
    for (int round = 0; round < 10; round++) {
      time.advance(Duration.ofSeconds(45));
      Instant now = time.instant();
      owners.forEach(owner -> assertPending(ownedResources(owner, now)));
      time.advance(WINDOW);
      owners.forEach(owner -> value(ownedResources(owner, now)));
    }

    assertThat(ec2.takeCalls().stream().filter("DescribeImages"::equals).count())
        .isLessThanOrEqualTo(11);
  }
}
