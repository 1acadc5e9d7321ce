package dev.amioperator.copy;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.Condition.Type;
import dev.amioperator.api.v1alpha1.LaunchPermissionsSpec;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Tag;

/** AmiCopies on a mock API server, and EC2 in this process. */
abstract class CopyTestBase {
  static final String HOME = "eu-west-1";
  static final String LONDON = "eu-west-2";
  static final String VIRGINIA = "us-east-1";
  static final String OREGON = "us-west-2";

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  SimulatedAws aws;
  SimulatedCloud cloud;
  Seeds.SeedTarget seeds;

  @BeforeEach
  void prepareAccount() {
    aws = (SimulatedAws) clients;
    cloud = aws.cloud();
    seeds = cloud.seeds().target(Ec2Fixtures.ACCOUNT, HOME);
    Manifests.apply(kubernetes, Manifests.account());
    // Before a test's faults begin, which STS would meet as well.
    await().atMost(Duration.ofSeconds(40)).until(this::accountReady);
  }

  private boolean accountReady() {
    AwsAccountStatus status =
        kubernetes.resources(AwsAccount.class).withName("default").get().getStatus();
    return status != null && status.ready();
  }

  ConditionFactory await() {
    return aws.await();
  }

  @AfterEach
  void clearFaults() {
    cloud.faults().clear();
  }

  void apply(AmiCopy copy) {
    kubernetes.resource(copy).create();
  }

  Resource<AmiCopy> resource(String name) {
    return kubernetes.resources(AmiCopy.class).inNamespace(NAMESPACE).withName(name);
  }

  void edit(String name, UnaryOperator<AmiCopySpec> change) {
    resource(name)
        .edit(
            copy -> {
              copy.setSpec(change.apply(copy.getSpec()));
              return copy;
            });
  }

  void delete(String name) {
    resource(name).delete();
    awaitDeletion(name, Duration.ofSeconds(40));
  }

  void awaitDeletion(String name, Duration atMost) {
    await().atMost(atMost).until(() -> resource(name).get() == null);
  }

  AmiCopyStatus awaitReady(String name) {
    return awaitStatus(name, AmiCopyStatus::ready);
  }

  AmiCopyStatus awaitStatus(String name, Predicate<AmiCopyStatus> holds) {
    return await()
        .alias(name)
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> Optional.ofNullable(resource(name).get()).map(AmiCopy::getStatus),
            status -> status.filter(s -> s.conditions() != null).filter(holds).isPresent())
        .orElseThrow();
  }

  static AmiCopySpec withSource(AmiCopySpec spec, String imageId) {
    return AmiCopySpecBuilder.builder(spec)
        .source(new AmiCopySpec.CopySource(null, null, HOME, imageId))
        .build();
  }

  /** Edits the spec, which triggers a reconciliation before the next resync. */
  static AmiCopySpec withDescription(AmiCopySpec spec) {
    return AmiCopySpecBuilder.builder(spec).description("second try").build();
  }

  static AmiCopySpec withRegions(AmiCopySpec spec, String... regions) {
    return AmiCopySpecBuilder.builder(spec)
        .destinations(Stream.of(regions).map(Manifests::destination).toList())
        .build();
  }

  static AmiCopySpec withLaunchPermission(AmiCopySpec spec, String accountId) {
    return withLaunchPermissions(
        spec, new LaunchPermissionsSpec(null, List.of(accountId), null, null, null));
  }

  static AmiCopySpec withLaunchPermissions(AmiCopySpec spec, LaunchPermissionsSpec permissions) {
    return AmiCopySpecBuilder.builder(spec).launchPermissions(permissions).build();
  }

  static AmiCopySpec withSuspend(AmiCopySpec spec, boolean suspend) {
    return AmiCopySpecBuilder.builder(spec).suspend(suspend).build();
  }

  static RegionStatus onlyRegion(AmiCopyStatus status) {
    assertThat(status.regions()).hasSize(1);
    return status.regions().getFirst();
  }

  static RegionStatus regionEntry(AmiCopyStatus status, String region) {
    return status.regions().stream()
        .filter(e -> e.region().equals(region))
        .findFirst()
        .orElseThrow();
  }

  static List<String> snapshotIds(RegionStatus entry) {
    return RegionStatusFactory.orEmpty(entry.snapshots()).stream()
        .map(line -> line.snapshotId())
        .toList();
  }

  static boolean isStalled(AmiCopyStatus status) {
    return status.conditions().stream().anyMatch(c -> c.type() == Type.STALLED);
  }

  static String readyReason(AmiCopyStatus status) {
    return readyCondition(status).reason();
  }

  static Condition readyCondition(AmiCopyStatus status) {
    return status.conditions().stream()
        .filter(c -> c.type() == Type.READY)
        .findFirst()
        .orElseThrow();
  }

  void assertNothingLeft(AmiCopyStatus status) {
    for (RegionStatus entry : status.regions()) {
      assertThat(cloud.journal().leftovers())
          .doesNotContainAnyElementsOf(RegionLedger.imageIds(entry))
          .doesNotContainAnyElementsOf(snapshotIds(entry));
    }
  }

  List<String> imageIds(String region, String imageName) {
    return SimulatedAws.administrator(clients, region)
        .describeImages(r -> r.owners("self").filters(f -> f.name("name").values(imageName)))
        .images()
        .stream()
        .map(Image::imageId)
        .toList();
  }

  Map<String, String> tags(String region, String imageId) {
    return SimulatedAws.administrator(clients, region)
        .describeImages(r -> r.imageIds(imageId))
        .images()
        .getFirst()
        .tags()
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }
}
