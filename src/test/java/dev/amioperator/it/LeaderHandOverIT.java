package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.simulator.wire.WireServer;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The leader of two replicas ends while images are created: the other goes on, nothing is twice.
 */
class LeaderHandOverIT {
  private static final int IMAGES = 10;
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final SimulatedCloud CLOUD = SimulatedCloud.create(SimulatedClock.accelerated(60));
  private static ControlPlane controlPlane;
  private static WireServer aws;

  @BeforeAll
  static void start() throws IOException {
    controlPlane = ControlPlane.separate("hand-over");
    controlPlane.client().resource(Manifests.account()).create();
    aws = WireServer.start(CLOUD, 0);
  }

  @AfterAll
  static void stop() {
    aws.close();
  }

  /** A rolling update ends the leader: it releases the lease. */
  @Test
  void releasesLeaseWhenTerminated() throws InterruptedException {
    takesOver("terminated", OperatorProcess::terminate, Duration.ofSeconds(2));
  }

  /** A node is lost: the lease has to expire. */
  @Test
  void takesOverExpiredLease() throws InterruptedException {
    takesOver("killed", OperatorProcess::kill, Duration.ofSeconds(20));
  }

  @FunctionalInterface
  private interface End {
    void of(OperatorProcess leader);
  }

  private void takesOver(String name, End end, Duration within) throws InterruptedException {
    try (OperatorProcess one = operator(name + "-1");
        OperatorProcess two = operator(name + "-2")) {
      long before = CLOUD.journal().count("CreateImage");
      await().atMost(SOON).until(() -> holder().filter(id -> id.startsWith(name)).isPresent());
      String leader = holder().orElseThrow();
      createImages(name);
      await().atMost(SOON).until(() -> CLOUD.journal().count("CreateImage") > before + 1);

      Instant ended = Instant.now();
      end.of(leader.endsWith("1") ? one : two);
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(SOON)
          .until(
              () -> holder().filter(id -> id.startsWith(name) && !id.equals(leader)).isPresent());
      Duration gap = Duration.between(ended, Instant.now());
      System.out.printf("hand-over, %s: %d ms%n", name, gap.toMillis());

      await().atMost(SOON).until(() -> images(name).allMatch(LeaderHandOverIT::ready));
      assertThat(CLOUD.journal().count("CreateImage") - before).isEqualTo(IMAGES);
      assertThat(gap).isLessThan(within);
      controlPlane.client().resources(AmiImage.class).inNamespace("default").delete();
      await().atMost(SOON).until(() -> images(name).findAny().isEmpty());
    }
  }

  private static OperatorProcess operator(String name) {
    return OperatorProcess.launch(
        name,
        controlPlane.kubeconfig(),
        Map.of(
            "AWS_ENDPOINT_URL", aws.endpoint().toString(),
            "AWS_REGION", Manifests.HOME,
            "AWS_ACCESS_KEY_ID", "test",
            "AWS_SECRET_ACCESS_KEY", "test",
            "AMI_OPERATOR_CLUSTER_ID", "hand-over",
            "AMI_OPERATOR_TEMPO", "30",
            "AMI_OPERATOR_GRACE", "1s"));
  }

  private static void createImages(String round) {
    String instance =
        CLOUD
            .seeds()
            .target(Ec2Fixtures.ACCOUNT, Manifests.HOME)
            .instance(InstanceSeed.small().withVolumes(VolumeSeed.of("/dev/xvda", 8)));
    IntStream.range(0, IMAGES)
        .mapToObj(
            number ->
                Manifests.image(
                    round + "-" + number,
                    "region: %s%nsource: {instance: {instanceId: %s, noReboot: true}}"
                        .formatted(Manifests.HOME, instance)))
        .forEach(image -> controlPlane.client().resource(inDefault(image)).create());
  }

  private static AmiImage inDefault(AmiImage image) {
    image.getMetadata().setNamespace("default");
    return image;
  }

  private static Stream<AmiImage> images(String round) {
    return controlPlane
        .client()
        .resources(AmiImage.class)
        .inNamespace("default")
        .list()
        .getItems()
        .stream()
        .filter(image -> image.getMetadata().getName().startsWith(round));
  }

  private static boolean ready(AmiImage image) {
    return image.getStatus() != null && image.getStatus().ready();
  }

  private static Optional<String> holder() {
    Lease lease =
        controlPlane.client().leases().inNamespace("default").withName("ami-operator").get();
    return Optional.ofNullable(lease).map(found -> found.getSpec().getHolderIdentity());
  }
}
