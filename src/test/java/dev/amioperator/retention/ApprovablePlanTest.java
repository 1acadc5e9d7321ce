package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionScenario.ELSEWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.usage.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ApprovablePlanTest {
  private static final String POLICY = "AmiRetentionPolicy/images/web";

  @Test
  void hashesLinesAsSha256sumDoes() {
    ApprovablePlan plan = plan(RetentionScenario.withImages(image("ami-1", 40)));
    assertThat(plan.lines())
        .containsExactly(
            "{\"policy\":\"AmiRetentionPolicy/images/web\",\"format\":1}",
            "{\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"image\":\"ami-1\","
                + "\"lastStep\":\"Deregister\",\"snapshots\":[\"snap-ami-1\"]}");
    // Of `sha256sum` over both lines: a changed format voids every approval.
    assertThat(plan.hash())
        .isEqualTo("sha256:d1dd5f9632d2606d0da0622d298155838d5bc533f9b2e89e85c147a2b336f32f");
  }

  /**
   * Users report approvals that the commit of the approval voids: flux-iac/tofu-controller#1878.
   */
  @Property(tries = 300)
  void keepsHashWhileDaysPass(
      @ForAll @IntRange(min = 1, max = 40) int images,
      @ForAll @IntRange(min = 1, max = 300) int days,
      @ForAll long seed) {
    List<Image> unkept = IntStream.range(0, images).mapToObj(i -> image("ami-" + i, 40)).toList();
    List<Image> later = new ArrayList<>();
    Random random = new Random(seed);
    for (Image image : unkept) {
      later.add(random.nextBoolean() ? unkeptFor(image, 1 + random.nextInt(days)) : image);
    }
    Collections.shuffle(later, random);
    String before = plan(RetentionScenario.withImages(unkept).inPlanMode()).hash();

    assertThat(
            plan(RetentionScenario.withImages(later).withLimits(1 + random.nextInt(5), 1)).hash())
        .isEqualTo(before);
    assertThat(
            plan(RetentionScenario.withImages(later)
                    .withApproval(new Approval.NotGiven())
                    .enforcedFor(random.nextInt(days)))
                .hash())
        .isEqualTo(before);
  }

  @Test
  void changesHashWithEachPartOfAnImage() {
    Image image = image("ami-1", 40);
    RetentionScenario other = RetentionScenario.withImages().withRegions("us-east-1");
    Set<String> hashes =
        Set.of(
            plan(RetentionScenario.withImages(image)).hash(),
            plan(RetentionScenario.withImages(image("ami-2", 40))).hash(),
            plan(RetentionScenario.withImages(image, image("ami-2", 40))).hash(),
            plan(other.inRegion(ELSEWHERE, List.of(image))).hash(),
            plan(RetentionScenario.withImages(withSnapshot(image, "snap-2"))).hash(),
            ApprovablePlan.of(
                    "AmiRetentionPolicy/images/other",
                    RetentionDecisions.decide(RetentionScenario.withImages(image).facts()),
                    List.of())
                .hash());
    assertThat(hashes).hasSize(6);
  }

  @Test
  void leavesOutKeptAndBlockedImages() {
    RetentionScenario scenario =
        RetentionScenario.withImages(image("ami-1", 1), image("ami-2", 40), image("ami-3", 40))
            .withUsage("ami-2", new Usage.Unknown("no answer"));
    assertThat(plan(scenario).images()).isEqualTo(1);
    assertThat(plan(scenario).lines().getLast()).contains("ami-3");
  }

  @Test
  void leavesOutImagesWithoutRoom() {
    List<Image> images =
        IntStream.range(0, 3)
            .mapToObj(i -> withSnapshot(image("ami-" + i, 40), "snap-".repeat(1_500_000)))
            .toList();
    ApprovablePlan plan = plan(RetentionScenario.withImages(images));
    assertThat(plan.images()).isEqualTo(2);
    Approval approval =
        new Approval.Valid(plan.hash(), RetentionScenario.NOW, Set.copyOf(plan.lines()));
    assertThat(RetentionDecisions.decide(RetentionScenario.withImages(images).facts()))
        .filteredOn(approval::covers)
        .extracting(Decision::imageId)
        .containsExactly("ami-0", "ami-1");
  }

  private static ApprovablePlan plan(RetentionScenario scenario) {
    return ApprovablePlan.of(POLICY, RetentionDecisions.decide(scenario.facts()), List.of());
  }

  private static Image withSnapshot(Image image, String snapshotId) {
    return new Image(
        image.id(),
        image.name(),
        image.ownerId(),
        image.state(),
        image.stateReason(),
        image.created(),
        image.description(),
        image.tags(),
        List.of(new Image.BlockDevice("/dev/xvda", Optional.of(snapshotId), 8, false)),
        image.settings(),
        image.architecture());
  }
}
