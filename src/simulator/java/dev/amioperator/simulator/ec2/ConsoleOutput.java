package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Instance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;

/** GetConsoleOutput: the output of the user data after it has run. */
public final class ConsoleOutput {
  /** Families of instance types on the Xen hypervisor; all others are on Nitro. */
  private static final Set<String> XEN_FAMILIES =
      Set.of(
          "m1", "m2", "m3", "m4", "t1", "t2", "c1", "c3", "c4", "r3", "r4", "x1", "x1e", "d2", "h1",
          "i2", "i3", "f1", "g3", "g3s", "p2", "p3");

  /** The system event log of Windows, without the output of user data. */
  private static final String EVENT_LOG =
      """
      2026/03/01 12:00:00Z: EC2LaunchTelemetry: IsTelemetryEnabled=true
      2026/03/01 12:00:01Z: Message: Windows is Ready to use
      2026/03/01 12:00:02Z: Shutdown: The system is shutting down
      """;

  /**
   * GetConsoleOutput.
   *
   * @throws ApiError {@code InvalidInstanceID.*}, {@code UnsupportedOperation} for the latest
   *     output of an instance outside Nitro
   */
  public GetConsoleOutputResponse get(Call call, GetConsoleOutputRequest request) {
    Instance instance = ResourceLookup.instance(call, request.instanceId());
    boolean latest = Boolean.TRUE.equals(request.latest());
    if (latest && XEN_FAMILIES.contains(family(instance))) {
      throw new ApiError(
          "UnsupportedOperation",
          "This instance type does not support retrieving the latest console logs.");
    }
    Instant up = instance.firstRunning(call.now());
    var answer = GetConsoleOutputResponse.builder().instanceId(instance.id());
    if (up == null) {
      return answer.build();
    }
    Instant ran = up.plus(call.timing().userData());
    Instant shown = latest ? ran : ran.plus(call.timing().console());
    if (!call.now().isBefore(shown)) {
      byte[] text = text(instance).getBytes(StandardCharsets.UTF_8);
      answer.timestamp(ran).output(Base64.getEncoder().encodeToString(text));
    }
    return answer.build();
  }

  private static String text(Instance instance) {
    return "windows".equals(instance.traits().platform())
        ? EVENT_LOG
        : GuestScript.of(instance).consoleOutput();
  }

  private static String family(Instance instance) {
    String type = instance.launch().instanceType();
    return type.substring(0, Math.max(0, type.indexOf('.')));
  }
}
