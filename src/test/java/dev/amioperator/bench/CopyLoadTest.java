package dev.amioperator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.amioperator.api.v1alpha1.AmiCopy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CopyLoadTest {
  private static CopyLoad load(int imageQuota, int snapshotQuota) {
    return new CopyLoad("run", 100, 10, imageQuota, snapshotQuota, 8, false);
  }

  @Test
  void boundsMakespanByWavesOfCopies() {
    Duration copy = Duration.ofMillis(111_920);

    assertThat(load(20, 0).copyDuration()).isEqualTo(copy);
    assertThat(load(20, 0).bound()).isEqualTo(copy.multipliedBy(5));
    assertThat(load(30, 0).bound()).isEqualTo(copy.multipliedBy(4));
    assertThat(load(300, 0).bound()).isEqualTo(copy);
    assertThat(load(300, 20).bound()).isEqualTo(copy.multipliedBy(10));
  }

  @Test
  void allowsCallsByCopiesInFlight() {
    assertThat(load(20, 0).allowedCallsPerCopy()).isCloseTo(1.55, within(1e-9));
    assertThat(load(300, 0).allowedCallsPerCopy()).isCloseTo(1.15, within(1e-9));
    assertThat(new CopyLoad("run", 100, 10, 20, 0, 8, true).allowedCallsPerCopy())
        .isCloseTo(4.55, within(1e-9));
  }

  @Test
  void declaresEachRegion() {
    AmiCopy copy =
        Serialization.unmarshal(CopyManifests.amiCopy(load(20, 0), "images", 3), AmiCopy.class);

    assertThat(copy.getSpec().destinations())
        .hasSize(10)
        .allSatisfy(destination -> assertThat(destination.region()).isNotBlank());
    assertThat(copy.getSpec().source().imageId()).isEqualTo(CopyManifests.sourceImageId(3));
  }
}
