package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.ownedByResource;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tag unkept-since of images that left the selection. */
class UnselectedImagesTest {
  private static final Image SELECTED =
      ownedByResource("AmiImage/images/former", dueImage("ami-a"));
  private static final Image LEFT = withTags(SELECTED, "family", "kept by hand");

  @Test
  void untagsImageThatLeftSelection() {
    assertThat(untag(inNamespace("images", LEFT)))
        .containsExactly(
            PlannedActions.onTags(
                RetentionScenario.PLACE,
                List.of(new TagAction.DeleteTags(List.of("ami-a"), Set.of(TagKeys.UNKEPT_SINCE)))));
  }

  @Test
  void leavesSelectedUntaggedAndForeignImages() {
    Image untagged = ownedByResource("AmiImage/images/former", image("ami-b", 40));
    Image foreign = withTags(dueImage("ami-c"), "family", "db");

    assertThat(untag(inNamespace("images", SELECTED))).isEmpty();
    assertThat(untag(inNamespace("images", withTags(untagged, "family", "db")))).isEmpty();
    assertThat(untag(inNamespace("images", foreign))).isEmpty();
    assertThat(untag(inNamespace("shop", LEFT))).isEmpty();
  }

  @Test
  void leavesImageThatAnotherEnforcedPolicySelects() {
    RetentionScenario elsewhere = inNamespace("images", SELECTED).withRegions("us-east-1");

    assertThat(untag(elsewhere.withOtherPolicy(inNamespace("images")))).isEmpty();
    assertThat(untag(elsewhere.withOtherPolicy(inNamespace("images").inPlanMode()))).hasSize(1);
  }

  private static RetentionScenario inNamespace(String namespace, Image... images) {
    return RetentionScenario.withImages(images).covering(namespace);
  }

  private static List<PlannedActions> untag(RetentionScenario scenario) {
    return UnselectedImages.untag(scenario.facts());
  }
}
