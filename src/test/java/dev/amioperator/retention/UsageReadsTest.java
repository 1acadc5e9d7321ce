package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.Observation;
import dev.amioperator.retention.UsageReads.Candidate;
import dev.amioperator.retention.UsageReads.Read;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageReadsTest {
  private static final UsageFreshness PLAN = freshness(false);
  private static final UsageFreshness ENFORCE = freshness(true);

  @Test
  void readsThoseFirstThatWouldBeDueFirst() {
    UsageReads reads =
        plan(
            PLAN,
            unread(image("ami-young", 40)),
            unread(unkeptFor(image("ami-tagged", 35), 1)),
            unread(image("ami-old", 400)),
            unread(unkeptFor(image("ami-nearly-due", 34), 2)));

    assertThat(ids(reads)).containsExactly("ami-nearly-due", "ami-tagged", "ami-old", "ami-young");
    assertThat(reads.known()).isZero();
    assertThat(reads.complete()).isFalse();
  }

  @Test
  void readsPartOfManyAtOnce() {
    UsageReads reads =
        UsageReads.of(
            IntStream.range(0, 2000).mapToObj(i -> unread(image("ami-" + i, 40))).toList(), PLAN);

    assertThat(reads.next()).hasSize(UsageReads.AT_ONCE);
    assertThat(reads.candidates()).isEqualTo(2000);
  }

  @Test
  void planKeepsAnswersOfADay() {
    assertThat(plan(PLAN, unused("ami-a", Duration.ofHours(11))).next()).isEmpty();
    assertThat(plan(PLAN, unused("ami-a", Duration.ofHours(23))).complete()).isTrue();
  }

  @Test
  void repeatsOldAnswersInFullCalls() {
    List<Candidate> old =
        IntStream.range(0, 19).mapToObj(i -> unused("ami-" + i, Duration.ofHours(21))).toList();

    assertThat(UsageReads.of(old, PLAN).next()).hasSize(10);
    assertThat(UsageReads.of(old, PLAN).complete()).as("counts meanwhile").isTrue();
    assertThat(UsageReads.of(old.subList(0, 9), PLAN).next()).isEmpty();
  }

  @Test
  void repeatsOverdueAnswerInAnyCall() {
    UsageReads reads = plan(PLAN, unused("ami-a", Duration.ofHours(23)));

    assertThat(reads.next()).extracting(Read::notBefore).containsExactly(NOW);
  }

  @Test
  void tagTakesAnswerOfThisEvaluation() {
    UsageReads stale = plan(ENFORCE, unused("ami-a", Duration.ofMinutes(16)));
    assertThat(stale.complete()).isFalse();
    assertThat(stale.next()).extracting(Read::notBefore).containsExactly(ENFORCE.evaluationStart());

    assertThat(plan(ENFORCE, unused("ami-a", Duration.ofMinutes(14))).complete()).isTrue();
  }

  @Test
  void retirementTakesAnswerOfThisEvaluation() {
    Image due = unkeptFor(image("ami-a", 40), 4);

    assertThat(plan(ENFORCE, unused(due, Duration.ofMinutes(16))).complete()).isFalse();
    assertThat(plan(ENFORCE, unused(due, Duration.ofMinutes(14))).complete()).isTrue();
  }

  @Test
  void retentionPeriodGoesOnWithEarlierAnswer() {
    Image tagged = unkeptFor(image("ami-a", 40), 2);

    UsageReads reads = plan(ENFORCE, unused(tagged, Duration.ofHours(7)));

    assertThat(reads.complete()).isTrue();
    assertThat(ids(reads)).as("older than the interval").containsExactly("ami-a");
  }

  @Test
  void referenceKeepsImageUntilItIsReadAgain() {
    UsageReads reads =
        plan(
            ENFORCE,
            new Candidate(
                decision(image("ami-a", 40)),
                new Observation.Known<>(
                    List.of(new ImageReference("ami-a", "ec2:Instance", "arn")),
                    NOW.minus(Duration.ofHours(1)))));

    assertThat(reads.complete()).isTrue();
  }

  /** Otherwise those that fail first are repeated for ever, and the last never read. */
  @Test
  void repeatsFailedReadsAfterAllOthers() {
    Candidate failed = failed("ami-a", ErrorClass.TRANSIENT, NOW);
    UsageReads reads = plan(PLAN, failed, unread(image("ami-b", 40)));

    assertThat(ids(reads)).containsExactly("ami-b", "ami-a");
  }

  @Test
  void waitsForRetryOfFailedRead() {
    assertThat(plan(PLAN, failed("ami-a", ErrorClass.DENIED, NOW.plusSeconds(1))).next()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void endsUnlessThrottled(ErrorClass errorClass) {
    assertThat(plan(PLAN, failed("ami-a", errorClass, NOW)).complete())
        .isEqualTo(errorClass != ErrorClass.THROTTLED);
  }

  private static UsageFreshness freshness(boolean enforce) {
    return new UsageFreshness(enforce, NOW.minus(Duration.ofMinutes(15)), Duration.ofHours(6), NOW);
  }

  private static UsageReads plan(UsageFreshness freshness, Candidate... candidates) {
    return UsageReads.of(List.of(candidates), freshness);
  }

  private static Stream<String> ids(UsageReads reads) {
    return reads.next().stream().map(read -> read.decision().imageId());
  }

  private static Candidate unread(Image image) {
    return new Candidate(decision(image), new Observation.Pending<>());
  }

  private static Candidate unused(String imageId, Duration age) {
    return unused(image(imageId, 40), age);
  }

  private static Candidate unused(Image image, Duration age) {
    return new Candidate(decision(image), new Observation.Known<>(List.of(), NOW.minus(age)));
  }

  private static Candidate failed(String imageId, ErrorClass errorClass, Instant retryAt) {
    Ec2CallException failure =
        new Ec2CallException(errorClass, "DescribeImageReferences", "Code", "message", null);
    return new Candidate(decision(image(imageId, 40)), new Observation.Failed<>(failure, retryAt));
  }

  private static Decision decision(Image image) {
    return new Decision(
        RetentionScenario.PLACE,
        image,
        RetentionReason.UsageUnknown,
        UnkeptSinceTag.of(image, NOW),
        new RetireSteps(Map.of(RetireStep.DEREGISTER, Duration.ofDays(3))),
        Optional.of(RetireStep.DEREGISTER),
        UnkeptSinceTag.of(image, NOW).map(since -> since.plus(Duration.ofDays(3))),
        "",
        Optional.empty());
  }
}
