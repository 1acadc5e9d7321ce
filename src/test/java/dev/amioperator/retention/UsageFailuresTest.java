package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.aws.AwsBuildInstances;
import dev.amioperator.ec2.aws.AwsReads;
import dev.amioperator.ec2.aws.AwsSsm;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.observer.ConsumerAccount;
import dev.amioperator.observer.ListedObjects;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.ObserverIntervals;
import dev.amioperator.observer.ReferencedImages;
import dev.amioperator.observer.SharedObserver;
import dev.amioperator.observer.SteppedClock;
import dev.amioperator.observer.UsageScope;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Faults;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Seeds;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each place where an image's use is found, while AWS answers with an error, in part, late or not
 * believably: an image that is due otherwise is not, and the decision names the place.
 */
class UsageFailuresTest {
  private static final AccountRegion PLACE = RetentionScenario.PLACE;
  private static final AccountRegion PROD =
      new AccountRegion("prod", "444455556666", PLACE.region());

  private List<ConsumerAccount> consumers = List.of();
  private List<ListedObjects> objects = List.of();
  private final SteppedClock time = new SteppedClock();
  private final SimulatedClock ec2Clock = SimulatedClock.steppedFrom(time.instant());
  private final SimulatedCloud cloud = SimulatedCloud.create(ec2Clock);
  private final SimulatedClients clients =
      new SimulatedClients(
          cloud, account -> Caller.of((account.equals("prod") ? PROD : PLACE).accountId()));
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
          usageScope());
  private final DecisionFreshness decisions = new DecisionFreshness(Duration.ofHours(1));
  private final Seeds.SeedTarget seeds = cloud.seeds().target(PLACE.accountId(), PLACE.region());
  private final Seeds.SeedTarget prodSeeds = cloud.seeds().target(PROD.accountId(), PROD.region());
  private Instant evaluationStart = time.instant();
  private String image;

  @BeforeEach
  void seedDueImage() {
    image =
        seeds.image(
            ImageSeed.named("web-1")
                .createdAt(time.instant().minus(Duration.ofDays(40)))
                .tagged("family", "web")
                .tagged(TagKeys.UNKEPT_SINCE, time.instant().minus(Duration.ofDays(4)).toString()));
  }

  @Test
  void decidesDueWhenEveryPlaceAnswers() {
    assertThat(decide().reason()).isEqualTo(RetentionReason.Due);
    assertThat(calls("DescribeLaunchConfigurations")).isEqualTo(1);
    assertThat(calls("DescribeAutoScalingGroups")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeImageReferences, InternalError, DescribeImageReferences",
    "DescribeImageReferences, UnauthorizedOperation, DescribeImageReferences",
    "DescribeLaunchTemplates, UnauthorizedOperation, DescribeLaunchTemplates",
    "ListImageRecipes, AccessDeniedException, ListImageRecipes",
    "DescribeLaunchConfigurations, InternalFailure, launch configurations",
    "DescribeLaunchConfigurations, Throttling, launch configurations",
    "DescribeLaunchConfigurations, AccessDenied, launch configurations",
    "DescribeSpotFleetRequests, InternalError, Spot Fleet requests",
    "DescribeSpotFleetRequests, RequestLimitExceeded, Spot Fleet requests",
    "DescribeSpotFleetRequests, UnauthorizedOperation, Spot Fleet requests",
    "DescribeFleets, InternalError, EC2 Fleets",
    "DescribeFleets, RequestLimitExceeded, EC2 Fleets",
    "DescribeFleets, UnauthorizedOperation, EC2 Fleets",
    "DescribeComputeEnvironments, ServerException, compute environments of AWS Batch",
    "DescribeComputeEnvironments, TooManyRequestsException, compute environments of AWS Batch",
    "DescribeComputeEnvironments, AccessDeniedException, compute environments of AWS Batch",
    "DescribeAutoScalingGroups, InternalFailure, Auto Scaling groups",
    "DescribeAutoScalingGroups, Throttling, Auto Scaling groups",
    "DescribeAutoScalingGroups, AccessDenied, Auto Scaling groups",
  })
  void keepsImageWhileAPlaceFails(String action, String code, String named) {
    String fault = cloud.faults().refuse(action, code, 100);
    Decision decision = decide();
    assertThat(decision.reason()).isEqualTo(RetentionReason.UsageUnknown);
    assertThat(decision.message()).contains(named, action);

    cloud.faults().remove(fault);
    advance(Duration.ofMinutes(11));
    decide(); // Requests the read that failed before.
    advance(Duration.ofSeconds(5));
    assertThat(decide().reason()).isEqualTo(RetentionReason.Due);
  }

  /** A page that fails makes the whole listing unknown: what it would have shown is. */
  @ParameterizedTest
  @ValueSource(strings = {"DescribeLaunchConfigurations", "DescribeAutoScalingGroups"})
  void keepsImageWhenLaterPageFails(String action) {
    String template = seeds.launchTemplate("web", seeds.image(ImageSeed.named("other")));
    for (int i = 0; i < 101; i++) {
      seeds.launchConfiguration("web-" + i, "ami-0123456789abcdef0");
      seeds.mixedScalingGroup("web-" + i, template, List.of("ami-0123456789abcdef0"));
    }
    cloud
        .faults()
        .add(
            Faults.Rule.forAction(action, new Faults.Effect.Refuse("InternalFailure", "", 500))
                .forResource("NextToken"));

    assertThat(decide().reason()).isEqualTo(RetentionReason.UsageUnknown);
    assertThat(calls(action)).isGreaterThan(1);
  }

  /** The decision's own answer is recent; that of another place is not. */
  @Test
  void readsEveryPlaceAgainAfterFifteenMinutes() {
    assertThat(decide().reason()).isEqualTo(RetentionReason.Due);
    seeds.launchConfiguration("web", image);
    advance(Duration.ofMinutes(14));
    assertThat(decide().reason()).isEqualTo(RetentionReason.Due);

    advance(Duration.ofMinutes(2));
    assertThat(decide().reason()).isEqualTo(RetentionReason.Referenced);
    assertThat(calls("DescribeLaunchConfigurations")).isEqualTo(2);
  }

  @Test
  void confirmsListingThatIsSuddenlyEmpty() {
    seeds.launchConfiguration("web", "ami-0123456789abcdef0");
    assertThat(decide().reason()).isEqualTo(RetentionReason.Due);
    seeds.deleteLaunchConfiguration("web");
    advance(Duration.ofMinutes(16));

    Decision doubted = decide();
    assertThat(doubted.reason()).isEqualTo(RetentionReason.UsageUnknown);
    assertThat(doubted.message()).contains("launch configurations", "suddenly");

    advance(ReferencedImages.CONFIRMED_AFTER);
    evaluationStart = time.instant();
    assertThat(decide().reason()).isEqualTo(RetentionReason.Due);
  }

  @Test
  void keepsImageOfLaunchConfigurationWithoutGroup() {
    seeds.launchConfiguration("web", image);
    Decision decision = decide();
    assertThat(decision.reason()).isEqualTo(RetentionReason.Referenced);
    assertThat(decision.message())
        .contains("autoscaling:LaunchConfiguration", "launchConfigurationName/web");
  }

  @Test
  void keepsImageOfComputeEnvironment() {
    String arn = "arn:aws:batch:eu-west-1:111122223333:compute-environment/nightly";
    seeds.reference(image, "batch:ComputeEnvironment", arn);
    Decision decision = decide();
    assertThat(decision.reason()).isEqualTo(RetentionReason.Referenced);
    assertThat(decision.message()).isEqualTo("Used by batch:ComputeEnvironment " + arn + ".");
  }

  @ParameterizedTest
  @CsvSource({
    "sfr-1, active, spot-fleet-request/sfr-1",
    "sfr-1, modifying, spot-fleet-request/sfr-1",
    "fleet-1, active, fleet/fleet-1",
    "fleet-1, submitted, fleet/fleet-1",
  })
  void keepsImageOfFleetThatMayLaunch(String id, String state, String named) {
    seeds.fleet(id, "maintain", state, List.of("ami-0123456789abcdef0", image));
    Decision decision = decide();
    assertThat(decision.reason()).isEqualTo(RetentionReason.Referenced);
    assertThat(decision.message()).contains("arn:aws:ec2:eu-west-1:111122223333:" + named);
  }

  @ParameterizedTest
  @CsvSource({"sfr-1, cancelled_running", "sfr-1, failed", "fleet-1, deleted_running"})
  void ignoresFleetThatLaunchesNoMore(String id, String state) {
    seeds.fleet(id, "maintain", state, List.of(image));
    assertThat(decide().reason()).isEqualTo(RetentionReason.Due);
  }

  @Test
  void keepsImageOfOverrideInGroup() {
    String other = seeds.image(ImageSeed.named("other"));
    seeds.mixedScalingGroup("web", seeds.launchTemplate("web", other), List.of(other, image));
    Decision decision = decide();
    assertThat(decision.reason()).isEqualTo(RetentionReason.Referenced);
    assertThat(decision.message()).contains("autoscaling:AutoScalingGroup", "Name/web");
  }

  /** bonclay7/aws-amicleaner#67, app-sre/qontract-reconcile#4615: shared images are used there. */
  @Test
  void keepsImageOfConsumer() {
    consumers = List.of(new ConsumerAccount.Readable(PROD));
    assertThat(decide().reason()).isEqualTo(RetentionReason.Due);
    assertThat(calls("DescribeImageReferences")).isEqualTo(2);
    assertThat(calls("DescribeLaunchConfigurations")).isEqualTo(2);

    prodSeeds.launchTemplate("web", image);
    advance(Duration.ofMinutes(16));
    Decision decision = decide();
    assertThat(decision.reason()).isEqualTo(RetentionReason.Referenced);
    assertThat(decision.message()).contains("ec2:LaunchTemplate", PROD.accountId());
  }

  @Test
  void keepsImageOfConsumersLaunchConfiguration() {
    consumers = List.of(new ConsumerAccount.Readable(PROD));
    prodSeeds.launchConfiguration("web", image);
    Decision decision = decide();
    assertThat(decision.reason()).isEqualTo(RetentionReason.Referenced);
    assertThat(decision.message()).contains(PROD.accountId(), "launchConfigurationName/web");
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeImageReferences, InternalError, DescribeImageReferences of AwsAccount prod",
    "DescribeImageReferences, UnauthorizedOperation, DescribeImageReferences of AwsAccount prod",
    "DescribeLaunchTemplates, UnauthorizedOperation, the role of AwsAccount prod",
    "DescribeLaunchConfigurations, Throttling, launch configurations of AwsAccount prod",
    "DescribeAutoScalingGroups, AccessDenied, Auto Scaling groups of AwsAccount prod",
  })
  void keepsImageWhileConsumerFails(String action, String code, String named) {
    consumers = List.of(new ConsumerAccount.Readable(PROD));
    cloud
        .faults()
        .add(
            Faults.Rule.forAction(action, new Faults.Effect.Refuse(code, "no", 403))
                .inAccount(PROD.accountId()));
    Decision decision = decide();
    assertThat(decision.reason()).isEqualTo(RetentionReason.UsageUnknown);
    assertThat(decision.message()).contains(named);
  }

  @Test
  void keepsImagesWhileConsumerIsUnreadable() {
    consumers = List.of(new ConsumerAccount.Unreadable("AwsAccount prod does not exist"));
    Decision decision = decide();
    assertThat(decision.reason()).isEqualTo(RetentionReason.UsageUnknown);
    assertThat(decision.message()).contains("AwsAccount prod does not exist");
  }

  @Test
  void keepsImagesWhileObjectsAreUnreadable() {
    objects =
        List.of(
            new ListedObjects(
                "ec2nodeclasses.v1.karpenter.k8s.aws",
                new Observation.Failed<>(
                    new Ec2CallException(ErrorClass.DENIED, "list", "HTTP 403", "no", null),
                    Instant.MAX)));
    Decision decision = decide();
    assertThat(decision.reason()).isEqualTo(RetentionReason.UsageUnknown);
    assertThat(decision.message()).contains("ec2nodeclasses.v1.karpenter.k8s.aws");
  }

  private UsageScope usageScope() {
    return new UsageScope() {
      @Override
      public List<ConsumerAccount> consumers(AccountRegion accountRegion) {
        return consumers;
      }

      @Override
      public List<ListedObjects> objects(Instant notBefore) {
        return objects;
      }
    };
  }

  private Decision decide() {
    GatheredFacts gathered = gatherAll();
    return gathered.decisions().stream()
        .filter(decision -> decision.imageId().equals(image))
        .findFirst()
        .orElseThrow();
  }

  private GatheredFacts gatherAll() {
    while (true) {
      try {
        GatheredFacts gathered = gather();
        if (gathered.usageReads().complete()) {
          return gathered;
        }
      } catch (ObservationPendingException pending) {
        // Read again below.
      }
      advance(Duration.ofMillis(250));
    }
  }

  private GatheredFacts gather() {
    var freshness = decisions.freshnessFor("policy", time.instant(), false);
    return new FactsGatherer(
            region ->
                new ObservationSession(
                    observer,
                    region,
                    new Owner(RetentionScenario.CLUSTER, "AmiRetentionPolicy/images/web"),
                    freshness),
            freshness)
        .gather(
            facts(),
            List.of(PLACE),
            new ReversibleSteps(RetentionScenario.CLUSTER, facts().now()),
            (region, image) -> false);
  }

  private Facts facts() {
    return new Facts(
        RetentionScenario.withImages().policy(),
        Map.of(),
        Map.of(),
        new DeclaredImages(RetentionScenario.CLUSTER, Set.of(), Set.of(), Set.of(), Map.of()),
        Map.of(PLACE.accountId(), time.instant().minus(Duration.ofDays(100))),
        Map.of(),
        new UsageFreshness(true, evaluationStart, Duration.ofHours(6), time.instant()),
        new Facts.History(Set.of(), List.of()),
        new Approval.NotRequired(),
        time.instant());
  }

  /** Advances EC2 and the operator together. */
  private void advance(Duration duration) {
    Duration left = duration;
    while (left.isPositive()) {
      Duration step = left.compareTo(Duration.ofSeconds(1)) < 0 ? left : Duration.ofSeconds(1);
      ec2Clock.step(step);
      time.advance(step);
      left = left.minus(step);
    }
  }

  private long calls(String action) {
    return cloud.journal().entries().stream().filter(c -> c.action().equals(action)).count();
  }
}
