package dev.amioperator.it;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.it.CrashScenario.Account;
import dev.amioperator.it.CrashScenario.Removal;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.wire.WireServer;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A simulated cloud, a namespace and an operator process for isolated crash runs. */
final class CrashEnvironment implements AutoCloseable {
  private static final String LABEL = "lane";

  /** Assembling the cache takes some seconds at the end of the process. */
  private static final Duration ASSEMBLY = Duration.ofMinutes(3);

  private static final Duration COUNTED = Duration.ofDays(10);

  private final ControlPlane controlPlane;
  private final String namespace;
  private final String option;
  private final SimulatedCloud cloud;
  private final WireServer aws;
  private OperatorProcess operator;

  /**
   * @param speed of EC2's time
   * @param cache the result of {@link #createCache}
   */
  CrashEnvironment(ControlPlane controlPlane, double speed, Path cache) {
    this(controlPlane, speed, "-XX:AOTCache=" + cache);
  }

  private CrashEnvironment(ControlPlane controlPlane, double speed, String option) {
    this.controlPlane = controlPlane;
    this.cloud = SimulatedCloud.create(SimulatedClock.accelerated(speed));
    this.namespace = controlPlane.namespace("crash");
    this.option = option;
    Stream.of(Account.values()).map(account -> account.manifest(namespace)).forEach(this::apply);
    try {
      this.aws = WireServer.start(cloud, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    controlPlane
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("user-data")
                .withNamespace(namespace)
                .endMetadata()
                .addToData("script", "echo AMI-BUILD-SUCCEEDED\npoweroff\n")
                .build())
        .create();
    startOperator();
  }

  /** An AwsAccount that has counted retired images for long; before that, none is retired. */
  private void apply(AwsAccount account) {
    Manifests.apply(kubernetes(), account);
    kubernetes()
        .resource(account)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"retired\":{\"since\":\"%s\"}}}"
                .formatted(Instant.now().minus(COUNTED)));
  }

  /** Creates an AOT cache in a run without crashes, for faster starts of the operator process. */
  static Path createCache(ControlPlane controlPlane, CrashScenario scenario)
      throws InterruptedException {
    Path cache = controlPlane.kubeconfig().resolveSibling("operator.aot").toAbsolutePath();
    try (CrashEnvironment environment =
        new CrashEnvironment(controlPlane, scenario.speed(), "-XX:AOTCacheOutput=" + cache)) {
      CrashRun.run(environment, scenario, "training", point -> false);
      environment.operator.endWithin(ASSEMBLY);
    }
    return cache;
  }

  /** Assigns an object to the operator of this environment by namespace and label. */
  void claim(HasMetadata object, Removal removal) {
    object
        .getMetadata()
        .setNamespace(
            switch (removal) {
              case OF_THE_OBJECT -> namespace;
              case OF_ITS_NAMESPACE -> controlPlane.namespace("crash-life");
            });
    object.getMetadata().setLabels(Map.of(LABEL, namespace));
  }

  String name() {
    return namespace;
  }

  SimulatedCloud cloud() {
    return cloud;
  }

  KubernetesClient kubernetes() {
    return controlPlane.client();
  }

  /** Kills the operator process without a shutdown. */
  synchronized void killOperator() {
    operator.kill();
  }

  /** Starts the operator under the same name, so that it takes over the lease at once. */
  synchronized void startOperator() {
    operator =
        OperatorProcess.launchAgain(
            namespace,
            controlPlane.kubeconfig(),
            environment(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            option);
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_ACCESS_KEY_ID", "test");
    environment.put("AWS_SECRET_ACCESS_KEY", "test");
    environment.put("AMI_OPERATOR_CLUSTER_ID", "crash");
    environment.put("AMI_OPERATOR_TEMPO", "30");
    environment.put("AMI_OPERATOR_GRACE", "1s");
    environment.put("AMI_OPERATOR_OBSERVER_SCAN_INTERVAL", "1h");
    environment.put("AMI_OPERATOR_OBSERVER_BATCH_IDLE", "10ms");
    environment.put("AMI_OPERATOR_OBSERVER_BATCH_AT_MOST", "50ms");
    environment.put("AMI_OPERATOR_OBSERVER_OWNERSHIP_BATCH", "10ms");
    for (String controller : List.of("AMIIMAGE", "AMICOPY", "AMIRETENTIONPOLICY")) {
      environment.put(
          "QUARKUS_OPERATOR_SDK_CONTROLLERS_" + controller + "_SELECTOR", LABEL + "=" + namespace);
    }
    environment.put("AMI_OPERATOR_RETENTION_CONFIG_MAPS", "true");
    environment.put("QUARKUS_HTTP_HOST_ENABLED", "false");
    return environment;
  }

  @Override
  public void close() {
    killOperator();
    aws.close();
  }
}
