package dev.amioperator.copy.queue;

import static dev.amioperator.copy.queue.QueueFixtures.CLUSTER;
import static dev.amioperator.copy.queue.QueueFixtures.INTERVALS;
import static dev.amioperator.copy.queue.QueueFixtures.NOW;
import static dev.amioperator.copy.queue.QueueFixtures.foreign;
import static dev.amioperator.copy.queue.QueueFixtures.own;
import static dev.amioperator.copy.queue.QueueFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.copy.queue.CopyDecision.Admitted;
import dev.amioperator.copy.queue.CopyDecision.NotReady;
import dev.amioperator.copy.queue.CopyDecision.Waiting;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegionQueueTest {
  private static final CopyRequest WEB = limited("web", 1);
  private static final CopyRequest API = limited("api", 1);

  private final RegionQueue queue = new RegionQueue(CLUSTER, INTERVALS);

  private static CopyRequest limited(String name, int quota) {
    return request("images", name, "", NOW, 1, 8, quota);
  }

  private CopyDecision ask(CopyRequest request, Instant now) {
    return queue.request(request, now).decision();
  }

  @Test
  void isNotReadyBeforeFirstRead() {
    assertThat(ask(WEB, NOW)).isInstanceOf(NotReady.class);
    assertThat(queue.schedule(NOW).nextRead(NOW)).contains(NOW);

    assertThat(queue.listed(List.of(), NOW, NOW).objects()).containsExactly(WEB.object().id());
    assertThat(ask(WEB, NOW)).isInstanceOf(Admitted.class);
  }

  /** Who was told to wait for the read learns the position, too. */
  @Test
  void wakesAllAfterFirstRead() {
    ask(WEB, NOW);
    ask(API, NOW);

    assertThat(queue.listed(List.of(), NOW, NOW).objects())
        .containsExactlyInAnyOrder(WEB.object().id(), API.object().id());
  }

  @Test
  void readsAgainBeforeAdmissionAfterIdleTime() {
    queue.listed(List.of(), NOW, NOW);
    Instant later = NOW.plus(INTERVALS.staleAfter()).plusSeconds(1);

    assertThat(ask(WEB, later)).isInstanceOf(NotReady.class);
    queue.listed(List.of(foreign("ami-1", 1)), later, later);
    assertThat(ask(WEB, later)).isInstanceOf(Waiting.class);
  }

  /** An object may decide on a read from before another of its reconciles saw the copy complete. */
  @Test
  void ignoresPendingReadFromBeforeCompletion() {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    queue.started(WEB, "ami-1", NOW, NOW);
    queue.finished("ami-1", true, NOW.plusSeconds(60));
    Instant later = NOW.plusSeconds(61);

    queue.observedPending(WEB, "ami-1", NOW, NOW.plusSeconds(58), later);

    assertThat(queue.state().inFlight()).isEmpty();
    assertThat(ask(API, later)).isInstanceOf(Admitted.class);
  }

  @Test
  void givesBackUnusedSlot() {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    assertThat(ask(API, NOW)).isInstanceOf(Waiting.class);
    Instant end = NOW.plus(INTERVALS.reservation());

    assertThat(queue.schedule(NOW).next(NOW)).contains(end);
    assertThat(queue.timePassed(end)).containsExactly(API.object().id());
  }

  @Test
  void countsAcceptedCopyBeforeEc2ListsIt() {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    queue.started(WEB, "ami-1", NOW, NOW);
    queue.listed(List.of(), NOW.plusSeconds(10), NOW.plusSeconds(10));
    assertThat(ask(API, NOW.plusSeconds(10))).isInstanceOf(Waiting.class);

    Instant late = NOW.plus(INTERVALS.visibility()).plusSeconds(1);
    assertThat(queue.listed(List.of(), late, late).ended()).hasSize(1);
    assertThat(ask(API, late)).isInstanceOf(Admitted.class);
  }

  /** The read of an owner may be a few seconds older than the list that lacks its image. */
  @Test
  void ignoresPendingImageOfEarlierRead() {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    queue.started(WEB, "ami-1", NOW, NOW);
    Instant pending = NOW.plusSeconds(10);
    queue.listed(List.of(own("ami-1", "images", "web", NOW)), pending, pending);
    Instant ended = NOW.plusSeconds(20);
    queue.listed(List.of(), ended, ended);

    queue.observedPending(WEB, "ami-1", NOW, pending, ended);
    assertThat(queue.progress(copy -> true, ended)).isEmpty();

    queue.observedPending(WEB, "ami-1", NOW, ended.plusSeconds(1), ended.plusSeconds(2));
    assertThat(queue.progress(copy -> true, ended.plusSeconds(2))).isPresent();
  }

  @Test
  void freesSlotWhenEc2NoLongerListsCopy() {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    queue.started(WEB, "ami-1", NOW, NOW);
    ask(API, NOW);
    Instant listed = NOW.plusSeconds(10);
    queue.listed(List.of(own("ami-1", "images", "web", NOW)), listed, listed);

    RegionQueue.Listed after = queue.listed(List.of(), NOW.plusSeconds(100), NOW.plusSeconds(100));
    assertThat(after.ended()).extracting(CopyInFlight::imageId).containsExactly("ami-1");
    assertThat(after.objects()).containsExactly(API.object().id());
  }

  /** A read that began before the object saw its image complete must not count it again. */
  @Test
  void ignoresListOlderThanEndOfCopy() {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    queue.started(WEB, "ami-1", NOW, NOW);
    queue.finished("ami-1", true, NOW.plusSeconds(60));
    queue.listed(
        List.of(own("ami-1", "images", "web", NOW)), NOW.plusSeconds(59), NOW.plusSeconds(61));

    assertThat(ask(API, NOW.plusSeconds(61))).isInstanceOf(Admitted.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSIENT", "THROTTLED"})
  void keepsSlotOfCallWithoutOutcome(ErrorClass errorClass) {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    queue.callFailed(WEB, QueueFixtures.failure(errorClass), NOW.plusSeconds(90));

    assertThat(ask(API, NOW.plusSeconds(150))).isInstanceOf(Waiting.class);
    assertThat(ask(WEB, NOW.plusSeconds(150))).isInstanceOf(Admitted.class);
  }

  @Test
  void findsCopyWhoseAnswerWasLostByOwner() {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    Instant later = NOW.plusSeconds(5);
    queue.listed(List.of(own("ami-1", "images", "web", NOW.plusSeconds(1))), later, later);

    QueueState state = queue.state();
    assertThat(state.reserved()).isEmpty();
    assertThat(state.inFlight())
        .singleElement()
        .satisfies(copy -> assertThat(copy.requestKey()).isEqualTo(WEB.key()));
  }

  @ParameterizedTest
  @EnumSource(names = {"DENIED", "INVALID", "NOT_FOUND", "ACCOUNT_UNAVAILABLE"})
  void freesSlotOfRefusedCall(ErrorClass errorClass) {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    ask(API, NOW);

    assertThat(queue.callFailed(WEB, QueueFixtures.failure(errorClass), NOW))
        .containsExactly(API.object().id());
  }

  @Test
  void keepsPlaceOfCopyRefusedForQuota() {
    queue.listed(List.of(foreign("ami-1", 1)), NOW, NOW);
    CopyRequest first = limited("first", 300);
    ask(first, NOW);
    queue.callFailed(first, QueueFixtures.quota("Too many image copies in progress."), NOW);

    assertThat(queue.state().limit().learned().images()).isEqualTo(1);
    assertThat(ask(limited("second", 300), NOW))
        .isInstanceOfSatisfying(Waiting.class, w -> assertThat(w.position()).isEqualTo(2));
    assertThat(ask(first, NOW))
        .isInstanceOfSatisfying(Waiting.class, w -> assertThat(w.position()).isEqualTo(1));
  }

  /** NixOS/amis issue 37, fedora-coreos-tracker issue 1810: quotas that no end of a copy frees. */
  @Test
  void learnsNothingFromQuotaOfImages() {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    ask(API, NOW);
    queue.callFailed(
        WEB, QueueFixtures.quota("You have reached your quota of 5 AMIs in this Region."), NOW);

    assertThat(queue.state().limit().learned()).isEqualTo(CopyLimit.UNLIMITED);
    assertThat(ask(API, NOW)).isInstanceOf(Admitted.class);
    assertThat(ask(WEB, NOW)).isInstanceOf(Waiting.class);
    queue.released(API.key(), NOW);
    assertThat(queue.schedule(NOW).next(NOW)).contains(NOW.plus(INTERVALS.refusalPause()));
    assertThat(queue.timePassed(NOW.plus(INTERVALS.refusalPause())))
        .containsExactly(WEB.object().id());
  }

  /** ops-automator issue 2: a queue that stays throttled to a copy until a person resets it. */
  @Test
  void raisesLimitAfterRefusalByItself() {
    queue.listed(List.of(foreign("ami-1", 1)), NOW, NOW);
    ask(limited("web", 300), NOW);
    queue.callFailed(
        limited("web", 300), QueueFixtures.quota("Too many image copies in progress."), NOW);
    Instant later = NOW.plus(INTERVALS.probe());

    assertThat(queue.listed(List.of(foreign("ami-1", 1)), later, later).objects())
        .containsExactly(WEB.object().id());
  }

  @Test
  void takesLowestQuotaOfAccountsWithSameId() {
    queue.listed(List.of(foreign("ami-1", 1)), NOW, NOW);
    ask(limited("low", 1), NOW);
    CopyRequest other =
        new CopyRequest(
            new AccountRegion("other", "123456789012", "us-east-1"),
            QueueFixtures.object("images", "high"),
            "",
            NOW,
            1,
            8,
            Optional.empty(),
            300);

    assertThat(ask(other, NOW)).isInstanceOf(Waiting.class);
  }

  @Test
  void forgetsDeletedObject() {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    ask(API, NOW);

    assertThat(queue.forget(WEB.object().uid(), NOW)).containsExactly(API.object().id());
  }

  @Test
  void estimatesStartAndEndOfWaitingCopies() {
    queue.listed(List.of(), NOW, NOW);
    ask(WEB, NOW);
    queue.started(WEB, "ami-0", NOW.minusSeconds(600), NOW);
    queue.finished("ami-0", true, NOW);
    ask(API, NOW);
    queue.started(API, "ami-1", NOW, NOW);
    Duration each = queue.state().durations().estimate(8).orElseThrow();

    Waiting second = (Waiting) ask(limited("second", 1), NOW);
    Waiting third = (Waiting) ask(limited("third", 1), NOW);
    assertThat(each).isBetween(Duration.ofSeconds(580), Duration.ofSeconds(600));
    assertThat(second.estimatedStart()).contains(NOW.plus(each));
    assertThat(third.estimatedEnd()).contains(NOW.plus(each.multipliedBy(3)));
  }
}
