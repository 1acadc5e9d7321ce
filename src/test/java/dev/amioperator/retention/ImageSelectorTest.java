package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.ownedByResource;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Management;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecSelectBuilder;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.TagKeys;
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

  @Test
  void selectsByWhoCreatedTheImage() {
    Image own = ownedByResource("AmiImage/images/web", WEB);
    Image ofOtherCluster = withTags(WEB, TagKeys.CLUSTER, "there");

    assertThat(List.of(WEB, own, ofOtherCluster))
        .allMatch(image -> selectsFrom(null, image))
        .allMatch(image -> selectsFrom(Management.ANY, image));
    assertThat(selectsFrom(Management.OPERATOR, WEB)).isFalse();
    assertThat(selectsFrom(Management.OPERATOR, own)).isTrue();
    assertThat(selectsFrom(Management.OPERATOR, ofOtherCluster)).isTrue();
    assertThat(selectsFrom(Management.FOREIGN, WEB)).isTrue();
    assertThat(selectsFrom(Management.FOREIGN, own)).isFalse();
    assertThat(selectsFrom(Management.FOREIGN, ofOtherCluster)).isFalse();
  }

  private static boolean selectsFrom(Management management, Image image) {
    return ImageSelector.of(
            AmiRetentionPolicySpecSelectBuilder.builder()
                .tags(Map.of("family", "web"))
                .management(management)
                .build())
        .selects(RetentionScenario.PLACE, image);
  }

  private static boolean selects(Map<String, String> tags, List<String> names) {
    return ImageSelector.of(
            AmiRetentionPolicySpecSelectBuilder.builder().tags(tags).names(names).build())
        .selects(RetentionScenario.PLACE, WEB);
  }
}
