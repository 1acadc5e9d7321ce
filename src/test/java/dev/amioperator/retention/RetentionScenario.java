package dev.amioperator.retention;

import static java.util.stream.Collectors.toMap;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Management;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.api.v1alpha1.ManagingService;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A retention policy with the images it finds. By default it selects the family web in eu-west-1,
 * keeps images younger than thirty days, deregisters after three, is enforced and hardly limited;
 * every image in the account may be retired, and none is in use.
 */
final class RetentionScenario {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final ClusterId CLUSTER = new ClusterId("here");
  static final AccountRegion PLACE = new AccountRegion("default", "111122223333", "eu-west-1");
  static final AccountRegion ELSEWHERE = new AccountRegion("default", "111122223333", "us-east-1");

  private final Map<AccountRegion, List<Image>> inventory = new HashMap<>();
  private final Map<String, EffectivePolicy> others = new HashMap<>();
  private final Map<String, Usage> usage = new HashMap<>();
  private Set<String> accounts = Set.of(PLACE.accountId());
  private Set<String> regions = Set.of(PLACE.region());
  private OptionalInt newest = OptionalInt.empty();
  private Duration youngerThan = Duration.ofDays(30);
  private Set<ManagingService> services = Set.of();
  private Management management = Management.ANY;
  private ImageGrouping grouping = new ImageGrouping(List.of(), true);
  private Optional<Duration> launchedWithin = Optional.empty();
  private Map<String, String> keepTags = Map.of();
  private final Map<RetireStep, Duration> steps =
      new EnumMap<>(Map.of(RetireStep.DEREGISTER, Duration.ofDays(3)));
  private int maxImages = 1000;
  private int maxPercent = 100;
  private boolean enforce = true;
  private boolean deletesOrphans;
  private Optional<Instant> enforcingSince = Optional.of(NOW.minus(Duration.ofDays(400)));
  private PolicyCoverage coverage = new PolicyCoverage(CLUSTER, "images", List.of(Map.of()));
  private DeclaredImages declaredImages =
      new DeclaredImages(CLUSTER, Set.of(), Set.of(), Set.of(), Map.of());
  private Approval approval = new Approval.NotRequired();
  private Facts.History history = new Facts.History(Set.of(), List.of());

  static RetentionScenario withImages(Image... images) {
    return new RetentionScenario().inRegion(PLACE, List.of(images));
  }

  static RetentionScenario withImages(List<Image> images) {
    return new RetentionScenario().inRegion(PLACE, images);
  }

  RetentionScenario inRegion(AccountRegion accountRegion, List<Image> images) {
    inventory.put(accountRegion, images);
    images.forEach(image -> usage.put(image.id(), new Usage.Unused(NOW)));
    return this;
  }

  /** Names further accounts, by their ids. */
  RetentionScenario withAccounts(String... accountIds) {
    accounts = Set.of(accountIds);
    return this;
  }

  /** The AwsAccounts of other accounts than the default are named like the account ids. */
  private List<String> names() {
    return accounts.stream().map(id -> id.equals(PLACE.accountId()) ? "default" : id).toList();
  }

  private Map<String, PolicyCoverage> coverages() {
    return accounts.stream().collect(toMap(id -> id, id -> coverage));
  }

  RetentionScenario withRegions(String... names) {
    regions = Set.of(names);
    return this;
  }

  RetentionScenario keepNewest(int count) {
    newest = OptionalInt.of(count);
    return this;
  }

  RetentionScenario keepYoungerThan(int days) {
    youngerThan = Duration.ofDays(days);
    return this;
  }

  RetentionScenario keepLaunchedWithin(int days) {
    launchedWithin = Optional.of(Duration.ofDays(days));
    return this;
  }

  RetentionScenario keepTags(Map<String, String> tags) {
    keepTags = tags;
    return this;
  }

  RetentionScenario selecting(Management images) {
    management = images;
    return this;
  }

  RetentionScenario including(ManagingService... managedBy) {
    services = Set.of(managedBy);
    return this;
  }

  /** Groups by tags and names, as in spec.groupBy. */
  RetentionScenario groupedBy(String... groupBy) {
    grouping =
        ImageGrouping.of(AmiRetentionPolicySpecBuilder.builder().groupBy(List.of(groupBy)).build());
    return this;
  }

  RetentionScenario architecturesTogether() {
    grouping = new ImageGrouping(grouping.keys(), false);
    return this;
  }

  RetentionScenario deregisterAfter(int days) {
    return withStep(RetireStep.DEREGISTER, days);
  }

  /** Takes a step this many days after no rule keeps an image. */
  RetentionScenario withStep(RetireStep step, int days) {
    steps.put(step, Duration.ofDays(days));
    return this;
  }

  RetentionScenario withoutStep(RetireStep step) {
    steps.remove(step);
    return this;
  }

  RetentionScenario withLimits(int images, int percent) {
    maxImages = images;
    maxPercent = percent;
    return this;
  }

  RetentionScenario inPlanMode() {
    enforce = false;
    enforcingSince = Optional.empty();
    return this;
  }

  RetentionScenario deletingOrphans() {
    deletesOrphans = true;
    return this;
  }

  RetentionScenario enforcedFor(int days) {
    enforcingSince = Optional.of(NOW.minus(Duration.ofDays(days)));
    return this;
  }

  /** In a namespace whose policies also cover images with any of these sets of tags. */
  @SafeVarargs
  final RetentionScenario covering(String namespace, Map<String, String>... allowedTags) {
    coverage = new PolicyCoverage(CLUSTER, namespace, List.of(allowedTags));
    return this;
  }

  RetentionScenario withDeclaredImages(DeclaredImages by) {
    declaredImages = by;
    return this;
  }

  RetentionScenario withUsage(String imageId, Usage by) {
    usage.put(imageId, by);
    return this;
  }

  RetentionScenario withoutUsage() {
    usage.clear();
    return this;
  }

  RetentionScenario withHistory(Set<String> retiring, Instant... retired) {
    history = new Facts.History(retiring, List.of(retired));
    return this;
  }

  RetentionScenario withApproval(Approval by) {
    approval = by;
    return this;
  }

  RetentionScenario withOtherPolicy(RetentionScenario policy) {
    EffectivePolicy other = policy.policy();
    others.put("AmiRetentionPolicy/%s/other".formatted(other.accounts().namespace()), other);
    return this;
  }

  EffectivePolicy policy() {
    return new EffectivePolicy(
        new CoveredAccounts(coverage.namespace(), names(), coverages()),
        regions,
        new ImageSelector(Map.of("family", "web"), List.of(), management),
        services,
        grouping,
        new KeepRules(newest, Optional.of(youngerThan), launchedWithin, keepTags),
        new RetireSteps(steps),
        maxImages,
        maxPercent,
        enforce,
        deletesOrphans);
  }

  Facts facts() {
    return new Facts(
        policy(),
        others,
        inventory,
        declaredImages,
        enforcingSince
            .map(since -> accounts.stream().collect(toMap(id -> id, id -> since)))
            .orElse(Map.of()),
        usage,
        new UsageFreshness(enforce, NOW.minus(Duration.ofMinutes(15)), Duration.ofHours(6), NOW),
        history,
        approval,
        NOW);
  }

  /** Retention decisions by image id. */
  Map<String, Decision> decisions() {
    Map<String, Decision> decisions = new HashMap<>();
    RetentionDecisions.decide(facts())
        .forEach(decision -> decisions.put(decision.imageId(), decision));
    return decisions;
  }

  RetentionReason reasonFor(String imageId) {
    return decisions().get(imageId).reason();
  }
}
