package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.aws.AwsBuildInstances;
import dev.amioperator.ec2.aws.AwsReads;
import dev.amioperator.ec2.aws.AwsSsm;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.observer.ObserverIntervals;
import dev.amioperator.observer.SharedObserver;
import dev.amioperator.observer.SteppedClock;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.SimulatedClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Evaluations of a large account over the observer, the adapter and EC2's request limits. */
class LargeAccountTest {
  private static final AccountRegion PLACE = RetentionScenario.PLACE;
  private static final int IMAGES = 20_000;
  private static final int CANDIDATES = 17_900;

  /** EC2 permits each read 100 calls at once and 20 a second. */
  private static final Duration BOUND = Duration.ofMillis((CANDIDATES / 10 - 100) * 1000L / 20);

  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration SIX_HOURS = Duration.ofHours(6);

  private final SteppedClock time = new SteppedClock();
  private final SimulatedClock ec2Clock = SimulatedClock.steppedFrom(time.instant());
  private final SimulatedCloud cloud = SimulatedCloud.create(ec2Clock);
  private final SimulatedClients clients =
      new SimulatedClients(cloud, Caller.of(PLACE.accountId()));
  private final RateLimiter limits = new RateLimiter(time);
  private final SharedObserver observer =
      new SharedObserver(
          new AwsReads(clients, limits),
          new AwsSsm(clients, limits),
          new AwsBuildInstances(clients, limits),
          RetentionScenario.CLUSTER,
          time,
          time,
          new ObserverIntervals(
              Duration.ofMinutes(1),
              Duration.ofMinutes(10),
              Duration.ofMillis(200),
              Duration.ofSeconds(1)),
          region -> List.of());
  private final DecisionFreshness decisions = new DecisionFreshness(Duration.ofHours(1));
  private Instant evaluationStart = time.instant();

  @BeforeEach
  void seedAccount() {
    var seeds = cloud.seeds().target(PLACE.accountId(), PLACE.region());
    for (int i = 0; i < IMAGES; i++) {
      seeds.image(
          ImageSeed.named("web-" + i)
              .createdAt(time.instant().minus(Duration.ofDays(i < CANDIDATES ? 40 + i % 300 : 1)))
              .tagged("family", "web"));
    }
    cloud.throttling().enable();
  }

  @Test
  void decidesAtTheRateOfEc2AndKeepsTheAnswers() {
    Instant start = time.instant();
    GatheredFacts first = await(() -> gather(false));
    assertThat(first.usageReads().candidates()).isEqualTo(CANDIDATES);
    assertThat(Duration.between(start, time.instant()))
        .as("first progress")
        .isLessThan(Duration.ofMinutes(1));

    GatheredFacts complete = awaitComplete(false);
    assertThat(complete.decisions()).filteredOn(d -> d.is(RetentionReason.Unkept)).hasSize(17_900);
    assertThat(Duration.between(start, time.instant()).toMillis())
        .isLessThanOrEqualTo(BOUND.toMillis() * 12 / 10);
    assertThat(calls("DescribeImageReferences")).isEqualTo(CANDIDATES / 10);
    assertThat(throttledCalls()).isZero();

    for (int round = 0; round < 2; round++) {
      evaluateForSixHours();
      evaluationStart = time.instant();
      long pages = calls("DescribeImages");
      awaitComplete(false);
      assertThat(calls("DescribeImages") - pages).isEqualTo(IMAGES / 1000);
      assertThat(calls("DescribeImageReferences")).isEqualTo(CANDIDATES / 10);
    }
  }

  /** As the operator does between two rounds, which keeps the answers in memory. */
  private void evaluateForSixHours() {
    for (int i = 0; i < 12; i++) {
      advance(Duration.ofMinutes(30));
      await(() -> gather(false));
    }
  }

  /** A tag starts a retention period, so mode Enforce takes no answer from mode Plan for it. */
  @Test
  void readsUsageAgainBeforeTags() {
    awaitComplete(false);
    advance(Duration.ofMinutes(5));
    evaluationStart = time.instant();

    assertThat(await(() -> gather(true)).usageReads().known()).isZero();
  }

  private GatheredFacts awaitComplete(boolean enforce) {
    GatheredFacts gathered = await(() -> gather(enforce));
    while (!gathered.usageReads().complete()) {
      advance(Duration.ofSeconds(gathered.usageReads().unknown() > UsageReads.AT_ONCE ? 4 : 1));
      gathered = await(() -> gather(enforce));
    }
    return gathered;
  }

  private interface Gather {
    GatheredFacts gather();
  }

  private GatheredFacts await(Gather evaluation) {
    while (true) {
      try {
        return evaluation.gather();
      } catch (ObservationPendingException pending) {
        advance(Duration.ofMillis(250));
      }
    }
  }

  private GatheredFacts gather(boolean enforce) {
    Freshness freshness = decisions.freshnessFor("policy", time.instant(), false);
    Facts facts = facts(enforce);
    return new FactsGatherer(
            region ->
                new ObservationSession(
                    observer,
                    region,
                    new Owner(RetentionScenario.CLUSTER, "AmiRetentionPolicy/images/web"),
                    freshness),
            freshness)
        .gather(
            facts,
            List.of(PLACE),
            new ReversibleSteps(RetentionScenario.CLUSTER, facts.now()),
            (region, image) -> false);
  }

  private Facts facts(boolean enforce) {
    return new Facts(
        (enforce ? RetentionScenario.withImages() : RetentionScenario.withImages().inPlanMode())
            .policy(),
        Map.of(),
        Map.of(),
        new DeclaredImages(RetentionScenario.CLUSTER, Set.of(), Set.of(), Set.of(), Map.of()),
        Map.of(),
        Map.of(),
        new UsageFreshness(enforce, evaluationStart, SIX_HOURS, time.instant()),
        new Facts.History(Set.of(), List.of()),
        new Approval.NotRequired(),
        time.instant());
  }

  /** Advances EC2 and the operator together, so that neither sees the other's future. */
  private void advance(Duration duration) {
    Duration left = duration;
    while (left.isPositive()) {
      Duration step = left.compareTo(STEP) < 0 ? left : STEP;
      ec2Clock.step(step);
      time.advance(step);
      left = left.minus(step);
    }
  }

  private long calls(String action) {
    return cloud.journal().entries().stream().filter(c -> c.action().equals(action)).count();
  }

  private long throttledCalls() {
    return cloud.journal().entries().stream()
        .filter(call -> "RequestLimitExceeded".equals(call.error()))
        .count();
  }
}
