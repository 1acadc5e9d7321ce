package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** Windows fast launch comes, fails, is told of, and goes with the image. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class FastLaunchQuarkusTest extends StagedImages {
  @Test
  void whatEc2PreparedIsClearedAwayBeforeTheImageIsDeregistered() {
    apply(fast("prepared", windows()));
    String imageId = ready("prepared").imageId();
    assertThat(state(imageId)).isEqualTo("enabled");

    delete("prepared");

    assertThat(state(imageId)).isEqualTo("off");
    assertThat(stage.imagesOf("prepared")).isEmpty();
  }

  @Test
  void anImageOfLinuxStallsAndNothingIsTried() {
    long before = cloud.journal().count("EnableFastLaunch");
    apply(fast("linux", seeds.instance(InstanceSeed.small())));

    var condition = readyCondition(until("linux", StagedImages::stalled));

    assertThat(condition.reason()).isEqualTo("FastLaunchFailed");
    assertThat(condition.message()).contains("no Windows image");
    assertThat(cloud.journal().count("EnableFastLaunch")).isEqualTo(before);
    delete("linux");
  }

  @Test
  void aFailureIsToldInEc2sWordsAndTriedAgainAnHourLater() {
    cloud.faults().failLater("EnableFastLaunch", "There is no default VPC", 1);
    apply(fast("failing", windows()));

    var condition = readyCondition(until("failing", StagedImages::stalled));
    assertThat(condition.reason()).isEqualTo("FastLaunchFailed");
    assertThat(condition.message()).contains("enabling-failed", "There is no default VPC");

    cloud.clock().step(Duration.ofHours(1));
    assertThat(state(ready("failing").imageId())).isEqualTo("enabled");
    delete("failing");
  }

  @Test
  void itIsDisabledWhereTheSpecSaysSo() {
    apply(
        Manifests.image(
            "slow",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            fastLaunch: {enabled: false}
            """
                .formatted(windows())));
    String imageId = ready("slow").imageId();
    ec2.enableFastLaunch(r -> r.imageId(imageId));
    cloud.clock().step(Duration.ofHours(2));

    await().atMost(Duration.ofSeconds(40)).until(() -> state(imageId).equals("off"));
    delete("slow");
  }

  private String windows() {
    return seeds.instance(
        InstanceSeed.small()
            .fromImage(seeds.image(ImageSeed.windows("windows-" + System.nanoTime()))));
  }

  private String state(String imageId) {
    return ec2.describeFastLaunchImages(r -> r.imageIds(imageId)).fastLaunchImages().stream()
        .map(launch -> launch.stateAsString())
        .findFirst()
        .orElse("off");
  }

  private static AmiImage fast(String name, String instanceId) {
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
