package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.copyOf;
import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static dev.amioperator.retention.RetentionScenario.ELSEWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copies rank by the date of the image that they are copies of. */
class RankDatesTest {
  private static final String SOURCE_REGION = "us-east-1";

  /** The newest version of us-east-1, and an older one that was copied again just now. */
  private static final Image NEW = image("ami-new", 40);

  private static final Image OLD = image("ami-old", 80);
  private static final Image COPY_OF_NEW =
      copyOf("ami-new", SOURCE_REGION, dueImage("ami-copy-new"));
  private static final Image LATE_COPY_OF_OLD =
      copyOf("ami-old", SOURCE_REGION, image("ami-copy-old", 31));

  @Test
  void ranksCopiesByTheDateOfTheirSource() {
    RetentionScenario scenario =
        RetentionScenario.withImages(COPY_OF_NEW, LATE_COPY_OF_OLD)
            .inRegion(ELSEWHERE, List.of(NEW, OLD))
            .withRegions("eu-west-1", SOURCE_REGION)
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-copy-new")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-copy-old")).isEqualTo(RetentionReason.Unkept);
  }

  @Test
  void followsCopiesOfCopies() {
    Image copyOfCopy = copyOf("ami-copy-old", "eu-west-1", image("ami-copy2", 30));
    RetentionScenario scenario =
        RetentionScenario.withImages(COPY_OF_NEW, LATE_COPY_OF_OLD, copyOfCopy)
            .inRegion(ELSEWHERE, List.of(NEW, OLD))
            .withRegions("eu-west-1", SOURCE_REGION)
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-copy-new")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-copy2")).isNotEqualTo(RetentionReason.Newest);
  }

  @Test
  void findsSourceThatThePolicyDoesNotSelect() {
    RetentionScenario scenario =
        RetentionScenario.withImages(COPY_OF_NEW, LATE_COPY_OF_OLD)
            .inRegion(ELSEWHERE, List.of(NEW, withTags(OLD, "family", "base")))
            .withRegions("eu-west-1", SOURCE_REGION)
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-copy-old")).isEqualTo(RetentionReason.Unkept);
  }

  /** The source of the later copy may be older or newer: both stay. */
  @Test
  void takesNoPlaceFromImagesOfKnownDate() {
    Image copyOfGone = copyOf("ami-gone", SOURCE_REGION, image("ami-copy-gone", 31));
    RetentionScenario scenario =
        RetentionScenario.withImages(COPY_OF_NEW, copyOfGone, dueImage("ami-built"))
            .inRegion(ELSEWHERE, List.of(NEW))
            .withRegions("eu-west-1", SOURCE_REGION)
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-copy-gone")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-built")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-copy-new")).isEqualTo(RetentionReason.Due);
  }

  /** Otherwise a region of copies only would keep the copies of every deleted source forever. */
  @Test
  void ranksCopiesOfGoneSourcesByTheirOwnDate() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                copyOf("ami-gone1", SOURCE_REGION, image("ami-a", 31)),
                copyOf("ami-gone2", SOURCE_REGION, dueImage("ami-b")))
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void keepsCopiesWhileTheirSourcesAreNotListed() {
    Decision decision =
        RetentionScenario.withImages(image("ami-built", 31), COPY_OF_NEW)
            .withRegions("eu-west-1", SOURCE_REGION)
            .keepNewest(1)
            .decisions()
            .get("ami-copy-new");

    assertThat(decision.reason()).isEqualTo(RetentionReason.AgeUnknown);
    assertThat(decision.message())
        .isEqualTo(
            "It is a copy of ami-new, whose region could not be listed: its age is unknown.");
  }

  @Test
  void ranksByCopyWhereSourcesFormACircle() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                copyOf("ami-b", "eu-west-1", image("ami-a", 31)),
                copyOf("ami-a", "eu-west-1", dueImage("ami-b")))
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-b")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void ranksByCopyWhereTheSourceIsNewerThanTheCopy() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                copyOf("ami-c", "eu-west-1", dueImage("ami-a")), image("ami-c", 31))
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-c")).isEqualTo(RetentionReason.Newest);
    assertThat(scenario.reasonFor("ami-a")).isEqualTo(RetentionReason.Due);
  }
}
