package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionScenario.ELSEWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.SnapshotPricesSpec;
import dev.amioperator.retention.Reclaimable.Basis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReclaimableTest {
  private static final Map<String, Long> BOTH = Map.of("snap-ami-1", 3L, "snap-ami-2", 4L);

  @Test
  void addsDataOfSnapshotsWhereEc2TellsIt() {
    assertThat(reclaimable(BOTH).bytes()).isEqualTo(7);
    assertThat(reclaimable(BOTH).basis()).contains(Basis.FullSnapshotSize);
    assertThat(reclaimable(Map.of()).bytes()).isEqualTo(16 * Reclaimable.GIB);
    assertThat(reclaimable(Map.of()).basis()).contains(Basis.VolumeSize);
    Reclaimable mixed = reclaimable(Map.of("snap-ami-2", 4L, "snap-ami-9", 100L));
    assertThat(mixed.bytes()).isEqualTo(8 * Reclaimable.GIB + 4);
    assertThat(mixed.basis()).contains(Basis.Mixed);
  }

  @Test
  void roundsGibUp() {
    assertThat(reclaimable(BOTH).gib()).isEqualTo("1 GiB");
    assertThat(reclaimable(Map.of()).gib()).isEqualTo("16 GiB");
    assertThat(Reclaimable.of(List.of(), BOTH).gib()).isEqualTo("0 GiB");
    assertThat(Reclaimable.of(List.of(), BOTH).basis()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 0.053, 0.82 USD",
    "0.05, , 0.40 USD without us-east-1",
    ", 1000, 8000.00 USD without eu-west-1",
    ", , ",
    "0, 0, 0.00 USD"
  })
  void pricesRegionsThatHavePrice(String ireland, String virginia, String price) {
    Map<String, String> prices = new java.util.HashMap<>();
    prices.put("eu-west-1", ireland);
    prices.put("us-east-1", virginia);
    prices.values().removeIf(java.util.Objects::isNull);
    Reclaimable reclaimable =
        Reclaimable.of(
            RetentionDecisions.decide(
                RetentionScenario.withImages(dueImage("ami-1"))
                    .withRegions("eu-west-1", "us-east-1")
                    .inRegion(ELSEWHERE, List.of(image("ami-2", 40)))
                    .facts()),
            Map.of());
    assertThat(MonthlyPrice.of(reclaimable, new SnapshotPricesSpec(null, prices)).orElse(null))
        .isEqualTo(price);
  }

  @Test
  void inventsNoPrice() {
    assertThat(MonthlyPrice.of(reclaimable(Map.of()), null)).isEmpty();
    assertThat(
            MonthlyPrice.of(
                reclaimable(Map.of()), new SnapshotPricesSpec("EUR", Map.of("eu-west-1", "0.05"))))
        .contains("0.80 EUR");
  }

  private static Reclaimable reclaimable(Map<String, Long> dataBytes) {
    return Reclaimable.of(
        RetentionDecisions.decide(
            RetentionScenario.withImages(dueImage("ami-1"), image("ami-2", 40), image("ami-9", 1))
                .facts()),
        dataBytes);
  }
}
