package dev.amioperator.attributes;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.FastLaunch.LaunchTemplate;
import dev.amioperator.ec2.FastLaunch.Settings;
import dev.amioperator.ec2.FastLaunch.State;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Ec2Fixtures;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DesiredFastLaunchTest {
  private static final Image LINUX = ownedImage("ami-1", "src");
  private static final Image WINDOWS =
      Ec2Fixtures.withSettings(
          LINUX,
          new Image.Settings(
              Optional.empty(), Image.DeregistrationProtection.DISABLED, false, false, true));
  private static final Settings SEVEN = count(7);
  private static final ImageAction ENABLE = new ImageAction.EnableFastLaunch("ami-1", SEVEN);
  private static final ImageAction DISABLE = new ImageAction.DisableFastLaunch("ami-1");
  private static final DesiredFastLaunch ON = new DesiredFastLaunch(true, SEVEN);
  private static final DesiredFastLaunch OFF = new DesiredFastLaunch(false, Settings.UNSPECIFIED);

  static Stream<Arguments> changes() {
    return Stream.of(
        arguments("enables when off", ON, FastLaunch.OFF, ENABLE),
        arguments("already enabled", ON, in(State.ENABLED, SEVEN), null),
        arguments("settings differ", ON, in(State.ENABLED, count(2)), ENABLE),
        arguments("being enabled", ON, in(State.ENABLING, count(2)), null),
        arguments("waits while being disabled", ON, in(State.DISABLING, SEVEN), null),
        arguments("enabled with missing snapshots", ON, in(State.ENABLED_FAILED, SEVEN), null),
        arguments("failed recently", ON, in(State.ENABLING_FAILED, SEVEN), null),
        arguments("failed with other settings", ON, in(State.ENABLING_FAILED, count(2)), DISABLE),
        arguments("failed an hour ago", ON, failedBefore(State.ENABLING_FAILED), DISABLE),
        arguments("disabling failed recently", ON, in(State.DISABLING_FAILED, SEVEN), null),
        arguments(
            "disabling failed an hour ago", ON, failedBefore(State.DISABLING_FAILED), DISABLE),
        arguments("unknown state", ON, in(State.UNKNOWN, count(2)), null),
        arguments("stays off", OFF, FastLaunch.OFF, null),
        arguments("disables when enabled", OFF, in(State.ENABLED, SEVEN), DISABLE),
        arguments("disables while being enabled", OFF, in(State.ENABLING, SEVEN), DISABLE),
        arguments("disables after failure", OFF, in(State.ENABLING_FAILED, SEVEN), DISABLE),
        arguments("being disabled", OFF, in(State.DISABLING, SEVEN), null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void changesOnlyDifferencesAndRetriesSlowly(
      String name, DesiredFastLaunch wanted, FastLaunch observed, ImageAction change) {
    assertThat(wanted.change(LINUX, observed, NOW)).isEqualTo(Optional.ofNullable(change));
  }

  static Stream<Arguments> templates() {
    return Stream.of(
        arguments("unspecified template", Settings.UNSPECIFIED, template("lt-1", "win", "3"), true),
        arguments("same id", template("lt-1", null, "3"), template("lt-1", "win", "3"), true),
        arguments("different id", template("lt-2", null, "3"), template("lt-1", "win", "3"), false),
        arguments(
            "name not returned by EC2", template(null, "w", "3"), template("l", null, "3"), true),
        arguments("different version", template("l", null, "4"), template("l", null, "3"), false),
        arguments(
            "version alias returned as number",
            template("l", null, "$Latest"),
            template("l", null, "3"),
            true),
        arguments(
            "different version alias",
            template("l", null, "$Latest"),
            template("l", null, "$Default"),
            false),
        arguments("missing template", template("l", null, "3"), Settings.UNSPECIFIED, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("templates")
  void comparesOnlySpecifiedAndVisibleSettings(
      String name, Settings wanted, Settings shown, boolean agrees) {
    assertThat(wanted.matches(shown)).isEqualTo(agrees);
  }

  @Test
  void rejectsFastLaunchForOtherThanWindows() {
    assertThat(ON.notReadyState(LINUX, FastLaunch.OFF).orElseThrow())
        .isInstanceOf(ReadyState.Stalled.class)
        .satisfies(
            readyState ->
                assertThat(readyState.message()).contains("ami-1", "Windows", "spec.fastLaunch"));
    assertThat(OFF.notReadyState(LINUX, FastLaunch.OFF)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"ENABLING_FAILED", "ENABLED_FAILED", "DISABLING_FAILED"})
  void reportsEc2FailureWithRemedy(State state) {
    ReadyState readyState = ON.notReadyState(WINDOWS, in(state, SEVEN)).orElseThrow();
    assertThat(readyState.reason()).isEqualTo(Reason.FastLaunchFailed);
    assertThat(readyState.message()).contains("ami-1", state.value(), "no default VPC", "Fix this");
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"ENABLING_FAILED", "ENABLED_FAILED", "DISABLING_FAILED"})
  void saysThatEc2ReportedNoReason(State state) {
    ReadyState readyState = ON.notReadyState(WINDOWS, failedBefore(state)).orElseThrow();
    assertThat(readyState.message())
        .contains("ami-1", state.value() + ": EC2 reported no reason. Fix this");
  }

  @Test
  void isReadyOnceEnabled() {
    assertThat(ON.notReadyState(WINDOWS, in(State.ENABLED, SEVEN))).isEmpty();
    assertThat(ON.notReadyState(WINDOWS, in(State.ENABLING, SEVEN)))
        .containsInstanceOf(ReadyState.Reconciling.class);
  }

  @Test
  void waitsForDisablingBeforeDeletion() {
    assertThat(DesiredFastLaunch.disableBeforeDeregistration(WINDOWS, FastLaunch.OFF, NOW))
        .isEmpty();
    assertThat(
            DesiredFastLaunch.disableBeforeDeregistration(WINDOWS, in(State.ENABLED, SEVEN), NOW)
                .orElseThrow()
                .actions())
        .containsExactly(DISABLE);
    assertThat(
            DesiredFastLaunch.disableBeforeDeregistration(WINDOWS, in(State.DISABLING, SEVEN), NOW)
                .orElseThrow()
                .actions())
        .isEmpty();
    Plan stuck =
        DesiredFastLaunch.disableBeforeDeregistration(
                WINDOWS, in(State.DISABLING_FAILED, SEVEN), NOW)
            .orElseThrow();
    assertThat(stuck.actions()).isEmpty();
    assertThat(stuck.readyState()).isInstanceOf(ReadyState.Blocked.class);
    assertThat(stuck.readyState().message()).contains("DisableFastLaunch with Force");
  }

  private static FastLaunch in(State state, Settings settings) {
    return new FastLaunch(state, "no default VPC", Optional.of(NOW.minusSeconds(60)), settings);
  }

  private static FastLaunch failedBefore(State state) {
    return new FastLaunch(state, "", Optional.of(NOW.minus(Duration.ofHours(1))), SEVEN);
  }

  private static Settings count(int snapshots) {
    return new Settings(Optional.of(snapshots), Optional.empty(), Optional.empty());
  }

  private static Settings template(String id, String name, String version) {
    return new Settings(
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new LaunchTemplate(Optional.ofNullable(id), Optional.ofNullable(name), version)));
  }
}
