package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.named;
import static dev.amioperator.retention.RetentionImageFixtures.ofArchitecture;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

/** keep.newest counts the images of each group of an account and region. */
class ImageGroupingTest {
  @Test
  void keepsNewestOfEachTagValue() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                withTags(image("ami-web1", 31), "app", "web"),
                withTags(dueImage("ami-web2"), "app", "web"),
                withTags(dueImage("ami-db1"), "app", "db"),
                withTags(dueImage("ami-empty1"), "app", ""))
            .keepNewest(1)
            .groupedBy("tag:app");

    assertThat(scenario.decisions().get("ami-web1").message())
        .isEqualTo("Number 1 of the newest in eu-west-1/web.");
    assertThat(scenario.reasonFor("ami-web2")).isEqualTo(RetentionReason.Due);
    assertThat(scenario.reasonFor("ami-db1")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-empty1")).isEqualTo(RetentionReason.Newest);
  }

  /**
   * Cleaners that put all untagged images into a group delete them (bonclay7/aws-amicleaner#15).
   */
  @Test
  void keepsImagesWithoutTheTag() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                withTags(image("ami-new", 31), "app", "web"),
                dueImage("ami-a"),
                unkeptFor(image("ami-b", 400), 90))
            .keepNewest(1)
            .groupedBy("tag:app");

    assertThat(scenario.decisions().get("ami-a").message())
        .isEqualTo("It has no tag app, by which groupBy groups.");
    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Ungrouped);
    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Ungrouped);
  }

  @Test
  void groupsByPartOfTheName() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                named("web-api-20260501", image("ami-api1", 31)),
                named("web-api-20260401", dueImage("ami-api2")),
                named("web-ui-20260401", dueImage("ami-ui1")),
                named("web", dueImage("ami-other")))
            .keepNewest(1)
            .groupedBy("name:(*)-????????");

    assertThat(scenario.reasonFor("ami-api1")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-api2")).isEqualTo(RetentionReason.Due);
    assertThat(scenario.decisions().get("ami-ui1").message())
        .isEqualTo("Number 1 of the newest in eu-west-1/web-ui.");
    assertThat(scenario.decisions().get("ami-other").message())
        .isEqualTo("Its name does not match (*)-????????, by which groupBy groups.");
  }

  @Test
  void needsTheValueOfEveryEntry() {
    Image both = withTags(named("web-1", dueImage("ami-both")), "app", "web");
    Image nameOnly = named("web-2", dueImage("ami-name"));
    RetentionScenario scenario =
        RetentionScenario.withImages(both, nameOnly)
            .keepNewest(1)
            .groupedBy("name:(*)-*", "tag:app", "architecture");

    assertThat(scenario.reasonFor("ami-both")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-name")).isEqualTo(RetentionReason.Ungrouped);
  }

  @Test
  void separatesArchitecturesUnlessToldOtherwise() {
    List<Image> images =
        List.of(
            ofArchitecture("x86_64", image("ami-amd", 31)),
            ofArchitecture("arm64", dueImage("ami-arm")));

    assertThat(RetentionScenario.withImages(images).keepNewest(1).reasonFor("ami-arm"))
        .isEqualTo(RetentionReason.Newest);
    assertThat(
            RetentionScenario.withImages(images)
                .keepNewest(1)
                .groupedBy("tag:family")
                .reasonFor("ami-arm"))
        .isEqualTo(RetentionReason.Newest);
    assertThat(
            RetentionScenario.withImages(images)
                .keepNewest(1)
                .architecturesTogether()
                .reasonFor("ami-arm"))
        .isEqualTo(RetentionReason.Due);
  }

  @Test
  void neverGroupsAcrossRegions() {
    RetentionScenario scenario =
        RetentionScenario.withImages(withTags(image("ami-a", 31), "app", "web"))
            .inRegion(
                RetentionScenario.ELSEWHERE, List.of(withTags(dueImage("ami-b"), "app", "web")))
            .withRegions("eu-west-1", "us-east-1")
            .keepNewest(1)
            .groupedBy("tag:app");

    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Newest);
  }

  @Test
  void agreesWithPoliciesThatCannotGroupTheImage() {
    RetentionScenario other = RetentionScenario.withImages().keepNewest(1).groupedBy("tag:app");

    assertThat(
            RetentionScenario.withImages(dueImage("ami-a"))
                .withOtherPolicy(other)
                .reasonFor("ami-a"))
        .isEqualTo(RetentionReason.OtherPolicy);
  }
}
