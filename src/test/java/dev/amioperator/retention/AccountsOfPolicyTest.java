package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.ownedBy;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A policy decides about each account by itself. */
class AccountsOfPolicyTest {
  private static final AccountRegion PROD = new AccountRegion("prod", "444455556666", "eu-west-1");
  private static final Image IN_PROD = ownedBy(PROD.accountId(), dueImage("ami-prod"));

  @Test
  void keepsTheNewestOfEachAccount() {
    RetentionScenario scenario =
        RetentionScenario.withImages(image("ami-new", 31), dueImage("ami-old"))
            .inRegion(PROD, List.of(IN_PROD))
            .withAccounts(PLACE.accountId(), PROD.accountId())
            .keepNewest(1);

    assertThat(scenario.reasonFor("ami-old")).isEqualTo(RetentionReason.Due);
    assertThat(scenario.reasonFor("ami-prod")).isEqualTo(RetentionReason.Newest);
  }

  @Test
  void decidesAlikeWhileAnotherAccountIsOut() {
    RetentionScenario alone =
        RetentionScenario.withImages(image("ami-new", 31), dueImage("ami-old"))
            .withAccounts(PLACE.accountId(), PROD.accountId())
            .keepNewest(1);

    assertThat(alone.decisions()).containsOnlyKeys("ami-new", "ami-old");
    assertThat(alone.reasonFor("ami-new")).isEqualTo(RetentionReason.Newest);
    assertThat(alone.reasonFor("ami-old")).isEqualTo(RetentionReason.Due);
  }

  /** The source of a copy may be in the account that is out, and be younger than it seems. */
  @Test
  void keepsCopiesWhoseSourceMayBeInAnAccountThatIsOut() {
    RetentionScenario alone =
        RetentionScenario.withImages(
                image("ami-new", 31),
                RetentionImageFixtures.copyOf("ami-prod", "eu-west-1", dueImage("ami-copy")))
            .withAccounts(PLACE.accountId(), PROD.accountId())
            .keepNewest(1);

    assertThat(alone.reasonFor("ami-copy")).isEqualTo(RetentionReason.AgeUnknown);
  }

  @Test
  void leavesAccountsOfOthersAlone() {
    RetentionScenario scenario =
        RetentionScenario.withImages(dueImage("ami-old")).inRegion(PROD, List.of(IN_PROD));

    assertThat(scenario.decisions()).containsOnlyKeys("ami-old");
    assertThat(
            RetentionScenario.withImages(dueImage("ami-old"))
                .withOtherPolicy(
                    RetentionScenario.withImages().keepNewest(1).withAccounts(PROD.accountId()))
                .reasonFor("ami-old"))
        .isEqualTo(RetentionReason.Due);
  }

  @Test
  void namesTheAccountOfEachImage() {
    var items =
        PlanSummary.of(
                RetentionDecisions.decide(
                    RetentionScenario.withImages(dueImage("ami-old"))
                        .inRegion(PROD, List.of(IN_PROD))
                        .withAccounts(PLACE.accountId(), PROD.accountId())
                        .facts()))
            .items();

    assertThat(items)
        .extracting(item -> item.accountRef() + "/" + item.accountId() + "/" + item.imageId())
        .containsExactly("default/111122223333/ami-old", "prod/444455556666/ami-prod");
  }
}
