package dev.amioperator.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionClockQuarkusTest.SeparateRegistryProfile.class)
class RetentionClockQuarkusTest extends RetentionTestBase {
  /**
   * An application of its own: Micrometer's static registry keeps the gauges of an application that
   * ran before with the same profile, and shows that one's clock.
   */
  public static class SeparateRegistryProfile extends MockServerProfile {}

  @TestHTTPResource("/q/metrics")
  URL metrics;

  @AfterEach
  void correctClock() {
    aws.setLocalClockAhead(Duration.ZERO);
  }

  /** The clock of the node jumps ahead by three days, to when the image would be due. */
  @Test
  void retiresNothingWithWrongClock() {
    String image = image("early", 40);
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(image));
    awaitStatus(status -> status.ready());

    aws.setLocalClockAhead(Duration.ofDays(3));
    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus status = awaitStatus(s -> hasReason(s, "ClockSkew"));
    assertThat(status.conditions().getFirst().message())
        .contains("4320 minutes ahead of AWS's", "NTP");
    assertThat(status.retiring()).isNull();
    assertThat(images()).containsExactly(image);

    aws.setLocalClockAhead(Duration.ZERO);
    await().atMost(PATIENCE).until(() -> images().isEmpty());
  }

  @Test
  void keepsImageOfDeletedObjectWithWrongClock() {
    kubernetes
        .resource(Manifests.fromSnapshot(family, seeds.snapshot(SnapshotSeed.of(8))))
        .create();
    await().atMost(PATIENCE).until(() -> hasReason(amiImage().get().getStatus(), "Available"));
    String imageId = amiImage().get().getStatus().imageId();

    aws.setLocalClockAhead(Duration.ofMinutes(-6));
    amiImage().delete();
    await().atMost(PATIENCE).until(() -> hasReason(amiImage().get().getStatus(), "ClockSkew"));
    assertThat(ec2.describeImages(r -> r.imageIds(imageId)).images()).hasSize(1);

    aws.setLocalClockAhead(Duration.ZERO);
    await().atMost(PATIENCE).until(() -> amiImage().get() == null);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 420, -60})
  void showsDifferenceOfClocksInMetric(long secondsAhead) throws IOException {
    aws.setLocalClockAhead(Duration.ofSeconds(secondsAhead));

    assertThat(new String(metrics.openStream().readAllBytes(), UTF_8).lines())
        .filteredOn(line -> line.startsWith("ami_operator_clock_skew_seconds"))
        .containsExactly("ami_operator_clock_skew_seconds " + (double) secondsAhead);
  }

  private Resource<AmiImage> amiImage() {
    return kubernetes.resources(AmiImage.class).inNamespace(Manifests.NAMESPACE).withName(family);
  }

  private static boolean hasReason(ConditionedStatus status, String reason) {
    return status != null
        && status.conditions() != null
        && status.conditions().stream().map(Condition::reason).anyMatch(reason::equals);
  }
}
