package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Select;
import dev.amioperator.ec2.Image;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageSelectorTest {
  private static final Image WEB = withTags(image("ami-a", 1), "team", "shop");

  @Test
  void requiresAllTagsWithWildcard() {
    assertThat(selects(Map.of("family", "web", "team", "*"), null)).isTrue();
    assertThat(selects(Map.of("family", "web", "team", "pay"), null)).isFalse();
    assertThat(selects(Map.of("family", "*", "stage", "*"), null)).isFalse();
  }

  @Test
  void requiresNameAndTags() {
    assertThat(selects(null, List.of("db-*", "web-*"))).isTrue();
    assertThat(selects(null, List.of("db-*"))).isFalse();
    assertThat(selects(Map.of("team", "pay"), List.of("web-*"))).isFalse();
  }

  @Test
  void selectsNothingWithoutCriteria() {
    assertThat(selects(null, null)).isFalse();
    assertThat(selects(Map.of(), List.of())).isFalse();
  }

  private static boolean selects(Map<String, String> tags, List<String> names) {
    return ImageSelector.of(new Select(tags, names)).selects(RetentionScenario.PLACE, WEB);
  }
}
