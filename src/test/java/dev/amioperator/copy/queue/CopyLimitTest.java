package dev.amioperator.copy.queue;

import static dev.amioperator.copy.queue.QueueFixtures.INTERVALS;
import static dev.amioperator.copy.queue.QueueFixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.copy.queue.CopyLimit.CallsUnderWay;
import dev.amioperator.copy.queue.CopyLimit.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyLimitTest {
  private static final QuotaRefusal OF_IMAGES =
      new QuotaRefusal(QuotaRefusal.Quota.IMAGE_COPIES, OptionalInt.empty());
  private static final QuotaRefusal OF_SNAPSHOTS =
      new QuotaRefusal(QuotaRefusal.Quota.SNAPSHOT_COPIES, OptionalInt.empty());

  /** EC2 with a limit that it does not tell, and copies that never end. */
  private static final class HiddenLimit {
    final CopyLoad allowed;
    final CopyLoad copy;
    final Random random;
    final Deque<Check> calls = new ArrayDeque<>();
    CopyLimit limit = CopyLimit.UNKNOWN;
    CopyLoad inProgress = CopyLoad.NONE;
    int refusals;
    int rounds;

    HiddenLimit(CopyLoad allowed, int snapshots, long seed) {
      this.allowed = allowed;
      this.copy = CopyLoad.ofImage(snapshots);
      this.random = new Random(seed);
    }

    /** Sends calls, and answers some of them, until none can be sent. */
    void fill(int quota) {
      do {
        send(quota);
        for (int answers = calls.isEmpty() ? 0 : 1 + random.nextInt(calls.size());
            answers > 0;
            answers--) {
          answer();
        }
        rounds++;
      } while (!calls.isEmpty() || checkNext(quota) != Check.FULL);
    }

    private void send(int quota) {
      Check check = checkNext(quota);
      while (check != Check.FULL && check != Check.CALLS_UNDER_WAY) {
        calls.add(check);
        check = checkNext(quota);
      }
    }

    private Check checkNext(int quota) {
      return limit.check(inProgress.plus(underWay()), copy, quota, callsUnderWay(), NOW, true);
    }

    private CopyLoad underWay() {
      return new CopyLoad(calls.size(), calls.size() * copy.snapshots());
    }

    private CallsUnderWay callsUnderWay() {
      CallsUnderWay all = CallsUnderWay.NONE;
      for (Check call : calls) {
        all = all.plus(call);
      }
      return all;
    }

    private void answer() {
      Check call = calls.remove();
      boolean probe = call == Check.PROBE;
      if (inProgress.plus(copy).within(allowed)) {
        inProgress = inProgress.plus(copy);
        limit = limit.accepted(inProgress, probe, NOW, INTERVALS);
      } else {
        refusals++;
        QuotaRefusal refusal =
            inProgress.images() + 1 > allowed.images() ? OF_IMAGES : OF_SNAPSHOTS;
        limit = limit.refused(refusal, inProgress, underWay(), probe, NOW, INTERVALS);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "300, 5, 1, 5",
    "300, 20, 2, 10",
    "300, 20, 1, 20",
    "300, 100, 4, 25",
    "20, 9999, 2, 20",
    "100, 9999, 2, 100"
  })
  void learnsKnownLimitByOneRefusal(int images, int snapshots, int each, int slots) {
    for (long seed = 0; seed < 50; seed++) {
      HiddenLimit ec2 = new HiddenLimit(new CopyLoad(images, snapshots), each, seed);
      ec2.fill(300);
      assertThat(ec2.refusals).isEqualTo(1);
      assertThat(ec2.inProgress.images()).isEqualTo(slots);
    }
  }

  @Test
  void fillsDefaultQuotaInFewRounds() {
    HiddenLimit ec2 = new HiddenLimit(new CopyLoad(300, 9999), 2, 1);
    ec2.fill(300);

    assertThat(ec2.inProgress.images()).isEqualTo(300);
    assertThat(ec2.refusals).isZero();
    assertThat(ec2.rounds).isLessThan(60);
  }

  @Property(tries = 500)
  void fillsAnyLimitWithFewRefusals(
      @ForAll @IntRange(min = 1, max = 400) int images,
      @ForAll @IntRange(min = 1, max = 400) int snapshots,
      @ForAll @IntRange(min = 1, max = 4) int each,
      @ForAll long seed) {
    CopyLoad allowed = new CopyLoad(images, Math.max(each, snapshots));
    HiddenLimit ec2 = new HiddenLimit(allowed, each, seed);
    ec2.fill(300);

    int slots = Math.min(Math.min(images, 300), allowed.snapshots() / each);
    assertThat(ec2.inProgress.images()).isEqualTo(slots);
    assertThat(ec2.refusals).isLessThanOrEqualTo(Math.max(2, slots / 2 + 1));
  }

  /** The message may state a limit that copies unknown to the operator use, too. */
  @Test
  void takesLowerOfStatedAndReachedLimit() {
    QuotaRefusal stated = new QuotaRefusal(QuotaRefusal.Quota.SNAPSHOT_COPIES, OptionalInt.of(20));

    assertThat(refused(stated, new CopyLoad(5, 10)).learned().snapshots()).isEqualTo(10);
    assertThat(refused(stated, new CopyLoad(15, 30)).learned().snapshots()).isEqualTo(20);
  }

  private static CopyLimit refused(QuotaRefusal refusal, CopyLoad inProgress) {
    return CopyLimit.UNKNOWN.refused(refusal, inProgress, CopyLoad.NONE, false, NOW, INTERVALS);
  }

  @Test
  void probesLearnedLimitLaterAndLater() {
    CopyLoad full = new CopyLoad(10, 20);
    CopyLimit limit = refused(OF_SNAPSHOTS, full);
    assertThat(check(limit, full, NOW.plus(Duration.ofMinutes(29)))).isEqualTo(Check.FULL);
    Instant probeAt = NOW.plus(Duration.ofMinutes(30));
    assertThat(check(limit, full, probeAt)).isEqualTo(Check.PROBE);

    CopyLimit again = limit.refused(OF_SNAPSHOTS, full, CopyLoad.NONE, true, probeAt, INTERVALS);
    assertThat(check(again, full, probeAt.plus(Duration.ofMinutes(59)))).isEqualTo(Check.FULL);
    assertThat(check(again, full, probeAt.plus(Duration.ofMinutes(60)))).isEqualTo(Check.PROBE);
  }

  @Test
  void raisesLearnedLimitByProbes() {
    CopyLoad more = new CopyLoad(11, 22);
    Instant probeAt = NOW.plus(Duration.ofMinutes(30));
    CopyLimit limit =
        refused(OF_SNAPSHOTS, new CopyLoad(10, 20)).accepted(more, true, probeAt, INTERVALS);

    assertThat(limit.learned().snapshots()).isEqualTo(22);
    assertThat(check(limit, more, probeAt.plus(Duration.ofMinutes(14)))).isEqualTo(Check.FULL);
    assertThat(check(limit, more, probeAt.plus(Duration.ofMinutes(15)))).isEqualTo(Check.PROBE);
  }

  /** A copy that ended unnoticed would let any probe succeed. */
  @Test
  void probesOnlyRightAfterRead() {
    CopyLoad full = new CopyLoad(10, 20);
    CopyLimit limit = refused(OF_SNAPSHOTS, full);
    Instant later = NOW.plus(Duration.ofDays(1));

    assertThat(limit.check(full, CopyLoad.ofImage(2), 300, CallsUnderWay.NONE, later, false))
        .isEqualTo(Check.FULL);
  }

  /** Others may use the whole quota by CopySnapshot, which no list of images shows. */
  @Test
  void pausesWhenFirstCopyIsRefused() {
    CopyLimit limit = refused(OF_SNAPSHOTS, CopyLoad.NONE);
    assertThat(check(limit, CopyLoad.NONE, NOW.plusSeconds(59))).isEqualTo(Check.FULL);
    assertThat(check(limit, CopyLoad.NONE, NOW.plusSeconds(60))).isEqualTo(Check.ALONE);

    CopyLimit again =
        limit.refused(
            OF_SNAPSHOTS, CopyLoad.NONE, CopyLoad.NONE, false, NOW.plusSeconds(60), INTERVALS);
    assertThat(check(again, CopyLoad.NONE, NOW.plusSeconds(179))).isEqualTo(Check.FULL);
    assertThat(check(again, CopyLoad.NONE, NOW.plusSeconds(180))).isEqualTo(Check.ALONE);
  }

  /** An image with more snapshots than a learned limit is tried while nothing else is copied. */
  @Test
  void triesImageLargerThanLimitAlone() {
    CopyLimit limit = refused(OF_SNAPSHOTS, new CopyLoad(10, 20));
    CopyLoad large = CopyLoad.ofImage(26);

    assertThat(limit.check(CopyLoad.NONE, large, 300, CallsUnderWay.NONE, NOW, false))
        .isEqualTo(Check.ALONE);
    assertThat(limit.check(CopyLoad.ofImage(1), large, 300, CallsUnderWay.NONE, NOW, false))
        .isEqualTo(Check.FULL);
  }

  private static Check check(CopyLimit limit, CopyLoad load, Instant now) {
    return limit.check(load, CopyLoad.ofImage(2), 300, CallsUnderWay.NONE, now, true);
  }
}
