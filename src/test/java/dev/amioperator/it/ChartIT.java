package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rendered Kubernetes manifests of the chart, and the RBAC permissions it grants. The control plane
 * is its own: kubectl would merge the AwsAccount with that of other tests.
 */
class ChartIT {
  private static final ControlPlane CONTROL_PLANE = ControlPlane.separate("chart");

  private static Chart chart;
  private static Chart withConfigMaps;

  @BeforeAll
  static void grant() {
    String namespace = CONTROL_PLANE.namespace("chart");
    chart = new Chart(namespace, namespace);
    withConfigMaps = new Chart(namespace + "-maps", namespace);
    String idle = "--set=replicas=0,defaultAccount.create=false";
    apply(chart, idle);
    apply(withConfigMaps, idle + ",retention.configMaps=true");
  }

  private static void apply(Chart release, String... options) {
    ProgramResult applied = release.apply(CONTROL_PLANE, release.render(options));
    assertThat(applied.status()).as(applied.output()).isZero();
  }

  @AfterAll
  static void clear() {
    for (Chart release : List.of(chart, withConfigMaps)) {
      CONTROL_PLANE.kubectl(
          "delete",
          "clusterrole,clusterrolebinding",
          "-l=app.kubernetes.io/instance=" + release.release());
    }
    CONTROL_PLANE.client().namespaces().withName(chart.namespace()).delete();
  }

  @Test
  void appliesWithEveryOption() {
    ProgramResult rendered =
        chart.render(
            "--set=replicas=2,podDisruptionBudget.enabled=true,clusterId=c,logging.json=false",
            "--set=serviceAccount.annotations.a=b,podAnnotations.a=b,podLabels.c=d",
            "--set=imagePullSecrets[0].name=pull,extraEnv[0].name=A,nodeSelector.a=b",
            "--set=defaultAccount.regions={eu-west-1},defaultAccount.allow.adopt.any=true",
            "--set=defaultAccount.namespaces.names={images,shop}",
            "--set=defaultAccount.allow.instances.tags.image=allowed",
            "--set=defaultAccount.allow.launchTemplates={lt-01234567},defaultAccount.allow.subnets={default}",
            "--set=watchNamespaces={default,kube-public},userRoles.aggregate=false",
            "--set=usage.kubernetesObjects={ec2nodeclasses.v1.karpenter.k8s.aws}",
            "--set=retention.configMaps=true,retention.namespaces={default},defaultAccount.limits.retiredImages=0",
            "--set=builds.enabled=true,builds.namespaces={default},defaultAccount.allow.instanceProfiles={builder}",
            "--set-string=defaultAccount.allow.shareWith={111122223333,arn:aws:organizations::123456789012:organization/o-abc1234567}");

    ProgramResult applied = chart.apply(CONTROL_PLANE, rendered, "--dry-run=server");

    assertThat(applied.status()).as(applied.output()).isZero();
    assertThat(applied.output()).contains("poddisruptionbudget", "awsaccount.amioperator.dev");
    assertThat(rendered.output())
        .contains(
            "resources: [configmaps]\n    verbs: [get]",
            "- apiGroups: [karpenter.k8s.aws]\n    resources: [ec2nodeclasses]\n    verbs: [list]");
  }

  @ParameterizedTest
  @CsvSource({
    "replicas=two, /replicas",
    "usage.kubernetesObjects={ec2nodeclasses}, /usage/kubernetesObjects/0",
    "replica=2, additional properties",
    "aws.region=Ireland, /aws/region",
    "logging.level=LOUD, /logging/level",
    "'clusterId=c,watchNamespaces={a,a}', /watchNamespaces",
    "'clusterId=c,watchNamespaces={A}', /watchNamespaces/0",
    "watchNamespaces={a}, set clusterId",
    "builds.enabled=true, builds.namespaces",
    "'clusterId=c,watchNamespaces={a},builds.enabled=true,builds.namespaces={b}', b is not in watchNamespaces",
    "'clusterId=c,watchNamespaces={a},retention.configMaps=true,retention.namespaces={b}', b is not in watchNamespaces",
    "defaultAccount.limits.retiredImages=-1, limits/retiredImages",
    "retention.namespaces={B}, /retention/namespaces/0",
    "defaultAccount.allow.shareWith={shop}, shareWith/0",
    "defaultAccount.allow.adopt=true, allow/adopt",
    "defaultAccount.allow.instances.any=yes, allow/instances/any",
    "defaultAccount.allow.launchTemplate={a}, additional properties",
    "defaultAccount.namespaces.all=false, namespaces/all",
    "defaultAccount.namespaces.names={Images}, namespaces/names/0",
    "intervals.grace=30s, /intervals/grace",
    "intervals.scan=5, /intervals/scan",
    "intervals.tempo=60, additional properties",
    "'extraVolumes[0].name=tmp,extraVolumes[0].emptyDir.medium=Memory', choose another",
    "extraVolumeMounts[0].name=ca, missing property 'mountPath'",
    "updateStrategy.type=Blue, /updateStrategy/type",
    "commonLabels.team=a b, /commonLabels/team",
    "networkPolicy.awsCidrs={10.0.0.1}, /networkPolicy/awsCidrs/0",
    "networkPolicy.apiServerPorts={0}, /networkPolicy/apiServerPorts/0",
    "terminationGracePeriodSeconds=0, /terminationGracePeriodSeconds",
    "envFrom[0].secret=a, additional properties"
  })
  void rejectsInvalidValues(String value, String complaint) {
    ProgramResult rendered = chart.render("--set=" + value);

    assertThat(rendered.status()).isNotZero();
    assertThat(rendered.output()).contains(complaint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create amiimages.amioperator.dev",
        "delete amiimages.amioperator.dev",
        "update amiimages.amioperator.dev",
        "get secrets",
        "list configmaps",
        "patch configmaps",
        "create awsaccounts.amioperator.dev",
        "update namespaces",
        "create namespaces",
        "create pods",
        "delete leases.coordination.k8s.io",
        "list events.events.k8s.io",
        "get customresourcedefinitions.apiextensions.k8s.io"
      })
  void grantsNoExcessPermissions(String what) {
    assertThat(canI(what)).isEqualTo("no");
  }

  /** ConfigMaps are switched on, and then only those of the release's own namespace. */
  @ParameterizedTest
  @ValueSource(strings = {"get", "create", "update", "delete"})
  void grantsConfigMapsOnlyInRetentionNamespacesAndOnlyIfSwitchedOn(String verb) {
    String own = chart.namespace();
    assertThat(canI(chart, verb + " configmaps", own)).isEqualTo("no");
    assertThat(canI(withConfigMaps, verb + " configmaps", own)).isEqualTo("yes");
    assertThat(canI(withConfigMaps, verb + " configmaps", "kube-public")).isEqualTo("no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get namespaces/kube-system",
        "list namespaces",
        "watch namespaces",
        "patch amiimages.amioperator.dev"
      })
  void grantsRequiredPermissions(String what) {
    assertThat(canI(what)).isEqualTo("yes");
  }

  @Test
  void grantsLeaseOfRelease() {
    assertThat(canI("update leases.coordination.k8s.io/" + chart.release() + "-ami-operator"))
        .isEqualTo("yes");
    assertThat(canI("update leases.coordination.k8s.io/ami-operator")).isEqualTo("no");
  }

  @Test
  void allowsOnlyNamespaceOfReleaseByDefault() {
    String rendered = chart.render("--show-only=templates/awsaccount.yaml").output();

    assertThat(rendered)
        .contains("names: [\"%s\"]".formatted(chart.namespace()))
        .doesNotContain("all:", "allow:");
  }

  @Test
  void printsLinesToAddAfterInstallation() throws IOException {
    assertThat(notes())
        .contains(
            "namespaces: {names: [%s, another]}".formatted(chart.namespace()),
            "allow: {instances: {tags: {image: allowed}}}",
            "metadata: {name: my-first, namespace: %s}".formatted(chart.namespace()));
    assertThat(
            notes(
                "--set=defaultAccount.namespaces.all=true",
                "--set=defaultAccount.allow.instances.any=true"))
        .contains("every namespace")
        .doesNotContain("allow: {instances");
  }

  /** Objects elsewhere have no operator. */
  @Test
  void namesWatchedNamespaceInNotes() throws IOException {
    assertThat(notes("--set=watchNamespaces={team-a,team-b},clusterId=c"))
        .contains("names: [team-a, another]", "namespace: team-a}")
        .doesNotContain("namespace: images}");
  }

  /** NOTES.txt as a value in a manifest: helm renders the notes themselves only for a cluster. */
  private static String notes(String... options) throws IOException {
    Path copy = Files.createTempDirectory("chart").resolve("ami-operator");
    try (Stream<Path> files = Files.walk(Path.of(Chart.DIRECTORY))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(Path.of(Chart.DIRECTORY).relativize(file)));
      }
    }
    Files.move(copy.resolve("templates/NOTES.txt"), copy.resolve("NOTES.txt"));
    Files.writeString(
        copy.resolve("templates/notes.yaml"),
        "text: |\n{{ tpl (.Files.Get \"NOTES.txt\") . | indent 2 }}\n");
    List<String> arguments = new ArrayList<>(List.of("template", chart.release(), copy.toString()));
    arguments.addAll(List.of("--namespace=" + chart.namespace(), "--kube-version=1.35"));
    arguments.add("--show-only=templates/notes.yaml");
    arguments.addAll(List.of(options));
    ProgramResult rendered = Chart.helm(arguments.toArray(String[]::new));
    assertThat(rendered.status()).as(rendered.output()).isZero();
    return rendered.output();
  }

  private static String canI(String what) {
    return canI(chart, what, chart.namespace());
  }

  private static String canI(Chart release, String what, String namespace) {
    String[] words = what.split(" ");
    String account =
        "system:serviceaccount:%s:%s-ami-operator"
            .formatted(release.namespace(), release.release());
    String[] answer =
        CONTROL_PLANE
            .kubectl("auth", "can-i", words[0], words[1], "-n", namespace, "--as=" + account)
            .output()
            .strip()
            .split("\n");
    return answer[answer.length - 1];
  }
}
