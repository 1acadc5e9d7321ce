package dev.amioperator.retention;

import static dev.amioperator.retention.Images.image;
import static dev.amioperator.retention.Images.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Select;
import dev.amioperator.ec2.Image;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Image WEB = tagged(image("ami-a", 1), "team", "shop");

  @Test
  void allTagsMustBeThereAndAnAsteriskTakesAnyValue() {
    assertThat(selects(Map.of("family", "web", "team", "*"), null)).isTrue();
    assertThat(selects(Map.of("family", "web", "team", "pay"), null)).isFalse();
    assertThat(selects(Map.of("family", "*", "stage", "*"), null)).isFalse();
  }

  @Test
  void oneNameMustFitAndTagsAsWell() {
    assertThat(selects(null, List.of("db-*", "web-*"))).isTrue();
    assertThat(selects(null, List.of("db-*"))).isFalse();
    assertThat(selects(Map.of("team", "pay"), List.of("web-*"))).isFalse();
  }

  @Test
  void withoutAnyCriterionNothingIsSelected() {
    assertThat(selects(null, null)).isFalse();
    assertThat(selects(Map.of(), List.of())).isFalse();
  }

  private static boolean selects(Map<String, String> tags, List<String> names) {
    return ImageSelector.of(new Select(tags, names)).selects(Given.PLACE, WEB);
  }
}
