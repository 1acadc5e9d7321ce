package dev.amioperator.operator;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** EC2 calls for converged objects. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class IdleQuarkusTest {
  /** A region without objects of other tests. */
  private static final String QUIET = "eu-north-1";

  private static final int OBJECTS = 5;

  /** The default of {@code ami-operator.observer.scan-interval}. */
  private static final Duration SCAN_INTERVAL = Duration.ofMinutes(3);

  /** Between two searches for orphaned build instances, per region. */
  private static final Duration BUILDER_SEARCH_INTERVAL = Duration.ofMinutes(10);

  /** Long enough for several reconciliations of each object. */
  private static final Duration WINDOW = Duration.ofMinutes(15);

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  @Test
  void makesNoEc2CallWhenConverged() {
    SimulatedCloud cloud = ((SimulatedAws) clients).cloud();
    Manifests.apply(kubernetes, Manifests.account());
    for (int i = 0; i < OBJECTS; i++) {
      String instance =
          cloud.seeds().target(Ec2Fixtures.ACCOUNT, QUIET).instance(InstanceSeed.small());
      kubernetes.resource(Manifests.fromInstance("idle-" + i, instance, QUIET)).create();
      String source =
          cloud
              .seeds()
              .target(Ec2Fixtures.ACCOUNT, Manifests.HOME)
              .image(ImageSeed.named("idle-" + i));
      kubernetes.resource(Manifests.copyOf("idle-" + i, source, QUIET)).create();
    }
    for (int i = 0; i < OBJECTS; i++) {
      awaitReady(AmiImage.class, "idle-" + i);
      awaitReady(AmiCopy.class, "idle-" + i);
    }

    long before = cloud.journal().lastSequence();
    Instant since = cloud.clock().instant();
    ((SimulatedAws) clients)
        .await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> cloud.clock().instant().isAfter(since.plus(WINDOW)));
    List<String> calls =
        cloud.journal().entriesAfter(before).stream()
            .filter(call -> call.region().equals(QUIET))
            .map(Journal.Entry::action)
            .toList();
    Duration watched = Duration.between(since, cloud.clock().instant());

    // The scans of the region and the search for orphaned build instances make up all calls: their
    // number follows from the time alone. An interval between scans is up to a tenth shorter, and a
    // scan may have been in progress at either end.
    assertThat(calls).containsOnly("DescribeImages", "DescribeSnapshots", "DescribeInstances");
    assertThat(count(calls, "DescribeImages"))
        .isBetween(2L, watched.dividedBy(SCAN_INTERVAL) * 10 / 9 + 2);
    assertThat(count(calls, "DescribeInstances"))
        .isBetween(1L, watched.dividedBy(BUILDER_SEARCH_INTERVAL) + 1);
  }

  private static long count(List<String> calls, String action) {
    return calls.stream().filter(action::equals).count();
  }

  private <R extends CustomResource<?, ? extends ConditionedStatus>> void awaitReady(
      Class<R> kind, String name) {
    ((SimulatedAws) clients)
        .await()
        .alias(name)
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> kubernetes.resources(kind).inNamespace(NAMESPACE).withName(name).get(),
            object -> object.getStatus() != null && object.getStatus().ready());
  }
}
