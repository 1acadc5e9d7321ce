package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AllowSpec.AllowedRetention;
import dev.amioperator.api.v1alpha1.AllowSpecBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Limits;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Retire;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecSelectBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Item;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.KeepSpecBuilder;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Runs a retention policy on its own family of images in a simulated cloud. */
abstract class RetentionTestBase {
  /** A cloud of its own, for days pass in it. */
  public static class SeparateCloudProfile extends MockServerProfile {}

  private static final String REGION = "eu-west-1";
  private static final Set<String> WRITES =
      Set.of("CreateTags", "DeleteTags", "DeregisterImage", "DeleteSnapshot");

  /** The tests step the clock by three days, which is no gap between evaluations. */
  private static final String INTERVAL = "3d";

  static final Duration PATIENCE = Duration.ofSeconds(40);
  private static int familyCount;

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  final String family = "family-" + ++familyCount;
  SimulatedAws aws;
  SimulatedCloud cloud;
  Seeds.SeedTarget seeds;
  Ec2Client ec2;

  @BeforeEach
  void prepareAccounts() {
    aws = (SimulatedAws) clients;
    cloud = aws.cloud();
    seeds = cloud.seeds().target(Ec2Fixtures.ACCOUNT, REGION);
    ec2 = SimulatedAws.administrator(clients, REGION);
    passMoment();
    Manifests.apply(kubernetes, Manifests.account());
    Manifests.apply(kubernetes, permissiveAccount());
  }

  ConditionFactory await() {
    return aws.await();
  }

  /**
   * Time stands still between two tests: without this, what the last policy of the test before read
   * would be of the moment in which this test's policy is created, and recent enough for it.
   */
  private void passMoment() {
    cloud.clock().step(Duration.ofSeconds(1));
  }

  @AfterEach
  void deletePolicy() {
    cloud.faults().clear();
    delete();
  }

  void apply(AmiRetentionPolicy policy) {
    kubernetes.resource(policy).create();
  }

  void setMode(String mode) {
    resource()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"mode\":\"%s\"}}".formatted(mode));
  }

  void delete() {
    resource().delete();
    await().atMost(PATIENCE).until(() -> resource().get() == null);
  }

  Resource<AmiRetentionPolicy> resource() {
    return kubernetes
        .resources(AmiRetentionPolicy.class)
        .inNamespace(Manifests.NAMESPACE)
        .withName(family);
  }

  AmiRetentionPolicyStatus awaitStatus(Predicate<AmiRetentionPolicyStatus> holds) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> Optional.ofNullable(resource().get()).map(AmiRetentionPolicy::getStatus),
            status -> status.filter(holds).isPresent())
        .orElseThrow();
  }

  /** Since when the only account is enforced; null: it is not. */
  static String enforcingSince(AmiRetentionPolicyStatus status) {
    return status.accounts() == null ? null : status.accounts().getFirst().enforcingSince();
  }

  static Map<String, String> reasons(AmiRetentionPolicyStatus status) {
    return items(status).stream().collect(Collectors.toMap(Item::imageId, Item::reason));
  }

  /** Empty before the first plan, and while nothing is due or blocked. */
  static List<Item> items(AmiRetentionPolicyStatus status) {
    return Optional.ofNullable(status.plan())
        .map(AmiRetentionPolicyStatus.Plan::items)
        .orElse(List.of());
  }

  static Item item(AmiRetentionPolicyStatus status, String imageId) {
    return items(status).stream()
        .filter(item -> item.imageId().equals(imageId))
        .findFirst()
        .orElseThrow();
  }

  List<String> writes(long after) {
    return cloud.journal().entriesAfter(after).stream()
        .map(Journal.Entry::action)
        .filter(WRITES::contains)
        .toList();
  }

  /** EC2 calls that list all images and references, which only retention makes. */
  List<Journal.Entry> inventoryCalls(long after) {
    return cloud.journal().entriesAfter(after).stream()
        .filter(
            call ->
                call.action().equals("DescribeImageReferences")
                    || call.action().equals("DescribeImages")
                        && call.parameters().contains("Owners=[self]")
                        && call.parameters().contains("Filters=[]"))
        .toList();
  }

  /** The scans of the region for the objects that earlier tests left. */
  int scans(long after) {
    return (int)
        cloud.journal().entriesAfter(after).stream()
            .filter(call -> call.action().equals("DescribeSnapshots"))
            .filter(call -> call.parameters().contains("tag:" + TagKeys.CLUSTER))
            .count();
  }

  static AmiRetentionPolicy withInterval(String interval, AmiRetentionPolicy policy) {
    policy.setSpec(
        AmiRetentionPolicySpecBuilder.builder(policy.getSpec()).interval(interval).build());
    return policy;
  }

  /** An image of this age with its CreateImage snapshot, and more snapshots. */
  String image(String name, int daysOld, String... moreSnapshots) {
    String digits = "%017x".formatted((family + name).hashCode() & 0xffffffffL);
    String snapshot =
        seeds.snapshot(
            SnapshotSeed.of(8)
                .withId("snap-" + digits)
                .withDescription("Created by CreateImage(i-0123456789abcdef0) for ami-" + digits));
    List<String> all = Stream.concat(Stream.of(snapshot), Arrays.stream(moreSnapshots)).toList();
    return seeds.image(seed(name, daysOld, all).withId("ami-" + digits));
  }

  String imageOf(String name, String snapshotId) {
    return seeds.image(seed(name, 40, List.of(snapshotId)));
  }

  /** An old image with the ownership tags of an object. */
  String imageOfObject(String name, String resource) {
    String snapshot = seeds.snapshot(SnapshotSeed.of(8));
    return seeds.image(
        seed(name, 40, List.of(snapshot))
            .tagged(TagKeys.CLUSTER, "mock")
            .tagged(TagKeys.RESOURCE, resource));
  }

  ImageSeed seed(String name, int daysOld, List<String> snapshots) {
    return ImageSeed.named(family + "-" + name)
        .createdAt(cloud.clock().instant().minus(Duration.ofDays(daysOld)))
        .tagged("family", family)
        .withVolumes(
            snapshots.stream()
                .map(
                    id ->
                        VolumeSeed.of("/dev/sd" + (char) ('a' + snapshots.indexOf(id)), 8)
                            .fromSnapshot(id))
                .toArray(VolumeSeed[]::new));
  }

  static String snapshotOf(String imageId) {
    return imageId.replace("ami-", "snap-");
  }

  boolean marked(String imageId) {
    return ec2.describeImages(r -> r.imageIds(imageId)).images().stream()
        .flatMap(image -> image.tags().stream())
        .map(Tag::key)
        .anyMatch(TagKeys.UNKEPT_SINCE::equals);
  }

  List<String> images() {
    return ec2
        .describeImages(r -> r.owners("self").filters(f -> f.name("tag:family").values(family)))
        .images()
        .stream()
        .map(software.amazon.awssdk.services.ec2.model.Image::imageId)
        .toList();
  }

  List<String> snapshots() {
    return ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots().stream()
        .map(software.amazon.awssdk.services.ec2.model.Snapshot::snapshotId)
        .toList();
  }

  /** An AwsAccount that allows policies to retire images that the operator did not create. */
  static AwsAccount permissiveAccount() {
    AwsAccount account = new AwsAccount();
    account.setMetadata(new ObjectMetaBuilder().withName("retiring").build());
    account.setSpec(
        Manifests.accountSpec(
            AllowSpecBuilder.builder()
                .retention(
                    List.of(
                        new AllowedRetention(
                            List.of(Manifests.NAMESPACE), Map.of("family", "*"), null)))));
    return account;
  }

  AmiRetentionPolicy policy(String account, Mode mode) {
    return policy(account, mode, List.of(REGION));
  }

  AmiRetentionPolicy policy(String account, Mode mode, List<String> regions) {
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setMetadata(
        new ObjectMetaBuilder().withNamespace(Manifests.NAMESPACE).withName(family).build());
    policy.setSpec(
        AmiRetentionPolicySpecBuilder.builder()
            .accountRefs(account == null ? null : List.of(account))
            .regions(regions)
            .select(
                AmiRetentionPolicySpecSelectBuilder.builder()
                    .tags(Map.of("family", family))
                    .build())
            .keep(KeepSpecBuilder.builder().youngerThan("30d").build())
            .retire(new Retire(null, null, "3d", null))
            .limits(new Limits(null, 100, null, null))
            .mode(mode)
            .interval(INTERVAL)
            .build());
    return policy;
  }
}
