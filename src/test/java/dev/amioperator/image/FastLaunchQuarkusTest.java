package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Windows fast launch of an image: enabling, failure, reporting and removal. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class FastLaunchQuarkusTest extends ImageTestBase {
  @Test
  void disablesFastLaunchBeforeDeregistering() {
    apply(withFastLaunch("prepared", windowsInstance()));
    String imageId = awaitReady("prepared").imageId();
    assertThat(fastLaunchState(imageId)).isEqualTo("enabled");

    delete("prepared");

    assertThat(fastLaunchState(imageId)).isEqualTo("off");
    assertThat(cluster.imagesOf("prepared")).isEmpty();
  }

  @Test
  void stallsForLinuxImageWithoutCalls() {
    long before = cloud.journal().count("EnableFastLaunch");
    apply(withFastLaunch("linux", seeds.instance(InstanceSeed.small())));

    var condition = readyCondition(awaitStatus("linux", ImageTestBase::isStalled));

    assertThat(condition.reason()).isEqualTo("FastLaunchFailed");
    assertThat(condition.message()).contains("not a Windows image");
    assertThat(cloud.journal().count("EnableFastLaunch")).isEqualTo(before);
    delete("linux");
  }

  @Test
  void reportsFailureAndRetriesAfterAnHour() {
    cloud.faults().failLater("EnableFastLaunch", "There is no default VPC", 1);
    apply(withFastLaunch("failing", windowsInstance()));

    var condition = readyCondition(awaitStatus("failing", ImageTestBase::isStalled));
    assertThat(condition.reason()).isEqualTo("FastLaunchFailed");
    assertThat(condition.message()).contains("enabling-failed", "There is no default VPC");

    cloud.clock().step(Duration.ofHours(1));
    assertThat(fastLaunchState(awaitReady("failing").imageId())).isEqualTo("enabled");
    delete("failing");
  }

  @Test
  void disablesFastLaunchBySpec() {
    apply(
        Manifests.image(
            "slow",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            fastLaunch: {enabled: false}
            """
                .formatted(windowsInstance())));
    String imageId = awaitReady("slow").imageId();
    ec2.enableFastLaunch(r -> r.imageId(imageId));
    cloud.clock().step(Duration.ofHours(2));

    await().atMost(Duration.ofSeconds(40)).until(() -> fastLaunchState(imageId).equals("off"));
    delete("slow");
  }

  /** EC2 launches instances of the image for fast launch, and the guard would wait for them. */
  @Test
  void disablesFastLaunchBeforeGuardReadsReferences() {
    apply(withFastLaunch("used", windowsInstance()));
    String imageId = awaitReady("used").imageId();
    String instance = seeds.instanceUsing(imageId);
    kubernetes.resources(AmiImage.class).inNamespace(Manifests.NAMESPACE).withName("used").delete();

    awaitStatus("used", status -> readyCondition(status).reason().equals("InUse"));
    assertThat(fastLaunchState(imageId)).isEqualTo("off");

    ec2.terminateInstances(r -> r.instanceIds(instance));
    cloud.clock().step(Duration.ofMinutes(15));
    delete("used");
  }

  private String windowsInstance() {
    return seeds.instance(
        InstanceSeed.small()
            .fromImage(seeds.image(ImageSeed.windows("windows-" + System.nanoTime()))));
  }

  private String fastLaunchState(String imageId) {
    return ec2.describeFastLaunchImages(r -> r.imageIds(imageId)).fastLaunchImages().stream()
        .map(launch -> launch.stateAsString())
        .findFirst()
        .orElse("off");
  }

  private static AmiImage withFastLaunch(String name, String instanceId) {
    return Manifests.image(
        name,
        """
        region: eu-west-1
        source: {instance: {instanceId: %s, noReboot: true}}
        fastLaunch: {enabled: true, targetResourceCount: 3}
        """
            .formatted(instanceId));
  }
}
