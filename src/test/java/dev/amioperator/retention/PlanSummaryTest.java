package dev.amioperator.retention;

import static dev.amioperator.retention.Images.due;
import static dev.amioperator.retention.Images.image;
import static dev.amioperator.retention.Images.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Item;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.ec2.Image;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanSummaryTest {
  @Test
  void countsWhatGoesWhatIsBlockedAndWhatIsWon() {
    Plan plan =
        summary(
            Given.images(
                    due("ami-due"),
                    image("ami-unkept", 40),
                    image("ami-young", 1),
                    due("ami-unknown"))
                .used("ami-unknown", new dev.amioperator.usage.Usage.Unknown("no answer")));

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
        .as("what matters most comes first")
        .containsExactly("Due", "Unkept", "UsageUnknown", "Young");
  }

  @Test
  void aSnapshotThatAStayingImageNeedsIsNotWon() {
    Image going = due("ami-a");
    Image staying = Images.on(going.blockDevices(), image("ami-b", 1));
    Image alsoGoing = Images.on(going.blockDevices(), due("ami-c"));

    assertThat(summary(Given.images(going, staying)).reclaimable()).isEqualTo("0 GiB");
    assertThat(summary(Given.images(going, alsoGoing)).reclaimable())
        .as("one snapshot, counted once")
        .isEqualTo("8 GiB");
  }

  @Test
  void showsNoMoreThanFifty() {
    List<Image> many =
        IntStream.range(0, 60)
            .mapToObj(i -> in(Image.State.PENDING, image("ami-" + i, 40)))
            .toList();

    assertThat(summary(Given.images(many)).items()).hasSize(50);
  }

  private static Plan summary(Given given) {
    return PlanSummary.of(RetentionPlanner.decide(given.facts()));
  }
}
