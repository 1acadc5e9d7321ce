package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.inState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Item;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.ec2.Image;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanSummaryTest {
  @Test
  void countsRetiredBlockedAndFreedStorage() {
    Plan plan =
        summary(
            RetentionScenario.withImages(
                    dueImage("ami-due"),
                    image("ami-unkept", 40),
                    image("ami-young", 1),
                    dueImage("ami-unknown"))
                .withUsage("ami-unknown", new dev.amioperator.usage.Usage.Unknown("no answer")));

    assertThat(plan.images()).isEqualTo(4);
    assertThat(plan.retire()).isEqualTo(2);
    assertThat(plan.blocked()).isEqualTo(1);
    assertThat(plan.reclaimable()).isEqualTo("16 GiB");
    assertThat(plan.reasons())
        .containsOnly(
            java.util.Map.entry("Due", 1),
            java.util.Map.entry("Unkept", 1),
            java.util.Map.entry("UsageUnknown", 1),
            java.util.Map.entry("Young", 1));
    assertThat(plan.items())
        .extracting(Item::reason)
        .as("order of importance")
        .containsExactly("Due", "Unkept", "UsageUnknown", "Young");
  }

  @Test
  void excludesSnapshotsOfKeptImages() {
    Image going = dueImage("ami-a");
    Image staying =
        RetentionImageFixtures.withBlockDevices(going.blockDevices(), image("ami-b", 1));
    Image alsoGoing =
        RetentionImageFixtures.withBlockDevices(going.blockDevices(), dueImage("ami-c"));

    assertThat(summary(RetentionScenario.withImages(going, staying)).reclaimable())
        .isEqualTo("0 GiB");
    assertThat(summary(RetentionScenario.withImages(going, alsoGoing)).reclaimable())
        .as("shared snapshot counted once")
        .isEqualTo("8 GiB");
  }

  @Test
  void showsAtMostFiftyImages() {
    List<Image> many =
        IntStream.range(0, 60)
            .mapToObj(i -> inState(Image.State.PENDING, image("ami-" + i, 40)))
            .toList();

    assertThat(summary(RetentionScenario.withImages(many)).items()).hasSize(50);
  }

  private static Plan summary(RetentionScenario scenario) {
    return PlanSummary.of(RetentionDecisions.decide(scenario.facts()));
  }
}
