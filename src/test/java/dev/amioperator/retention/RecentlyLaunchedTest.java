package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.launched;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.usage.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A recent launch keeps an image; that EC2 reports none proves nothing. */
class RecentlyLaunchedTest {
  private static final Image LAUNCHED = launched(59, dueImage("ami-a"));

  @Test
  void keepsImageLaunchedWithinTheTime() {
    Decision decision =
        RetentionScenario.withImages(LAUNCHED).keepLaunchedWithin(60).decisions().get("ami-a");

    assertThat(decision.reason()).isEqualTo(RetentionReason.RecentlyLaunched);
    assertThat(decision.message())
        .isEqualTo("Launched within keep.launchedWithin until 2026-06-02T12:00:00Z.");
    assertThat(RetentionScenario.withImages(LAUNCHED).keepLaunchedWithin(59).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Due);
    assertThat(RetentionScenario.withImages(LAUNCHED).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Due);
  }

  @Test
  void takesNoLaunchForNoProof() {
    var instance = new ImageReference("ami-a", "ec2:Instance", "arn");
    RetentionScenario scenario =
        RetentionScenario.withImages(dueImage("ami-a")).keepLaunchedWithin(60);

    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Due);
    assertThat(scenario.withUsage("ami-a", new Usage.Used(List.of(instance))).reasonFor("ami-a"))
        .isEqualTo(RetentionReason.Referenced);
    assertThat(scenario.withoutUsage().reasonFor("ami-a")).isEqualTo(RetentionReason.UsageUnknown);
  }

  @Test
  void agreesWithTheLongestTimeOfAllPolicies() {
    assertThat(
            RetentionScenario.withImages(LAUNCHED)
                .keepLaunchedWithin(30)
                .withOtherPolicy(RetentionScenario.withImages().keepLaunchedWithin(60))
                .reasonFor("ami-a"))
        .isEqualTo(RetentionReason.OtherPolicy);
  }
}
