package dev.amioperator.ec2;

import static dev.amioperator.ec2.Things.CLUSTER;
import static dev.amioperator.ec2.Things.PLACE;
import static dev.amioperator.ec2.Things.failure;
import static dev.amioperator.ec2.Things.image;
import static dev.amioperator.ec2.Things.imageOf;
import static dev.amioperator.ec2.Things.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.ec2.Ec2Failure.Kind;
import dev.amioperator.ec2.Limits.ActionClass;
import dev.amioperator.ec2.Sight.Failed;
import dev.amioperator.ec2.Sight.Pending;
import dev.amioperator.ec2.Sight.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedObserverTest {
  private static final String OWNER = "AmiImage/images/web";
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration SCAN_INTERVAL = Duration.ofMinutes(1);
  private static final Instant EVER = Instant.EPOCH;

  private final SteppedTime time = new SteppedTime();
  private final FakeReads ec2 = new FakeReads();
  private final SharedObserver observer =
      new SharedObserver(
          ec2,
          ec2,
          ec2,
          CLUSTER,
          time,
          time,
          new Pace(
              SCAN_INTERVAL,
              Duration.ofMinutes(10),
              Duration.ofMillis(200),
              Duration.ofSeconds(1)));

  @Test
  void theFirstQuestionAboutAPlaceScansItForAllOwners() {
    ec2.images.add(imageOf("AmiImage/images/other", "ami-1"));
    observed(() -> observer.holdings(PLACE, OWNER, EVER));

    assertThat(ec2.takeCalls()).containsExactly("DescribeImages", "DescribeSnapshots");
    assertThat(held(observer.holdings(PLACE, "AmiImage/images/other", EVER)))
        .containsExactly("ami-1");
    assertThat(held(observer.holdings(PLACE, "AmiImage/images/none", EVER))).isEmpty();
    assertThat(ec2.takeCalls()).isEmpty();
  }

  @Test
  void ownersWhoAskTogetherShareOneLookUp() {
    scanned();
    List<String> owners = owners(50);
    owners.forEach(owner -> ec2.images.add(imageOf(owner, "ami-of-" + owner)));
    Instant now = time.instant();
    owners.forEach(owner -> pending(observer.holdings(PLACE, owner, now)));
    time.pass(WINDOW);

    assertThat(ec2.takeCalls()).containsExactly("DescribeImages", "DescribeSnapshots");
    assertThat(owners)
        .allSatisfy(
            owner ->
                assertThat(held(observer.holdings(PLACE, owner, now)))
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
    owners.forEach(owner -> pending(observer.holdings(PLACE, owner, now)));
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
              Holdings holdings = seen(observer.holdings(PLACE, owner, now));
              assertThat(holdings.images()).hasSize(1);
              assertThat(holdings.snapshots()).hasSize(1);
            });
  }

  @Test
  void manyOwnersAreAskedInBatchesWhereAScanTakesLong() {
    ec2.within = call -> time.tick(Duration.ofSeconds(5));
    scanned();
    ec2.within = call -> {};
    owners(450).forEach(owner -> observer.holdings(PLACE, owner, time.instant()));
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
            throw failure(Kind.TRANSIENT);
          }
        };
    Instant before = time.instant();
    List<String> owners = Stream.concat(owners(300).stream(), Stream.of(OWNER)).toList();
    owners.forEach(owner -> observer.holdings(PLACE, owner, before));
    time.pass(WINDOW);

    assertThat(observer.holdings(PLACE, OWNER, before))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.TRANSIENT));

    ec2.within = call -> {};
    time.pass(Duration.ofMinutes(2));
    assertThat(held(observer.holdings(PLACE, OWNER, before))).containsExactly("ami-2");
  }

  @Test
  void aScanHeldBackByOurOwnLimitGoesOnFromTheSamePage() {
    Limits limits = new Limits(time);
    ec2.within = call -> limits.spend(PLACE, ActionClass.READ, call);
    ec2.pageSize = 1;
    IntStream.range(0, 80).forEach(i -> ec2.images.add(imageOf(OWNER, "ami-" + i)));
    observer.holdings(PLACE, OWNER, EVER);
    time.pass(Duration.ofSeconds(6));

    assertThat(held(observer.holdings(PLACE, OWNER, EVER))).hasSize(80);
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
              seen(observer.holdings(PLACE, OWNER, time.instant().minusSeconds(180)));
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
      seen(observer.holdings(PLACE, OWNER, recently));
      ids.forEach(id -> seen(observer.image(PLACE, OWNER, id, recently)));
    }
    assertThat(ec2.takeCalls().stream().filter("DescribeImages"::equals).count())
        .isBetween(80L, 105L);
  }

  @Test
  void whatWasSeenBeforeAWriteIsNotShownAfterIt() {
    scanned();
    writes(() -> ec2.images.add(imageOf(OWNER, "ami-1"))).deregisterImage(PLACE, OWNER, "x", false);

    pending(observer.holdings(PLACE, OWNER, EVER));
    seen(observer.holdings(PLACE, "AmiImage/images/other", EVER));
    time.pass(WINDOW);
    assertThat(held(observer.holdings(PLACE, OWNER, EVER))).containsExactly("ami-1");
  }

  @Test
  void aWriteThatFailsMayHaveHappened() {
    scanned();
    Ec2Writes lost =
        writes(
            () -> {
              throw failure(Kind.TRANSIENT);
            });
    assertThatThrownBy(() -> lost.deleteSnapshot(PLACE, OWNER, "snap-1"))
        .isInstanceOf(Ec2Failure.class);

    pending(observer.holdings(PLACE, OWNER, EVER));
    time.pass(WINDOW);
    seen(observer.holdings(PLACE, OWNER, EVER));
  }

  @Test
  void aLookUpThatBeganBeforeTheEndOfAWriteDoesNotCount() {
    scanned();
    Ec2Writes writes = writes(() -> {});
    ec2.within =
        call -> {
          if (call.equals("DescribeImages")) {
            writes.deleteSnapshot(PLACE, OWNER, "snap-1");
            ec2.within = later -> {};
          }
        };
    Instant now = time.instant();
    pending(observer.holdings(PLACE, OWNER, now));
    time.pass(WINDOW);
    ec2.takeCalls();

    pending(observer.holdings(PLACE, OWNER, now));
    time.pass(WINDOW);
    assertThat(ec2.takeCalls()).isNotEmpty();
    seen(observer.holdings(PLACE, OWNER, now));
  }

  @Test
  void aWriteOutdatesEveryKindOfAnswerForItsOwner() {
    ec2.images.add(imageOf(OWNER, "ami-1"));
    ec2.snapshots.add(snapshotOf(OWNER, "snap-1"));
    List<Supplier<Sight<?>>> questions =
        List.of(
            () -> observer.image(PLACE, OWNER, "ami-1", EVER),
            () -> observer.named(PLACE, OWNER, "name-ami-1", EVER),
            () -> observer.snapshot(PLACE, OWNER, "snap-1", EVER),
            () -> observer.launchPermissions(PLACE, OWNER, "ami-1", EVER),
            () -> observer.references(PLACE, OWNER, "ami-1", EVER));
    questions.forEach(Supplier::get);
    time.pass(WINDOW);
    assertThat(questions).allSatisfy(ask -> assertThat(ask.get()).isInstanceOf(Seen.class));

    writes(() -> {}).tag(PLACE, OWNER, List.of("ami-1"), Map.of("a", "b"));
    assertThat(questions).allSatisfy(ask -> assertThat(ask.get()).isInstanceOf(Pending.class));
  }

  @Test
  void absenceIsCountedLookUpByLookUpAndForgivenWhenSeen() {
    Presence<Image> first = imageNow();
    assertThat(first.misses()).isEqualTo(1);
    time.pass(Duration.ofMinutes(3));
    Presence<Image> second = imageNow();
    assertThat(second.misses()).isEqualTo(2);
    assertThat(second.missedSince()).isEqualTo(first.missedSince());

    ec2.images.add(imageOf(OWNER, "ami-1"));
    Presence<Image> third = imageNow();
    assertThat(third.misses()).isZero();
    assertThat(third.found()).isPresent();
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

  @Test
  void aDeregisteredNamesakeDoesNotHideTheImageThatStands() {
    ec2.images.add(image("ami-new", "web", Image.State.AVAILABLE, Map.of()));
    ec2.images.add(image("ami-old", "web", Image.State.DEREGISTERED, Map.of()));

    assertThat(observed(() -> observer.named(PLACE, OWNER, "web", EVER)).found().orElseThrow().id())
        .isEqualTo("ami-new");
  }

  @Test
  void anUnsupportedActionHurtsOnlyTheQuestionsThatNeedIt() {
    ec2.within =
        call -> {
          if (call.startsWith("DescribeImageReferences")) {
            throw failure(Kind.UNSUPPORTED);
          }
        };
    observer.references(PLACE, OWNER, "ami-1", EVER);
    observer.launchPermissions(PLACE, OWNER, "ami-1", EVER);
    observer.holdings(PLACE, OWNER, EVER);
    time.pass(WINDOW);

    assertThat(observer.references(PLACE, OWNER, "ami-1", EVER)).isInstanceOf(Failed.class);
    seen(observer.launchPermissions(PLACE, OWNER, "ami-1", EVER));
    seen(observer.holdings(PLACE, OWNER, EVER));
  }

  @Test
  void aFailedLookUpIsLeftAloneUntilItsTimeAndLongerEachTime() {
    ec2.within =
        call -> {
          throw failure(Kind.DENIED);
        };
    Duration first = pauseAfterFailure();
    ec2.takeCalls();
    time.pass(first.minusMillis(1));
    observer.references(PLACE, OWNER, "ami-1", EVER);
    time.pass(Duration.ofMillis(1));
    assertThat(ec2.takeCalls()).isEmpty();

    assertThat(pauseAfterFailure()).isEqualTo(first.multipliedBy(2));
  }

  @Test
  void oneUnknownImageDoesNotSpoilTheCallForTheOthers() {
    ec2.references.add(new ImageReference("ami-3", "ec2:Instance", "arn:i-1"));
    ec2.within =
        call -> {
          if (call.startsWith("DescribeImageReferences") && call.contains("ami-7")) {
            throw failure(Kind.NOT_FOUND);
          }
        };
    IntStream.range(0, 10).forEach(i -> observer.references(PLACE, OWNER, "ami-" + i, EVER));
    time.pass(WINDOW);

    assertThat(seen(observer.references(PLACE, OWNER, "ami-3", EVER))).hasSize(1);
    assertThat(seen(observer.references(PLACE, OWNER, "ami-6", EVER))).isEmpty();
    assertThat(observer.references(PLACE, OWNER, "ami-7", EVER)).isInstanceOf(Failed.class);
  }

  @Test
  void aFaultInOneLookUpIsToldAndStopsNothing() {
    ec2.within =
        call -> {
          throw new IllegalStateException("a bug");
        };
    observer.launchPermissions(PLACE, OWNER, "ami-1", EVER);
    observer.holdings(PLACE, OWNER, EVER);
    observer.inventory(PLACE, EVER);
    time.pass(WINDOW);
    assertThat(observer.launchPermissions(PLACE, OWNER, "ami-1", EVER)).isInstanceOf(Failed.class);
    assertThat(observer.holdings(PLACE, OWNER, EVER)).isInstanceOf(Failed.class);
    assertThat(observer.inventory(PLACE, EVER)).isInstanceOf(Failed.class);

    ec2.within = call -> {};
    time.pass(Duration.ofMinutes(1));
    observed(() -> observer.launchPermissions(PLACE, OWNER, "ami-1", EVER));
    observed(() -> observer.holdings(PLACE, OWNER, EVER));
    observed(() -> observer.inventory(PLACE, EVER));
  }

  @Test
  void permissionsOfManyImagesAreAskedWithinTheBudgetAndNoneIsLost() {
    Limits limits = new Limits(time);
    ec2.within = call -> limits.spend(PLACE, ActionClass.PER_IMAGE_READ, call);
    List<String> ids = IntStream.range(0, 100).mapToObj(i -> "ami-" + i).toList();
    ids.forEach(id -> observer.launchPermissions(PLACE, OWNER, id, EVER));
    time.pass(Duration.ofSeconds(5));
    assertThat(ids)
        .allSatisfy(
            id ->
                assertThat(observer.launchPermissions(PLACE, OWNER, id, EVER))
                    .isNotInstanceOf(Failed.class));

    time.pass(Duration.ofSeconds(15));
    assertThat(ids).allSatisfy(id -> seen(observer.launchPermissions(PLACE, OWNER, id, EVER)));
  }

  @Test
  void aQuestionUnderWayIsNotAskedTwice() {
    IntStream.range(0, 20)
        .forEach(
            i -> {
              observer.launchPermissions(PLACE, OWNER, "ami-1", EVER);
              time.pass(Duration.ofMillis(10));
            });
    time.pass(WINDOW);

    assertThat(ec2.takeCalls()).containsExactly("DescribeImageAttribute ami-1");
  }

  @Test
  void aSteadyStreamOfQuestionsDoesNotHoldTheBatchBackForLong() {
    IntStream.range(0, 15)
        .forEach(
            i -> {
              observer.image(PLACE, OWNER, "ami-" + i, EVER);
              time.pass(Duration.ofMillis(100));
            });

    assertThat(ec2.takeCalls()).containsExactly("DescribeImages");
  }

  @Test
  void theInventoryIsWholeOrNotThereAndKeptUntilNewerIsWanted() {
    ec2.pageSize = 2;
    IntStream.range(0, 3)
        .forEach(i -> ec2.images.add(image("ami-" + i, "n" + i, Image.State.AVAILABLE, Map.of())));
    ec2.within =
        call -> {
          if (call.endsWith("from 2")) {
            throw failure(Kind.TRANSIENT);
          }
        };
    observer.inventory(PLACE, EVER);
    time.pass(WINDOW);
    assertThat(observer.inventory(PLACE, EVER)).isInstanceOf(Failed.class);

    ec2.within = call -> {};
    time.pass(Duration.ofMinutes(1));
    assertThat(observed(() -> observer.inventory(PLACE, EVER))).hasSize(3);
    ec2.takeCalls();
    seen(observer.inventory(PLACE, EVER));
    assertThat(ec2.takeCalls()).isEmpty();
    pending(observer.inventory(PLACE, time.instant()));
  }

  @Test
  void whatNobodyAskedForInAnHourIsForgotten() {
    observed(() -> observer.launchPermissions(PLACE, OWNER, "ami-1", EVER));
    time.pass(Duration.ofMinutes(50));
    seen(observer.launchPermissions(PLACE, OWNER, "ami-1", EVER));

    time.pass(Duration.ofMinutes(75));
    pending(observer.launchPermissions(PLACE, OWNER, "ami-1", EVER));
  }

  private Presence<Image> imageNow() {
    Instant now = time.instant();
    return observed(() -> observer.image(PLACE, OWNER, "ami-1", now));
  }

  @Test
  void aSearchThatManyAskForIsMadeOnce() {
    Instant created = time.instant();
    Candidate candidate = new Candidate("ami-1", Optional.of(created), Optional.empty());
    ec2.candidates.add(candidate);
    ImageSearch search = new ImageSearch(List.of("amazon"), Map.of("name", List.of("al2023-*")));
    Instant now = time.instant();
    owners(50).forEach(owner -> pending(observer.search(PLACE, owner, search, now)));
    time.pass(WINDOW);

    assertThat(ec2.takeCalls()).containsExactly("Search amazon");
    assertThat(owners(50))
        .allSatisfy(
            owner ->
                assertThat(seen(observer.search(PLACE, owner, search, now)))
                    .containsExactly(candidate));
    assertThat(ec2.takeCalls()).isEmpty();
  }

  @Test
  void aSearchThatFindsMoreThanAnyoneMeansFailsAndSaysSo() {
    ec2.pageSize = 1;
    IntStream.range(0, 11)
        .mapToObj(i -> new Candidate("ami-" + i, Optional.empty(), Optional.empty()))
        .forEach(ec2.candidates::add);
    ImageSearch search = new ImageSearch(List.of("amazon"), Map.of("name", List.of("a*")));
    observer.search(PLACE, OWNER, search, EVER);
    time.pass(WINDOW);

    assertThat(observer.search(PLACE, OWNER, search, EVER))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.failure().getMessage()).contains("lookup", "narrow it"));
    assertThat(ec2.takeCalls()).hasSize(10);
  }

  @Test
  void parametersAreAskedTenACallAndOneThatIsMissingIsNone() {
    IntStream.range(0, 20).forEach(i -> ec2.parameters.put("/p/" + i, "ami-" + i));
    Instant now = time.instant();
    IntStream.range(0, 21).forEach(i -> pending(observer.parameter(PLACE, OWNER, "/p/" + i, now)));
    time.pass(WINDOW);

    assertThat(ec2.takeCalls()).hasSize(3);
    assertThat(seen(observer.parameter(PLACE, OWNER, "/p/19", now))).contains("ami-19");
    assertThat(seen(observer.parameter(PLACE, OWNER, "/p/20", now))).isEmpty();
  }

  @Test
  void oneImageThatIsNotInTheRecycleBinHidesNoneThatIs() {
    ec2.bin.add("ami-3");
    Instant now = time.instant();
    IntStream.range(0, 21)
        .forEach(i -> pending(observer.binnedImage(PLACE, OWNER, "ami-" + i, now)));
    time.pass(WINDOW);

    assertThat(seen(observer.binnedImage(PLACE, OWNER, "ami-3", now)).found()).isPresent();
    assertThat(seen(observer.binnedImage(PLACE, OWNER, "ami-20", now)).misses()).isEqualTo(1);
  }

  private void scanned() {
    observed(() -> observer.holdings(PLACE, OWNER, EVER));
    ec2.takeCalls();
  }

  private Duration pauseAfterFailure() {
    observer.references(PLACE, OWNER, "ami-1", EVER);
    time.pass(Duration.ofMillis(200));
    return switch (observer.references(PLACE, OWNER, "ami-1", EVER)) {
      case Failed<?>(Ec2Failure why, Instant retryAt) -> Duration.between(time.instant(), retryAt);
      case Sight<?> other -> throw new AssertionError(other);
    };
  }

  /** Asks until it is seen. */
  private <T> T observed(Supplier<Sight<T>> question) {
    question.get();
    time.pass(WINDOW);
    return seen(question.get());
  }

  private static <T> T seen(Sight<T> sight) {
    if (sight instanceof Seen<T>(T value, Instant askedAt)) {
      return value;
    }
    throw new AssertionError("not seen: " + sight);
  }

  private static void pending(Sight<?> sight) {
    assertThat(sight).isInstanceOf(Pending.class);
  }

  private static List<String> held(Sight<Holdings> sight) {
    return seen(sight).images().stream().map(Image::id).toList();
  }

  private static List<String> owners(int count) {
    return IntStream.range(0, count).mapToObj(i -> "AmiImage/images/o" + i).toList();
  }

  private Ec2Writes writes(Runnable effect) {
    return observer.watch(new FakeWrites(effect));
  }
}
