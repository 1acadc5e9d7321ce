package dev.amioperator.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.RecycleBinRule.RecycledType;
import dev.amioperator.ec2.RecycleBinRule.TagPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which deleted resources a retention rule of the Recycle Bin keeps. */
class RecycleBinRuleTest {
  private static final TagPattern TEAM_A = new TagPattern("team", Optional.of("a"));
  private static final TagPattern HOLD = new TagPattern("hold", Optional.of("yes"));
  private static final TagPattern TEAM = new TagPattern("team", Optional.empty());

  /** "Tag-level: at least one of the tag key and value pairs" (EBS user guide). */
  @Test
  void keepsWhatHasAnyOfItsTags() {
    RecycleBinRule rule = image(List.of(TEAM_A, HOLD), List.of());

    assertThat(keeps(rule, Map.of("hold", "yes", "team", "b"))).isTrue();
    assertThat(keeps(rule, Map.of("team", "b"))).isFalse();
    assertThat(keeps(rule, Map.of())).isFalse();
  }

  /** "Region-level: can exclude resources that have specific tags" (EBS user guide). */
  @Test
  void keepsAllOfRegionButWhatIsExcluded() {
    RecycleBinRule rule = image(List.of(), List.of(TEAM_A, HOLD));

    assertThat(keeps(rule, Map.of())).isTrue();
    assertThat(keeps(rule, Map.of("team", "b"))).isTrue();
    assertThat(keeps(rule, Map.of("team", "a"))).isFalse();
    assertThat(keeps(rule, Map.of("team", "b", "hold", "yes"))).isFalse();
  }

  @Test
  void keepsNoOtherType() {
    RecycleBinRule rule = image(List.of(), List.of());

    assertThat(rule.keeps(RecycledType.EBS_SNAPSHOT, Map.of())).isFalse();
  }

  /** The value of a tag is optional in the API, and its absence is not explained. */
  @Test
  void promisesNothingForTagWithoutValue() {
    assertThat(keeps(image(List.of(TEAM), List.of()), Map.of("team", "a"))).isFalse();
    assertThat(keeps(image(List.of(TEAM), List.of()), Map.of("team", ""))).isTrue();
    assertThat(keeps(image(List.of(), List.of(TEAM)), Map.of("team", "a"))).isFalse();
    assertThat(keeps(image(List.of(), List.of(TEAM)), Map.of())).isTrue();
  }

  private static boolean keeps(RecycleBinRule rule, Map<String, String> tags) {
    return rule.keeps(RecycledType.EC2_IMAGE, tags);
  }

  private static RecycleBinRule image(List<TagPattern> tags, List<TagPattern> excluded) {
    return new RecycleBinRule(RecycledType.EC2_IMAGE, 14, tags, excluded);
  }
}
