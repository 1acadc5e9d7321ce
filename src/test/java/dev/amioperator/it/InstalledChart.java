package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import dev.amioperator.testing.SdkSettings;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A chart installed in a Kubernetes cluster without nodes. The operator is a process with the token
 * of the chart's ServiceAccount and the environment of the chart's container.
 */
record InstalledChart(ControlPlane controlPlane, Chart chart, String fullname) {
  static final String REGION = "eu-west-1";

  /** Installs the chart in an existing namespace, or upgrades it with other options. */
  static InstalledChart install(
      ControlPlane controlPlane, Chart chart, URI aws, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--set=aws.region=" + REGION + ",aws.endpointUrl=" + aws);
    ProgramResult rendered = chart.render(all.toArray(String[]::new));
    assertThat(rendered.status()).as(rendered.output()).isZero();
    ProgramResult applied = chart.apply(controlPlane, rendered);
    assertThat(applied.status()).as(applied.output()).isZero();
    String fullname =
        chart.release().contains("ami-operator")
            ? chart.release()
            : chart.release() + "-ami-operator";
    return new InstalledChart(controlPlane, chart, fullname);
  }

  /** Environment of the container, with credentials that the simulator accepts. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    controlPlane
        .client()
        .apps()
        .deployments()
        .inNamespace(chart.namespace())
        .withName(fullname)
        .get()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getEnv()
        .forEach((EnvVar variable) -> environment.put(variable.getName(), variable.getValue()));
    environment.put("AWS_ACCESS_KEY_ID", SdkSettings.OPERATOR_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", "test");
    environment.put("AMI_OPERATOR_GRACE", "2s");
    environment.put("AMI_OPERATOR_TEMPO", "60");
    return environment;
  }

  /** A kubeconfig with the token of the ServiceAccount. */
  Path kubeconfig() {
    try {
      ProgramResult token =
          controlPlane.kubectl("create", "token", fullname, "-n", chart.namespace());
      assertThat(token.status()).as(token.output()).isZero();
      String text =
          Files.readString(controlPlane.kubeconfig())
              .replaceFirst("token: .*", "token: " + token.output().strip())
              .replaceFirst("namespace: default", "namespace: " + chart.namespace());
      String file = chart.namespace() + "-" + fullname + ".kubeconfig";
      return Files.writeString(controlPlane.kubeconfig().resolveSibling(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts an operator process and waits until its controllers run. */
  OperatorProcess start(String name) {
    return OperatorProcess.start(name, kubeconfig(), environment());
  }

  /** Starts an operator process, which may be refused. */
  OperatorProcess launch(String name) {
    return OperatorProcess.launch(name, kubeconfig(), environment());
  }

  /** The user name of the ServiceAccount. */
  String user() {
    return "system:serviceaccount:%s:%s".formatted(chart.namespace(), fullname);
  }

  /** Name of the installation's resources outside of its namespace. */
  String scopedName() {
    return "ami-operator:%s:%s".formatted(chart.namespace(), fullname);
  }
}
