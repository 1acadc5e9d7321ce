package dev.amioperator.retention;

import static dev.amioperator.retention.Given.NOW;
import static dev.amioperator.retention.Images.due;
import static dev.amioperator.retention.Images.image;
import static dev.amioperator.retention.Images.in;
import static dev.amioperator.retention.Images.made;
import static dev.amioperator.retention.Images.madeBy;
import static dev.amioperator.retention.Images.owned;
import static dev.amioperator.retention.Images.tagged;
import static dev.amioperator.retention.Images.unkept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetentionTest {
  private static final Image DUE = due("ami-a");

  @Test
  void whatNothingKeepsIsDueWhenItsDaysAreOver() {
    assertThat(Given.images(DUE).finding("ami-a")).isEqualTo(RetentionReason.Due);

    Decision early = Given.images(unkept(image("ami-a", 40), 2)).decisions().get("ami-a");
    assertThat(early.reason()).isEqualTo(RetentionReason.Unkept);
    assertThat(early.message())
        .isEqualTo("Nothing keeps it since 2026-05-30T12:00:00Z: due on 2026-06-02T12:00:00Z.");
  }

  @Test
  void theDaysBeginWithTheMarkAndNotWithTheAge() {
    assertThat(Given.images(image("ami-a", 400)).decisions().get("ami-a").message())
        .isEqualTo("Nothing keeps it: marked now, due 3d later.");
    assertThat(Given.images(image("ami-a", 400)).onlyPlanned().decisions().get("ami-a").message())
        .isEqualTo("Nothing keeps it: Enforce would mark it, and deregister it 3d later.");
  }

  static Stream<Arguments> kept() {
    return Stream.of(
        arguments(
            tagged(DUE, "aws:dlm:lifecycle-policy-id", "policy-1"),
            RetentionReason.ManagedElsewhere),
        arguments(
            tagged(DUE, "aws:backup:source-resource", "i-1"), RetentionReason.ManagedElsewhere),
        arguments(tagged(DUE, "CreatedBy", "EC2 Image Builder"), RetentionReason.ManagedElsewhere),
        arguments(in(Image.State.PENDING, DUE), RetentionReason.NotAvailable),
        arguments(in(Image.State.TRANSIENT, DUE), RetentionReason.NotAvailable),
        arguments(in(Image.State.UNKNOWN, DUE), RetentionReason.NotAvailable),
        arguments(made(Optional.empty(), DUE), RetentionReason.AgeUnknown),
        arguments(made(Optional.of(NOW.plusSeconds(1)), DUE), RetentionReason.AgeUnknown),
        arguments(made(Optional.of(NOW.minus(Duration.ofDays(29))), DUE), RetentionReason.Young));
  }

  @ParameterizedTest
  @MethodSource("kept")
  void keepsAndSaysWhy(Image image, RetentionReason why) {
    assertThat(Given.images(image).finding("ami-a")).isEqualTo(why);
  }

  @Test
  void anImageThatAnObjectStandsForIsKeptAndTheObjectIsNamed() {
    DeclaredImages declaredImages =
        new DeclaredImages(
            Given.CLUSTER, Set.of(), Set.of(), Set.of(), Map.of("ami-a", "AmiImage/images/base"));
    Decision decision = Given.images(DUE).declared(declaredImages).decisions().get("ami-a");

    assertThat(decision.reason()).isEqualTo(RetentionReason.Declared);
    assertThat(decision.message()).isEqualTo("AmiImage images/base names it.");
  }

  @ParameterizedTest
  @EnumSource(
      value = Image.State.class,
      names = {"FAILED", "ERROR", "INVALID", "DISABLED"})
  void brokenAndDisabledImagesMayGoAndDoNotCountAsNewest(Image.State state) {
    Given given = Given.images(DUE, in(state, unkept(image("ami-b", 35), 4))).newest(1);

    assertThat(given.finding("ami-a")).isEqualTo(RetentionReason.Newest);
    assertThat(given.finding("ami-b")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void ofImagesOfTheSameAgeTheLowerIdCountsAsNewer() {
    Given given = Given.images(due("ami-b"), due("ami-a")).newest(1);

    assertThat(given.finding("ami-a")).isEqualTo(RetentionReason.Newest);
    assertThat(given.finding("ami-b")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void eachRegionKeepsItsOwnNewest() {
    Given given =
        Given.images(DUE)
            .in(Given.ELSEWHERE, List.of(unkept(image("ami-b", 400), 9)))
            .regions("eu-west-1", "us-east-1")
            .newest(1);

    assertThat(given.finding("ami-a")).isEqualTo(RetentionReason.Newest);
    assertThat(given.finding("ami-b")).isEqualTo(RetentionReason.Newest);
  }

  @Test
  void aReferenceHoldsAndIsNamed() {
    var instance =
        new ImageReference("ami-a", "ec2:Instance", "arn:aws:ec2:eu-west-1:1:instance/i-1");
    Decision decision =
        Given.images(DUE).used("ami-a", new Usage.Used(List.of(instance))).decisions().get("ami-a");

    assertThat(decision.reason()).isEqualTo(RetentionReason.Referenced);
    assertThat(decision.message())
        .isEqualTo("Used by ec2:Instance arn:aws:ec2:eu-west-1:1:instance/i-1.");
  }

  static Stream<Usage> noProof() {
    return Stream.of(
        new Usage.Pending(),
        new Usage.Unknown("DescribeImageReferences failed: no answer"),
        new Usage.Unused(NOW.minus(Duration.ofMinutes(15)).minusSeconds(1)));
  }

  @ParameterizedTest
  @MethodSource("noProof")
  void withoutAFreshProofNothingGoes(Usage usage) {
    assertThat(Given.images(DUE).used("ami-a", usage).finding("ami-a"))
        .isEqualTo(RetentionReason.UsageUnknown);
  }

  @Test
  void whatWasNotAskedCountsAsUsed() {
    assertThat(Given.images(DUE).nothingAsked().finding("ami-a"))
        .isEqualTo(RetentionReason.UsageUnknown);
  }

  @Test
  void imagesThatTheOperatorDidNotMakeNeedTheAccountsPermission() {
    Given given =
        Given.images(DUE, madeBy("AmiImage/images/former", due("ami-b"))).foreignNotAllowed();

    assertThat(given.finding("ami-a")).isEqualTo(RetentionReason.ForeignNotAllowed);
    assertThat(given.finding("ami-b")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void referencesAreNotAskedOfWhatIsKeptAnyway() {
    Given given = Given.images(image("ami-a", 1), due("ami-b")).foreignNotAllowed().nothingAsked();

    assertThat(given.finding("ami-a")).isEqualTo(RetentionReason.Young);
    assertThat(given.finding("ami-b")).isEqualTo(RetentionReason.ForeignNotAllowed);
  }

  @Test
  void onlyTheAccountsOwnSelectedStandingImagesAreSpokenOf() {
    assertThat(
            Given.images(
                    owned("999988887777", image("ami-a", 40)),
                    in(Image.State.DEREGISTERED, image("ami-b", 40)),
                    tagged(image("ami-c", 40), "family", "db"))
                .decisions())
        .isEmpty();
  }

  @Test
  void theLongestUnkeptGoFirstAndNoMoreThanTheLimit() {
    Given given =
        Given.images(due("ami-a"), unkept(image("ami-b", 40), 9), unkept(image("ami-c", 40), 5))
            .limits(2, 100);

    assertThat(given.finding("ami-a")).isEqualTo(RetentionReason.Limit);
    assertThat(given.finding("ami-b")).isEqualTo(RetentionReason.Due);
    assertThat(given.finding("ami-c")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void twentyPercentOfThreeIsNoneButOneMayAlwaysGo() {
    Given given = Given.images(due("ami-a"), due("ami-b"), due("ami-c")).limits(10, 20);

    assertThat(given.decisions().values())
        .extracting(Decision::reason)
        .containsExactlyInAnyOrder(
            RetentionReason.Due, RetentionReason.Limit, RetentionReason.Limit);
  }

  @Test
  void whatWentInTheLastDayCountsAndWhatIsOlderDoesNot() {
    Given given = Given.images(DUE).limits(1, 100);

    assertThat(given.history(Set.of(), NOW.minus(Duration.ofHours(23))).finding("ami-a"))
        .isEqualTo(RetentionReason.Limit);
    assertThat(given.history(Set.of(), NOW.minus(Duration.ofHours(24))).finding("ami-a"))
        .isEqualTo(RetentionReason.Due);
  }

  @Test
  void whatStandsInTheLedgerWasCountedAlready() {
    Given given =
        Given.images(DUE, due("ami-b"))
            .limits(1, 100)
            .history(Set.of("ami-b"), NOW.minus(Duration.ofHours(1)));

    assertThat(given.finding("ami-a")).isEqualTo(RetentionReason.Limit);
    assertThat(given.finding("ami-b")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void whatAnotherPolicyKeepsStays() {
    Decision decision =
        Given.images(DUE).other(Given.images().newest(1).onlyPlanned()).decisions().get("ami-a");

    assertThat(decision.reason()).isEqualTo(RetentionReason.OtherPolicy);
    assertThat(decision.message()).isEqualTo("AmiRetentionPolicy images/other keeps it.");
  }

  @Test
  void ofPoliciesThatSelectAnImageTheLongestWaitCounts() {
    assertThat(Given.images(DUE).other(Given.images().deregister(5)).finding("ami-a"))
        .isEqualTo(RetentionReason.Unkept);
  }

  @Test
  void aPolicyOfAnotherRegionHasNoSay() {
    Given other = Given.images().newest(1).deregister(5).regions("us-east-1");

    assertThat(Given.images(DUE).other(other).finding("ami-a")).isEqualTo(RetentionReason.Due);
  }

  @Test
  void aMarkThatCannotBeReadOrCameFromElsewhereIsNone() {
    for (String mark :
        List.of("yesterday", "", "2026-05-01", "2026-06-01T12:00:01Z", "2025-01-01T00:00:00Z")) {
      assertThat(Given.images(tagged(DUE, TagKeys.UNKEPT_SINCE, mark)).finding("ami-a"))
          .as("mark \"%s\" on an image of 2026-04-22", mark)
          .isEqualTo(RetentionReason.Unkept);
    }
  }
}
