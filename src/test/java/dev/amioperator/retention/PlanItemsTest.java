package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.usage.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanItemsTest {
  private static final String POLICY = "AmiRetentionPolicy/images/web";
  private static final Usage USED =
      new Usage.Used(
          List.of(
              new ImageReference(
                  "ami-2", "ec2:Instance", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1")));

  @Test
  void listsDueThenUnkeptThenBlocked() throws IOException {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                image("ami-1", 40), image("ami-2", 40), dueImage("ami-3"), image("ami-4", 1))
            .withUsage("ami-2", USED);
    List<JsonNode> lines = lines(items(scenario, Map.of("ami-2", USED)));
    assertThat(lines)
        .extracting(line -> line.get("image").asText() + " " + line.get("reason").asText())
        .containsExactly("ami-3 Due", "ami-1 Unkept", "ami-2 Referenced");
    assertThat(lines.get(0).get("action").asText()).isEqualTo("Deregister");
    assertThat(lines.get(0).get("due").asText()).isEqualTo("2026-05-31T12:00:00Z");
    assertThat(lines.get(0).get("snapshots")).hasSize(1);
    assertThat(lines.get(2).get("action").asText()).isEqualTo("None");
    assertThat(lines.get(2).get("usedBy").get(0).asText())
        .isEqualTo("ec2:Instance arn:aws:ec2:eu-west-1:111122223333:instance/i-1");
  }

  @Test
  void escapesNamesThatOthersChose() throws IOException {
    String name = "web\"},\n\u001b[2K\u202e{\"image\":\"ami-9";
    PlanItems items =
        items(
            RetentionScenario.withImages(Ec2Fixtures.withName(image("ami-1", 40), name)), Map.of());
    assertThat(lines(items))
        .singleElement()
        .satisfies(line -> assertThat(line.get("name").asText()).isEqualTo(name));
    assertThat(items.table().lines()).hasSize(4);
    assertThat(items.table()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void boundsTable() {
    PlanItems items = items(RetentionScenario.withImages(images(20_000)), Map.of());
    assertThat(items.table().lines()).hasSize(PlanItems.MAX_ROWS + 5);
    assertThat(items.table()).endsWith("And 19000 more.\n");
    assertThat(items.table().length()).isLessThan(512 * 1024);
    assertThat(GzipShards.of(items.lines())).hasSizeLessThan(4);
    assertThat(items.lines()).hasSize(20_000);
  }

  @Test
  void hasSameDigestAsLongAsTextIsTheSame() {
    List<Image> images = new ArrayList<>(images(50));
    String digest = items(RetentionScenario.withImages(images), Map.of()).digest();
    assertThat(items(RetentionScenario.withImages(images.reversed()), Map.of()).digest())
        .isEqualTo(digest);
    images.set(7, Ec2Fixtures.withName(images.get(7), "renamed"));
    assertThat(items(RetentionScenario.withImages(images), Map.of()).digest()).isNotEqualTo(digest);
  }

  private static List<Image> images(int count) {
    return IntStream.range(0, count).mapToObj(i -> image("ami-%017x".formatted(i), 40)).toList();
  }

  private static PlanItems items(RetentionScenario scenario, Map<String, Usage> usage) {
    return PlanItems.of(POLICY, RetentionDecisions.decide(scenario.facts()), usage, List.of());
  }

  private static List<JsonNode> lines(PlanItems items) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : items.lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
