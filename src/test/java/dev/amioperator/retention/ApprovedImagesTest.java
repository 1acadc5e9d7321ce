package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApprovedImagesTest {
  private static final Instant UNTIL = NOW.plus(Duration.ofDays(1));

  @Test
  void retiresApprovedImagesOnly() {
    RetentionScenario scenario =
        RetentionScenario.withImages(dueImage("ami-1"), dueImage("ami-2"))
            .withApproval(approving(dueImage("ami-1")));
    assertThat(reasons(scenario)).isEqualTo(Map.of("ami-1", "Due", "ami-2", "NotApproved"));
    assertThat(scenario.decisions().get("ami-2").message())
        .startsWith("Retention period expired")
        .endsWith("It waits, because the approved plan lacks it, or has other snapshots of it.");
  }

  @Test
  void retiresNoImageWithOtherSnapshotsThanApproved() {
    RetentionScenario scenario =
        RetentionScenario.withImages(dueImage("ami-1"))
            .withApproval(
                new Approval.Valid(
                    "sha256:a",
                    UNTIL,
                    Set.of(
                        new PlannedImage(
                                "111122223333", "eu-west-1", "ami-1", "Deregister", List.of())
                            .line())));
    assertThat(reasons(scenario)).isEqualTo(Map.of("ami-1", "NotApproved"));
  }

  @Test
  void keepsApprovedImageThatIsKeptAgain() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                dueImage("ami-1"), dueImage("ami-2"), unkeptFor(image("ami-3", 20), 4))
            .withApproval(approving(dueImage("ami-1"), dueImage("ami-2"), image("ami-3", 40)))
            .withUsage(
                "ami-1",
                new Usage.Used(List.of(new ImageReference("ami-1", "ec2:Instance", "i-1"))));
    assertThat(reasons(scenario))
        .isEqualTo(Map.of("ami-1", "Referenced", "ami-2", "Due", "ami-3", "Young"));
  }

  @Test
  void countsLimitsForApprovedImagesOnly() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                unkeptFor(image("ami-1", 40), 9), dueImage("ami-2"), dueImage("ami-3"))
            .withLimits(1, 100)
            .withApproval(approving(dueImage("ami-2"), dueImage("ami-3")));
    assertThat(reasons(scenario))
        .isEqualTo(Map.of("ami-1", "NotApproved", "ami-2", "Due", "ami-3", "Limit"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void retiresNothingWithoutValidApproval(Approval approval) {
    RetentionScenario scenario =
        RetentionScenario.withImages(dueImage("ami-1"), image("ami-2", 40)).withApproval(approval);
    assertThat(reasons(scenario)).isEqualTo(Map.of("ami-1", "NotApproved", "ami-2", "Unkept"));
    assertThat(ApprovedImages.count(List.copyOf(scenario.decisions().values()), approval)).isZero();
  }

  static Stream<Approval> invalid() {
    return Stream.of(
        new Approval.NotGiven(),
        new Approval.Unrecorded("sha256:a"),
        new Approval.PlanNotFound("sha256:a"),
        new Approval.PlanAltered("sha256:a", "web-plan-a"),
        new Approval.PlanUnreadable("sha256:a", "no answer"),
        new Approval.Expired("sha256:a", NOW));
  }

  private static Approval approving(Image... images) {
    ApprovablePlan plan =
        ApprovablePlan.of(
            "AmiRetentionPolicy/images/web",
            RetentionDecisions.decide(RetentionScenario.withImages(images).facts()),
            List.of());
    return new Approval.Valid(plan.hash(), UNTIL, Set.copyOf(plan.lines()));
  }

  private static Map<String, String> reasons(RetentionScenario scenario) {
    return scenario.decisions().values().stream()
        .collect(Collectors.toMap(Decision::imageId, decision -> decision.reason().name()));
  }
}
