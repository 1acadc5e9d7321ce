package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.Timing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * User data of an instance. It understands {@code echo} lines, which appear on the console, and a
 * shutdown command.
 */
record GuestScript(String script) {
  private static final Pattern SHUTDOWN =
      Pattern.compile("(?m)^\\s*(trap\\s+['\"])?(sudo\\s+)?(shutdown|poweroff|halt)\\b");
  private static final Pattern ECHO = Pattern.compile("^\\s*echo\\s+(.*?)(\\s*[>|&;].*)?$");

  static GuestScript of(Instance instance) {
    String userData = instance.launch().userData();
    if (userData == null) {
      return new GuestScript("");
    }
    try {
      byte[] script = Base64.getDecoder().decode(userData);
      return new GuestScript(new String(script, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return new GuestScript("");
    }
  }

  /** Schedules the shutdown of an instance by its user data. */
  void scheduleShutdown(Instance instance, Instant up, Timing timing) {
    if (!SHUTDOWN.matcher(script).find()) {
      return;
    }
    Instant down = up.plus(timing.userData());
    boolean terminates = instance.launch().terminateOnShutdown();
    instance.scheduleState(
        terminates ? Instance.State.SHUTTING_DOWN : Instance.State.STOPPING, down);
    instance.scheduleState(
        terminates ? Instance.State.TERMINATED : Instance.State.STOPPED,
        down.plus(timing.instanceChange()));
  }

  /** Console output of an instance after its user data. */
  String consoleOutput() {
    return script
        .lines()
        .map(ECHO::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1).replaceAll("^['\"]|['\"]$", ""))
        .collect(Collectors.joining("\n"));
  }
}
