package dev.amioperator.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Environment of the operator's process. Its pauses and intervals are divided by the speed of the
 * simulated EC2; its limits of EC2 calls are not.
 */
final class OperatorEnvironment {
  private static final Map<String, Duration> DEFAULTS =
      Map.of(
          "AMI_OPERATOR_GRACE", Duration.ofMinutes(2),
          "AMI_OPERATOR_PERMISSIONS_INTERVAL", Duration.ofHours(1),
          "AMI_OPERATOR_REAP_INTERVAL", Duration.ofMinutes(15),
          "AMI_OPERATOR_OBSERVER_SCAN_INTERVAL", Duration.ofMinutes(3),
          "AMI_OPERATOR_OBSERVER_SCAN_WHILE_ASKED_WITHIN", Duration.ofMinutes(10),
          "AMI_OPERATOR_OBSERVER_BATCH_IDLE", Duration.ofMillis(250),
          "AMI_OPERATOR_OBSERVER_BATCH_AT_MOST", Duration.ofSeconds(1),
          "AMI_OPERATOR_OBSERVER_OWNERSHIP_BATCH", Duration.ofMillis(500));

  /** As in the chart's container of 512 MiB: two fifths are heap, and a small JVM has this GC. */
  private static final String CHART_HEAP = "-Xmx205m -XX:NewRatio=4 -XX:+UseSerialGC";

  private OperatorEnvironment() {}

  /** Variables for an AWS endpoint in real time, with the heap that the chart gives. */
  static Map<String, String> ofChart(String endpoint) {
    Map<String, String> environment = of(endpoint, 1);
    environment.put("JAVA_TOOL_OPTIONS", CHART_HEAP);
    return environment;
  }

  /**
   * Variables for an AWS endpoint in real time. The JVM divides the memory of its control group as
   * in the image.
   */
  static Map<String, String> ofContainer(String endpoint) {
    Map<String, String> environment = of(endpoint, 1);
    environment.put(
        "JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=40 -XX:NewRatio=4 -XX:+ExitOnOutOfMemoryError");
    return environment;
  }

  /** Variables for an AWS endpoint whose clock runs at a speed. */
  static Map<String, String> of(String endpoint, double speed) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL", endpoint);
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ACCESS_KEY_ID", "bench");
    environment.put("AWS_SECRET_ACCESS_KEY", "bench");
    environment.put("AMI_OPERATOR_CLUSTER_ID", "bench");
    environment.put("AMI_OPERATOR_TEMPO", Double.toString(speed));
    DEFAULTS.forEach(
        (name, interval) ->
            environment.put(name, Math.max(10, Math.round(interval.toMillis() / speed)) + "ms"));
    return environment;
  }
}
