package dev.amioperator.operator;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.Examples;
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

/** What objects cost EC2 that are as they shall be. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class IdleQuarkusTest {
  /** One that no other test has objects in. */
  private static final String QUIET = "eu-north-1";

  private static final int OBJECTS = 5;

  /** {@code ami-operator.observer.scan-interval} of the profile, by its fast clock. */
  private static final Duration SCAN_INTERVAL = Duration.ofMinutes(1);

  /** Each object is reconciled several times in it. */
  private static final Duration WINDOW = Duration.ofMinutes(6);

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  @Test
  void aReconcileWithNothingToDoMakesNoEc2CallOfItsOwn() {
    SimulatedCloud cloud = ((SimulatedAws) clients).cloud();
    Manifests.apply(kubernetes, Manifests.account());
    for (int i = 0; i < OBJECTS; i++) {
      String instance =
          cloud.seeds().target(Examples.ACCOUNT, QUIET).instance(InstanceSeed.small());
      kubernetes.resource(Manifests.fromInstance("idle-" + i, instance, QUIET)).create();
      String source =
          cloud
              .seeds()
              .target(Examples.ACCOUNT, Manifests.HOME)
              .image(ImageSeed.named("idle-" + i));
      kubernetes.resource(Manifests.copyOf("idle-" + i, source, QUIET)).create();
    }
    for (int i = 0; i < OBJECTS; i++) {
      ready(AmiImage.class, "idle-" + i);
      ready(AmiCopy.class, "idle-" + i);
    }

    long before = cloud.journal().lastSequence();
    Instant since = cloud.clock().instant();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> cloud.clock().instant().isAfter(since.plus(WINDOW)));
    List<String> calls =
        cloud.journal().entriesAfter(before).stream()
            .filter(call -> call.region().equals(QUIET))
            .map(Journal.Entry::action)
            .toList();
    Duration watched = Duration.between(since, cloud.clock().instant());

    // The scans of the region are all there is: their number follows from the time alone. An
    // interval is up to a tenth shorter, and one scan was perhaps under way at either end.
    assertThat(calls).containsOnly("DescribeImages", "DescribeSnapshots");
    assertThat(calls.stream().filter("DescribeImages"::equals).count())
        .isBetween(2L, watched.dividedBy(SCAN_INTERVAL) * 10 / 9 + 2);
  }

  private <R extends CustomResource<?, ? extends ConditionedStatus>> void ready(
      Class<R> kind, String name) {
    await()
        .alias(name)
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> kubernetes.resources(kind).inNamespace(NAMESPACE).withName(name).get(),
            object -> object.getStatus() != null && object.getStatus().ready());
  }
}
