package dev.amioperator.attributes;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.withCreationDate;
import static dev.amioperator.testing.Ec2Fixtures.withSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.DeregistrationProtection;
import dev.amioperator.ec2.Image.Settings;
import dev.amioperator.ec2.ImageAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManagedAttributeTest {
  /** An image created a day before {@code NOW}. */
  private static final Image IMAGE = ownedImage("ami-1", "src");

  private static final Instant NEXT_YEAR = Instant.parse("2027-06-01T00:00:00Z");
  private static final Instant LAST_YEAR = Instant.parse("2025-06-01T00:00:00Z");

  static Stream<Arguments> changes() {
    return Stream.of(
        arguments("sets deprecation", deprecated(null), from(NEXT_YEAR), deprecate(NEXT_YEAR)),
        arguments(
            "changes deprecation", deprecated(LAST_YEAR), from(NEXT_YEAR), deprecate(NEXT_YEAR)),
        arguments(
            "cancels deprecation",
            deprecated(NEXT_YEAR),
            new ManagedAttribute.NoDeprecation(),
            new ImageAction.DisableImageDeprecation("ami-1")),
        arguments(
            "no deprecation to cancel",
            deprecated(null),
            new ManagedAttribute.NoDeprecation(),
            null),
        arguments("deprecation matches", deprecated(NEXT_YEAR), from(NEXT_YEAR), null),
        arguments(
            "deprecation matches after rounding",
            deprecated(NEXT_YEAR.plusSeconds(31)),
            from(NEXT_YEAR),
            null),
        arguments(
            "deprecation by age",
            deprecated(null),
            after(30),
            deprecate(NOW.plus(Duration.ofDays(29)))),
        arguments("already deprecated", deprecated(LAST_YEAR), from(NOW.minusSeconds(1)), null),
        arguments(
            "past time becomes a moment ahead",
            deprecated(null),
            from(LAST_YEAR),
            deprecate(NOW.plusSeconds(120))),
        arguments(
            "immediate deprecation pending",
            deprecated(NOW.plusSeconds(120)),
            from(LAST_YEAR),
            null),
        arguments(
            "past time replaces later time",
            deprecated(NEXT_YEAR),
            from(LAST_YEAR),
            deprecate(NOW.plusSeconds(120))),
        arguments(
            "protect",
            protection(DeregistrationProtection.DISABLED),
            protect(DeregistrationProtection.ENABLED),
            on(false)),
        arguments(
            "protect",
            protection(DeregistrationProtection.DISABLED),
            protect(DeregistrationProtection.ENABLED_WITH_COOLDOWN),
            on(true)),
        arguments(
            "adds cooldown", protection(DeregistrationProtection.ENABLED), cooldown(), on(true)),
        arguments(
            "removes cooldown",
            protectedWithCooldown(),
            protect(DeregistrationProtection.ENABLED),
            on(false)),
        arguments(
            "protected",
            protection(DeregistrationProtection.ENABLED),
            protect(DeregistrationProtection.ENABLED),
            null),
        arguments(
            "removes protection",
            protectedWithCooldown(),
            protect(DeregistrationProtection.DISABLED),
            new ImageAction.DisableImageDeregistrationProtection(IMAGE.id())),
        arguments(
            "off",
            protection(DeregistrationProtection.DISABLED),
            protect(DeregistrationProtection.DISABLED),
            null),
        arguments(
            "IMDSv2",
            Settings.DEFAULT,
            new ManagedAttribute.ImdsV2(),
            new ImageAction.RequireImdsV2(IMAGE.id())),
        arguments(
            "IMDSv2 is on",
            new Settings(Optional.empty(), DeregistrationProtection.DISABLED, true, false, false),
            new ManagedAttribute.ImdsV2(),
            null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void changesOnlyDifferingAttribute(
      String name, Settings settings, ManagedAttribute wanted, ImageAction change) {
    assertThat(wanted.change(withSettings(IMAGE, settings), NOW))
        .isEqualTo(Optional.ofNullable(change));
  }

  @Test
  void skipsDeprecationWithoutCreationDate() {
    Image ageless = withCreationDate(IMAGE, null);
    assertThat(after(30).change(ageless, NOW)).isEmpty();
  }

  private static Settings deprecated(Instant from) {
    return new Settings(
        Optional.ofNullable(from), DeregistrationProtection.DISABLED, false, false, false);
  }

  private static Settings protection(DeregistrationProtection deregistrationProtection) {
    return new Settings(Optional.empty(), deregistrationProtection, false, false, false);
  }

  private static Settings protectedWithCooldown() {
    return protection(DeregistrationProtection.ENABLED_WITH_COOLDOWN);
  }

  private static ManagedAttribute from(Instant at) {
    return new ManagedAttribute.DeprecateAt(at);
  }

  private static ManagedAttribute after(int days) {
    return new ManagedAttribute.DeprecateAfter(Duration.ofDays(days));
  }

  private static ManagedAttribute protect(DeregistrationProtection wanted) {
    return new ManagedAttribute.Protection(wanted);
  }

  private static ManagedAttribute cooldown() {
    return protect(DeregistrationProtection.ENABLED_WITH_COOLDOWN);
  }

  private static ImageAction deprecate(Instant at) {
    return new ImageAction.EnableImageDeprecation(IMAGE.id(), at);
  }

  private static ImageAction on(boolean withCooldown) {
    return new ImageAction.EnableImageDeregistrationProtection(IMAGE.id(), withCooldown);
  }
}
