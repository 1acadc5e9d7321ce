package dev.amioperator.it;

import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.wire.WireServer;
import dev.amioperator.testing.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cloud, a namespace and an operator that is alone with them, so that crashes in several lanes
 * have nothing to do with each other.
 */
final class CrashLane implements AutoCloseable {
  private static final String LABEL = "lane";

  private final ControlPlane controlPlane;
  private final String namespace;
  private final Path kubeconfig;
  private final Path classes;
  private final SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.accelerated(60));
  private final WireServer aws;
  private OperatorProcess operator;

  CrashLane(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
    this.namespace = controlPlane.namespace("crash");
    try {
      this.kubeconfig = kubeconfig();
      this.classes = kubeconfig.resolveSibling(namespace + ".jsa");
      this.aws = WireServer.start(cloud, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    archiveClasses();
    startOperator();
  }

  /** Has a first operator leave the classes that it loaded to the next ones, which start faster. */
  private void archiveClasses() {
    try (OperatorProcess first = start("-XX:ArchiveClassesAtExit=" + classes)) {
      // It only has to start, and to end in peace.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its namespace is that of the lease. */
  private Path kubeconfig() throws IOException {
    String text = Files.readString(controlPlane.kubeconfig());
    return Files.writeString(
        controlPlane.kubeconfig().resolveSibling(namespace + ".kubeconfig"),
        text.replaceFirst("namespace: default", "namespace: " + namespace));
  }

  /** Makes an object one of this lane's, and of no other operator's. */
  void take(HasMetadata object) {
    object.getMetadata().setNamespace(namespace);
    object.getMetadata().setLabels(Map.of(LABEL, namespace));
  }

  String namespace() {
    return namespace;
  }

  SimulatedCloud cloud() {
    return cloud;
  }

  KubernetesClient kubernetes() {
    return controlPlane.client();
  }

  /** The operator's process ends, without farewell; one that is being started, once it is. */
  synchronized void killOperator() {
    operator.kill();
  }

  /** By the same name as before: as its own successor it takes the lease at once. */
  synchronized void startOperator() {
    operator = start("-XX:SharedArchiveFile=" + classes);
  }

  private OperatorProcess start(String option) {
    return OperatorProcess.start(namespace, kubeconfig, environment(option));
  }

  private Map<String, String> environment(String option) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ACCESS_KEY_ID", "test");
    environment.put("AWS_SECRET_ACCESS_KEY", "test");
    environment.put("AMI_OPERATOR_CLUSTER_ID", namespace);
    environment.put("AMI_OPERATOR_TEMPO", "30");
    environment.put("AMI_OPERATOR_GRACE", "1s");
    environment.put("AMI_OPERATOR_OBSERVER_SCAN_INTERVAL", "1h");
    environment.put("AMI_OPERATOR_OBSERVER_BATCH_IDLE", "10ms");
    environment.put("AMI_OPERATOR_OBSERVER_BATCH_AT_MOST", "50ms");
    for (String controller : List.of("AMIIMAGE", "AMICOPY")) {
      environment.put(
          "QUARKUS_OPERATOR_SDK_CONTROLLERS_" + controller + "_SELECTOR", LABEL + "=" + namespace);
    }
    environment.put(
        "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m " + option);
    return environment;
  }

  @Override
  public void close() {
    killOperator();
    aws.close();
  }
}
