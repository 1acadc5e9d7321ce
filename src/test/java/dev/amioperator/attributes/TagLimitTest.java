package dev.amioperator.attributes;

import static dev.amioperator.testing.Ec2Fixtures.foreignSnapshot;
import static dev.amioperator.testing.Ec2Fixtures.image;
import static dev.amioperator.testing.Ec2Fixtures.snapshotIdOf;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.reconcile.ReadyState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** EC2 allows fifty tags on a resource, those of AWS not counted. */
class TagLimitTest {
  private static final Map<String, String> DESIRED =
      Map.of("family", "web", "team", "shop", "amioperator.dev/cluster", "c1");
  private static final Set<String> SPEC_KEYS = Set.of("family", "team");
  private static final TagLimit LIMIT = new TagLimit(DESIRED, SPEC_KEYS, Set.of());

  @Test
  void countsTagsOfOthers() {
    assertThat(obstacle(tagsOfOthers(47))).isEmpty();
    assertThat(obstacle(tagsOfOthers(49)))
        .hasValueSatisfying(
            readyState ->
                assertThat(readyState.message())
                    .contains(
                        "ami-1 would have 52 tags",
                        "at least 2",
                        "49 set outside the operator (other-00, ",
                        "and 39 more",
                        "spec.tags (family, team)")
                    .doesNotContain("source"));
  }

  @Test
  void ignoresTagsOfAwsAndObsoleteTags() {
    Map<String, String> tags = tagsOfOthers(47);
    tags.put("aws:backup:source-resource", "i-1");
    tags.put("obsolete", "x");
    TagLimit limit = new TagLimit(DESIRED, SPEC_KEYS, Set.of("obsolete"));
    assertThat(limit.obstacle(withTags(tags), List.of())).isEmpty();
    assertThat(obstacle(tags)).isPresent();
  }

  @Test
  void leavesCompleteTagsAlone() {
    Map<String, String> tags = tagsOfOthers(48);
    tags.putAll(DESIRED);
    assertThat(obstacle(tags)).isEmpty();
  }

  @Test
  void namesTagsOfSourceOfNewCopy() {
    Map<String, String> desired = tagsOfOthers(50);
    desired.putAll(DESIRED);

    assertThat(LIMIT.obstacleToCreate("A copy of ami-1")).isEmpty();
    assertThat(
            new TagLimit(desired, SPEC_KEYS, Set.of())
                .obstacleToCreate("A copy of ami-1")
                .orElseThrow()
                .message())
        .contains(
            "A copy of ami-1 would have 53 tags",
            "2 of spec.tags (family, team)",
            "50 of the source (other-00, ",
            "copySourceTags: false");
  }

  @Test
  void doesNotCountSharedTagsOnSnapshots() {
    Map<String, String> desired = new HashMap<>(DESIRED);
    desired.put("ec2:SharedTag/status", "current");
    TagLimit limit = new TagLimit(desired, SPEC_KEYS, Set.of());

    assertThat(limit.obstacle(withTags(Map.of()), List.of(snapshotOf("ami-1", tagsOfOthers(47)))))
        .isEmpty();
    assertThat(
            limit
                .obstacle(withTags(Map.of()), List.of(snapshotOf("ami-1", tagsOfOthers(48))))
                .orElseThrow()
                .message())
        .contains(snapshotIdOf("ami-1"), "51 tags");
  }

  @Test
  void permitsOtherActionsOfImageWithTooManyTags() {
    TagAction tagging = new TagAction.CreateTags(List.of("ami-1"), DESIRED);
    TagAction change = new TagAction.CreateTags(List.of("ami-1"), Map.of("other-00", "new"));
    TagAction removal = new TagAction.DeleteTags(List.of("ami-1"), Set.of("old"));
    TagAction ofOther = new TagAction.CreateTags(List.of(foreignSnapshot("snap-2").id()), DESIRED);

    assertThat(
            LIMIT.permitted(
                List.of(tagging, change, removal, ofOther), withTags(tagsOfOthers(48)), List.of()))
        .containsExactly(change, removal, ofOther);
  }

  private static Map<String, String> tagsOfOthers(int count) {
    Map<String, String> tags = new HashMap<>();
    IntStream.range(0, count).forEach(i -> tags.put("other-%02d".formatted(i), ""));
    return tags;
  }

  private static Optional<ReadyState> obstacle(Map<String, String> present) {
    return LIMIT.obstacle(withTags(present), List.of());
  }

  private static Image withTags(Map<String, String> tags) {
    return image("ami-1", Image.State.AVAILABLE, tags);
  }
}
