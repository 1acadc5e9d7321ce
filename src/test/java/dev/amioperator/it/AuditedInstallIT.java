package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The RBAC permissions of the chart's ServiceAccount against the API server's audit log of a life
 * of every kind: nothing is denied, and nothing is granted that no request uses.
 */
class AuditedInstallIT {
  private static final Chart CHART = new Chart("ami-operator", "ops");

  private static final Path POLICY = Path.of("src", "test", "resources", "audit", "policy.yaml");

  /** Every kind, with a build whose script is in a ConfigMap. */
  private static final String MANIFESTS =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: script, namespace: team}
      data: {script: "echo AMI-BUILD-SUCCEEDED\\npoweroff\\n"}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiImage
      metadata: {name: built, namespace: team}
      spec:
        region: eu-west-1
        source:
          build:
            base: {ssmParameter: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}
            instanceType: t3.small
            timeout: 30m
            userData: {configMapKeyRef: {name: script, key: script}}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiImage
      metadata: {name: base, namespace: team}
      spec:
        region: eu-west-1
        source: {snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64}}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiCopy
      metadata: {name: base, namespace: team}
      spec:
        source: {imageRef: base}
        destinations: [{region: us-east-1}]
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiRetentionPolicy
      metadata: {name: old, namespace: team}
      spec:
        regions: [eu-west-1]
        select: {tags: {family: web}}
        keep: {newest: 3}
        retire: {deregister: 30d}
      """;

  /** Objects without images in EC2, which are deleted at once. */
  private static final String EDITED =
      """
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiImage
      metadata: {name: edited, namespace: team}
      spec: {region: eu-west-1, source: {existing: {imageId: ami-0ffffffffffffffff}}}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiCopy
      metadata: {name: edited, namespace: team}
      spec: {source: {imageRef: missing}, destinations: [{region: us-east-1}]}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiRetentionPolicy
      metadata: {name: edited, namespace: team}
      spec:
        regions: [eu-west-1]
        select: {tags: {family: none}}
        keep: {newest: 3}
        retire: {deregister: 30d}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AwsAccount
      metadata: {name: edited}
      spec: {namespaces: {all: true}}
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster-wide | --set=builds.enabled=true,builds.namespaces={team},retention.configMaps=true,retention.namespaces={team}",
        // The release's own namespace is among the watched ones.
        "namespaced | --set=builds.enabled=true,retention.configMaps=true,clusterId=c,watchNamespaces={ops,team}"
      })
  void grantsExactlyWhatIsUsed(String mode, String options)
      throws IOException, InterruptedException {
    ControlPlane controlPlane = ControlPlane.audited("audited-" + mode, POLICY);
    controlPlane.kubectl("create", "namespace", "ops");
    controlPlane.kubectl("create", "namespace", "team");
    try (SimulatedWorld aws = SimulatedWorld.start()) {
      InstalledChart installed =
          InstalledChart.install(
              controlPlane,
              CHART,
              aws.endpoint(),
              options,
              "--set=defaultAccount.namespaces.names={team}",
              "--set=defaultAccount.allow.instances.any=true,defaultAccount.allow.snapshots.any=true",
              "--set=defaultAccount.allow.images.any=true,defaultAccount.allow.subnets={default}",
              "--set=defaultAccount.allow.securityGroups={default}",
              "--set=defaultAccount.allow.retention[0].namespaces={team},defaultAccount.allow.retention[0].any=true");
      OperatorProcess first = installed.start(mode + "-first");
      try (OperatorProcess second = installed.launch(mode + "-second")) {
        apply(controlPlane);
        // The new leader looks whether the AmiImage of the running build instance still exists.
        await()
            .atMost(Duration.ofSeconds(50))
            .until(
                () -> !get(controlPlane, "amiimage/built", "{.status.build.instanceId}").isEmpty());
        first.close();
        live(controlPlane);
        enforce(controlPlane);
        edit(controlPlane, installed);
        delete(controlPlane);
        assertThat(second.alive()).isTrue();
      }

      AuditLog log = new AuditLog(controlPlane, installed);
      Set<AuditLog.Request> granted = log.granted();
      Set<AuditLog.Request> used = log.used(granted);
      // JOSDK asks for its rules before it takes part in the election, and wants this one too.
      used.add(
          new AuditLog.Request("Role ami-operator", "coordination.k8s.io", "leases", "update"));
      report(mode, granted, used);
      assertThat(log.denied()).isEmpty();
      assertThat(granted).isNotEmpty().isEqualTo(used);
    }
  }

  private static void apply(ControlPlane controlPlane) throws IOException {
    Path file = Files.createTempFile("manifests", ".yaml");
    Files.writeString(file, MANIFESTS);
    succeed(controlPlane.kubectl("apply", "-f", file.toString()));
    Files.delete(file);
  }

  private static String get(ControlPlane controlPlane, String object, String field) {
    return controlPlane.kubectl("get", object, "-n=team", "-o=jsonpath=" + field).output().strip();
  }

  private static void live(ControlPlane controlPlane) {
    succeed(
        controlPlane.kubectl(
            "wait",
            "--for=condition=Ready",
            "--timeout=55s",
            "-n=team",
            "amiimage/built",
            "amiimage/base",
            "amicopy/base",
            "amiretentionpolicy/old"));
    succeed(controlPlane.kubectl("wait", "--for=condition=Ready", "awsaccount/default"));
  }

  /** Mode Enforce needs no plan to approve, and changes what is planned. */
  private static void enforce(ControlPlane controlPlane) {
    String planned = get(controlPlane, "amirp/old", "{.status.plan.hash}").substring(7, 23);
    succeed(
        controlPlane.kubectl(
            "patch",
            "amirp/old",
            "-n=team",
            "--type=merge",
            "-p={\"spec\":{\"mode\":\"Enforce\"}}"));
    succeed(
        controlPlane.kubectl(
            "wait", "--for=delete", "configmap/old-plan-" + planned, "-n=team", "--timeout=55s"));
  }

  /** Edits objects all the time while they are deleted: the operator has to read them again. */
  private static void edit(ControlPlane controlPlane, InstalledChart installed) throws IOException {
    Path file = Files.writeString(Files.createTempFile("edited", ".yaml"), EDITED);
    AuditLog log = new AuditLog(controlPlane, installed);
    Set<AuditLog.Request> granted = log.granted();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              succeed(controlPlane.kubectl("apply", "-f", file.toString()));
              succeed(
                  controlPlane.kubectl(
                      "wait",
                      "--for=jsonpath={.metadata.finalizers}",
                      "--timeout=30s",
                      "-f",
                      file.toString()));
              try (Editors editors = Editors.of(controlPlane.client(), EDITED)) {
                succeed(controlPlane.kubectl("delete", "--timeout=50s", "-f", file.toString()));
              }
              Set<AuditLog.Request> unused = new HashSet<>(granted);
              unused.removeAll(log.used(granted));
              return unused.stream().noneMatch(request -> request.verb().equals("get"));
            });
  }

  private static void delete(ControlPlane controlPlane) {
    succeed(controlPlane.kubectl("delete", "awsaccount", "default", "--wait=false"));
    succeed(
        controlPlane.kubectl(
            "delete",
            "amiretentionpolicies,amicopies,amiimages",
            "--all",
            "-n=team",
            "--timeout=55s"));
    succeed(controlPlane.kubectl("wait", "--for=delete", "awsaccount/default", "--timeout=30s"));
  }

  private static void succeed(ProgramResult result) {
    assertThat(result.status()).as(result.output()).isZero();
  }

  /** The list for readers of the build, also in {@code target/rbac}. */
  private static void report(String mode, Set<AuditLog.Request> granted, Set<AuditLog.Request> used)
      throws IOException {
    String text =
        granted.stream()
            .map(request -> (used.contains(request) ? "used    " : "unused  ") + request)
            .collect(Collectors.joining("\n", "Permissions, " + mode + ":\n", "\n"));
    System.out.print(text);
    Path directory = Files.createDirectories(Path.of("target", "rbac"));
    Files.writeString(directory.resolve(mode + ".txt"), text);
  }
}
