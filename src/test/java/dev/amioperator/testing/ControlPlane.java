package dev.amioperator.testing;

import dev.amioperator.api.v1alpha1.AwsAccount;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A real Kubernetes control plane for the whole JVM with the CRDs of {@code crds/}. It is started
 * by {@code hack/control-plane} (etcd, kube-apiserver, kube-controller-manager) at the first call,
 * in seconds once the programs are built, and ends with the JVM, however that ends. Tests share it,
 * so each creates its own namespace.
 */
public final class ControlPlane {
  private static final Path SCRIPTS = Path.of("hack", "control-plane");

  /** The programs may have to be built first. */
  private static final Duration BUILD = Duration.ofMinutes(20);

  private static final Duration COMMAND = Duration.ofMinutes(1);

  private final Path kubeconfig;
  private final Path kubectl;
  private final Config config;
  private final KubernetesClient client;

  private ControlPlane(Path kubeconfig, Path kubectl) {
    this.kubeconfig = kubeconfig;
    this.kubectl = kubectl;
    this.config = Config.fromKubeconfig(kubeconfig.toFile());
    this.client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /** The control plane of this JVM, started if it does not run yet. */
  public static ControlPlane get() {
    return Holder.RUNNING;
  }

  /**
   * A separate control plane for tests of whole operators, which would act on objects of other
   * tests.
   */
  public static ControlPlane separate(String name) {
    return withoutCrds(name).installCrds();
  }

  /** A control plane without the CRDs. Deleting them could take the server a minute. */
  public static ControlPlane withoutCrds(String name) {
    return start(ProcessHandle.current().pid() + "-" + name);
  }

  /**
   * A separate control plane that writes an audit log.
   *
   * @param policy which requests are logged
   */
  public static ControlPlane audited(String name, Path policy) {
    return start(ProcessHandle.current().pid() + "-" + name, "--audit-policy", policy.toString())
        .installCrds();
  }

  /** The audit log, an event in JSON per line. */
  public Path auditLog() {
    return kubeconfig.resolveSibling("audit.jsonl");
  }

  /** The administrator's kubeconfig, for processes. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** The administrator's Kubernetes client; shared, so it is never closed. */
  public KubernetesClient client() {
    return client;
  }

  /** Quarkus properties for administrator access to this control plane. */
  public Map<String, String> quarkusProperties() {
    return Map.of(
        "quarkus.kubernetes-client.api-server-url", config.getMasterUrl(),
        "quarkus.kubernetes-client.ca-cert-data", config.getCaCertData(),
        "quarkus.kubernetes-client.token", config.getAutoOAuthToken());
  }

  /** Creates a namespace whose name begins with {@code purpose}. */
  public String namespace(String purpose) {
    String name = purpose + "-" + UUID.randomUUID().toString().substring(0, 8);
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  /**
   * Applies manifests with kubectl. It would merge the spec of an AwsAccount with the one that
   * another test created without kubectl, so that spec is replaced first.
   */
  public ProgramResult apply(Path manifests) throws IOException {
    try (InputStream documents = Files.newInputStream(manifests)) {
      client.load(documents).items().stream()
          .filter(object -> object.getKind().equals("AwsAccount"))
          .map(object -> Serialization.unmarshal(Serialization.asJson(object), AwsAccount.class))
          .forEach(account -> Manifests.apply(client, account));
    }
    return kubectl("apply", "-f", manifests.toString());
  }

  /** The directory of kubectl. */
  public Path programs() {
    return kubectl.getParent();
  }

  /** Runs kubectl as the administrator. */
  public ProgramResult kubectl(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(kubectl.toString());
    command.add("--kubeconfig=" + kubeconfig);
    command.addAll(List.of(arguments));
    return ProgramResult.run(COMMAND, command);
  }

  /**
   * The control plane of a class loader, of which Quarkus has several. The script keeps a running
   * control plane, so the JVM has only a single instance.
   */
  private static final class Holder {
    static final ControlPlane RUNNING =
        start(Long.toString(ProcessHandle.current().pid())).installCrds();
  }

  private static ControlPlane start(String name, String... options) {
    String jvm = Long.toString(ProcessHandle.current().pid());
    String state = Path.of("target", "control-plane", name).toString();
    String programs = ProgramResult.runScript(BUILD, List.of(SCRIPTS.resolve("build").toString()));
    String kubeconfig =
        ProgramResult.runScript(
            COMMAND,
            Stream.of(
                    Stream.of(SCRIPTS.resolve("start").toString(), "--owner", jvm),
                    Stream.of(options),
                    Stream.of(state))
                .flatMap(Function.identity())
                .toList());
    return new ControlPlane(Path.of(kubeconfig), kubectl(Path.of(programs)));
  }

  private static Path kubectl(Path programs) {
    try (Stream<Path> platforms = Files.list(programs.resolve("k8s"))) {
      return platforms.findFirst().orElseThrow().resolve("kubectl");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ControlPlane installCrds() {
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        client.resource(Files.readString(file)).forceConflicts().serverSideApply();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client
        .resources(CustomResourceDefinition.class)
        .resources()
        .forEach(crd -> crd.waitUntilCondition(ControlPlane::isServed, 30, TimeUnit.SECONDS));
    return this;
  }

  private static boolean isServed(CustomResourceDefinition crd) {
    // A new definition may have a status without conditions.
    return Optional.ofNullable(crd.getStatus())
        .map(CustomResourceDefinitionStatus::getConditions)
        .orElse(List.of())
        .stream()
        .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
  }
}
