package dev.amioperator.attributes;

import static dev.amioperator.testing.Ec2Fixtures.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.ReadyState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TagLimitCheckTest {
  private static final Map<String, String> DESIRED =
      Map.of("family", "web", "team", "shop", "amioperator.dev/cluster", "c1");

  @Test
  void countsTagsOfOthers() {
    assertThat(obstacle(tagsOfOthers(47), Set.of())).isEmpty();
    assertThat(obstacle(tagsOfOthers(49), Set.of()))
        .hasValueSatisfying(
            readyState ->
                assertThat(readyState.message())
                    .contains(
                        "ami-1 would have 52 tags",
                        "Remove 2 of those",
                        "other-00, ",
                        "and 39 more",
                        "spec.tags (family, team)"));
  }

  @Test
  void ignoresTagsOfAwsAndObsoleteTags() {
    Map<String, String> tags = tagsOfOthers(47);
    tags.put("aws:backup:source-resource", "i-1");
    tags.put("obsolete", "x");
    assertThat(obstacle(tags, Set.of("obsolete"))).isEmpty();
    assertThat(obstacle(tags, Set.of())).isPresent();
  }

  @Test
  void leavesCompleteTagsAlone() {
    Map<String, String> tags = tagsOfOthers(48);
    tags.putAll(DESIRED);
    assertThat(obstacle(tags, Set.of())).isEmpty();
  }

  private static Map<String, String> tagsOfOthers(int count) {
    Map<String, String> tags = new HashMap<>();
    IntStream.range(0, count).forEach(i -> tags.put("other-%02d".formatted(i), ""));
    return tags;
  }

  private static Optional<ReadyState> obstacle(Map<String, String> present, Set<String> recorded) {
    return TagLimitCheck.obstacle(
        image("ami-1", Image.State.AVAILABLE, present), List.of(), DESIRED, recorded);
  }
}
