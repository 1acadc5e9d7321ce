package dev.amioperator.attributes;

import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.ours;
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
import dev.amioperator.testing.Examples;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FastLaunchingTest {
  private static final Image LINUX = ours("ami-1", "src");
  private static final Image WINDOWS =
      Examples.settings(
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
        arguments("enabled where it is off", ON, FastLaunch.OFF, ENABLE),
        arguments("there", ON, in(State.ENABLED, SEVEN), null),
        arguments("other settings", ON, in(State.ENABLED, count(2)), ENABLE),
        arguments("on its way", ON, in(State.ENABLING, count(2)), null),
        arguments("going off, to be waited for", ON, in(State.DISABLING, SEVEN), null),
        arguments("on, with snapshots missing", ON, in(State.ENABLED_FAILED, SEVEN), null),
        arguments("failed a moment ago", ON, in(State.ENABLING_FAILED, SEVEN), null),
        arguments("failed, changed", ON, in(State.ENABLING_FAILED, count(2)), DISABLE),
        arguments("failed an hour ago", ON, failedBefore(State.ENABLING_FAILED), DISABLE),
        arguments("not cleared away", ON, in(State.DISABLING_FAILED, SEVEN), null),
        arguments("not cleared an hour ago", ON, failedBefore(State.DISABLING_FAILED), DISABLE),
        arguments("a state of the future", ON, in(State.UNKNOWN, count(2)), null),
        arguments("off", OFF, FastLaunch.OFF, null),
        arguments("disabled where it is on", OFF, in(State.ENABLED, SEVEN), DISABLE),
        arguments("disabled while it comes on", OFF, in(State.ENABLING, SEVEN), DISABLE),
        arguments("disabled after it failed", OFF, in(State.ENABLING_FAILED, SEVEN), DISABLE),
        arguments("going off", OFF, in(State.DISABLING, SEVEN), null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void isChangedOnlyWhereItDiffersAndNotInAHotLoop(
      String name, DesiredFastLaunch wanted, FastLaunch seen, ImageAction change) {
    assertThat(wanted.change(LINUX, seen, NOW)).isEqualTo(Optional.ofNullable(change));
  }

  static Stream<Arguments> templates() {
    return Stream.of(
        arguments("nothing is said", Settings.UNSPECIFIED, template("lt-1", "win", "3"), true),
        arguments("the id", template("lt-1", null, "3"), template("lt-1", "win", "3"), true),
        arguments("another id", template("lt-2", null, "3"), template("lt-1", "win", "3"), false),
        arguments(
            "a name that is not shown", template(null, "w", "3"), template("l", null, "3"), true),
        arguments("another version", template("l", null, "4"), template("l", null, "3"), false),
        arguments(
            "a name of a version, shown as its number",
            template("l", null, "$Latest"),
            template("l", null, "3"),
            true),
        arguments(
            "another name of a version",
            template("l", null, "$Latest"),
            template("l", null, "$Default"),
            false),
        arguments("no template", template("l", null, "3"), Settings.UNSPECIFIED, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("templates")
  void settingsAreComparedAsFarAsTheyAreToldAndShown(
      String name, Settings wanted, Settings shown, boolean agrees) {
    assertThat(wanted.matches(shown)).isEqualTo(agrees);
  }

  @Test
  void isForWindowsOnlyAndSaysSo() {
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
  void aFailureIsToldInEc2sWordsAndWithWhatToDo(State state) {
    ReadyState readyState = ON.notReadyState(WINDOWS, in(state, SEVEN)).orElseThrow();
    assertThat(readyState.reason()).isEqualTo(Reason.FastLaunchFailed);
    assertThat(readyState.message())
        .contains("ami-1", state.value(), "no default VPC", "Mend that");
  }

  @Test
  void isReadyOnceItIsThereAndUnderWayBefore() {
    assertThat(ON.notReadyState(WINDOWS, in(State.ENABLED, SEVEN))).isEmpty();
    assertThat(ON.notReadyState(WINDOWS, in(State.ENABLING, SEVEN)))
        .containsInstanceOf(ReadyState.Reconciling.class);
  }

  @Test
  void anImageThatGoesIsWaitedForUntilItIsOff() {
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
