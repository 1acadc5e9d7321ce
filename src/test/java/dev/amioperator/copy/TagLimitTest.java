package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.TagAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** EC2 allows fifty tags on a copy, its own and those of AWS not counted. */
class TagLimitTest {
  private static final ReadyState READY = new ReadyState.Ready(Reason.Available, "");

  private static TagLimit limit(Map<String, String> desired) {
    return new TagLimit("ami-1", desired, Set.of("team"));
  }

  private static Map<String, String> tags(int count, String prefix) {
    Map<String, String> tags = new HashMap<>();
    IntStream.range(0, count).forEach(i -> tags.put(prefix + i, "x"));
    return tags;
  }

  @Test
  void countsTagsOfOthersButNotOfAws() {
    Map<String, String> desired = Map.of("team", "shop");

    assertThat(limit(desired).obstacle(tags(49, "cost-"))).isEmpty();
    assertThat(limit(desired).obstacle(tags(60, "aws:x-"))).isEmpty();
    assertThat(limit(desired).obstacle(tags(50, "cost-")).orElseThrow().message())
        .contains("ami-1 would have 51 tags", "50 set on it by others", "keys from spec.tags");
  }

  @Test
  void executesOtherActionsOfCopyWithTooManyTags() {
    Map<String, String> desired = tags(51, "source-");
    TagAction tagging = new TagAction.CreateTags(List.of("ami-1"), desired);
    TagAction removal = new TagAction.DeleteTags(List.of("ami-1"), Set.of("old"));

    Plan limited = limit(desired).limit(new Plan(List.of(tagging, removal), READY), Map.of());
    Plan stalled = limit(desired).limit(new Plan(List.of(tagging), READY), Map.of());

    assertThat(limited.actions()).containsExactly(removal);
    assertThat(limited.readyState()).isEqualTo(READY);
    assertThat(stalled.actions()).isEmpty();
    assertThat(stalled.readyState()).isInstanceOf(ReadyState.Stalled.class);
  }
}
