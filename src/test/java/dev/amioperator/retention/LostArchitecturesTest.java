package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.inState;
import static dev.amioperator.retention.RetentionImageFixtures.ofArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.usage.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostArchitecturesTest {
  private static final Image NEW_AMD64 = ofArchitecture("x86_64", image("ami-amd1", 31));
  private static final Image OLD_AMD64 = ofArchitecture("x86_64", image("ami-amd2", 32));
  private static final Image NEW_ARM64 = ofArchitecture("arm64", image("ami-arm1", 40));
  private static final Image OLD_ARM64 = ofArchitecture("arm64", dueImage("ami-arm2"));

  @Test
  void warnsWhenNewestAreAllOfOneArchitecture() {
    RetentionScenario scenario =
        RetentionScenario.withImages(NEW_AMD64, OLD_AMD64, NEW_ARM64, OLD_ARM64)
            .keepNewest(2)
            .architecturesTogether();

    assertThat(warnings(scenario))
        .containsExactly(
            "No default/eu-west-1/arm64 image would stay: 2 available images are to be retired, the newest"
                + " is ami-arm1. Give keep.newest with architectures: Separate, which keeps"
                + " the newest of each architecture.");
    assertThat(warnings(scenario.inPlanMode())).hasSize(1);
    assertThat(warnings(scenario.keepNewest(3))).isEmpty();
  }

  @Test
  void countsAnImageInUseAsStaying() {
    Usage used = new Usage.Used(List.of(new ImageReference("ami-arm2", "ec2:Instance", "arn")));
    RetentionScenario scenario =
        RetentionScenario.withImages(NEW_AMD64, NEW_ARM64, OLD_ARM64)
            .keepNewest(1)
            .architecturesTogether();

    assertThat(warnings(scenario)).hasSize(1);
    assertThat(warnings(scenario.withUsage("ami-arm2", used))).isEmpty();
  }

  @Test
  void countsNoUnusableImageAsStaying() {
    RetentionScenario scenario =
        RetentionScenario.withImages(NEW_AMD64, NEW_ARM64, inState(Image.State.PENDING, OLD_ARM64))
            .keepNewest(1)
            .architecturesTogether();

    assertThat(warnings(scenario)).hasSize(1);
  }

  @Test
  void losesNoArchitectureByDefault() {
    RetentionScenario scenario =
        RetentionScenario.withImages(NEW_AMD64, OLD_AMD64, NEW_ARM64, OLD_ARM64).keepNewest(1);

    assertThat(warnings(scenario)).isEmpty();
    assertThat(scenario.reasonFor("ami-arm1")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-arm2")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void warnsWhenAgeAloneEndsAnArchitecture() {
    assertThat(warnings(RetentionScenario.withImages(NEW_ARM64, OLD_ARM64))).hasSize(1);
  }

  private static List<String> warnings(RetentionScenario scenario) {
    return LostArchitectures.warnings(RetentionDecisions.decide(scenario.facts()));
  }
}
