package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ownership.Installation;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The page {@code docs/how-to/namespaced-install.md}, with its commands as they are, and what two
 * installations in a Kubernetes cluster do to each other.
 */
@TestMethodOrder(OrderAnnotation.class)
class NamespacedInstallIT {
  static final String PAGE = "namespaced-install.md";

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(yaml|sh)\n(.*?)^```$");
  private static final Pattern FILE = Pattern.compile("^# file: (\\S+)\n");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Installation TEAM_A = new Installation("team-a-operator", "ami-operator");
  private static final Installation TEAM_B = new Installation("team-b-operator", "ami-operator");

  private static final List<OperatorProcess> OPERATORS = new ArrayList<>();

  private static ControlPlane controlPlane;
  private static SimulatedWorld aws;
  private static Path directory;

  @BeforeAll
  static void start() throws IOException {
    aws = SimulatedWorld.start();
    controlPlane = ControlPlane.withoutCrds("namespaced");
    directory = Files.createTempDirectory("namespaced");
    Files.createSymbolicLink(directory.resolve("helm"), Path.of("helm").toAbsolutePath());
  }

  @AfterAll
  static void end() throws InterruptedException {
    for (OperatorProcess operator : OPERATORS) {
      operator.close();
    }
    aws.close();
  }

  @Test
  @Order(1)
  void followsThePage() throws IOException {
    String page = Files.readString(Path.of("docs", "how-to", PAGE));
    for (MatchResult block : BLOCK.matcher(page).results().toList()) {
      if (block.group(1).equals("sh")) {
        run(block.group(2));
        startOperators();
      } else {
        FILE.matcher(block.group(2))
            .results()
            .forEach(file -> write(file.group(1), block.group(2)));
      }
    }

    assertThat(image("team-a", "web").getStatus().ready()).isTrue();
    assertThat(OPERATORS).hasSize(2).allSatisfy(this::isReady);
    AwsAccount account = account();
    assertThat(account.getMetadata().getFinalizers())
        .containsExactlyInAnyOrder(TEAM_A.finalizer(), TEAM_B.finalizer());
    assertThat(account.getMetadata().getAnnotations())
        .hasEntrySatisfying(
            TEAM_A.claimAnnotation(), claim -> assertThat(claim).endsWith("Z team-a team-a-test"))
        .hasEntrySatisfying(
            TEAM_B.claimAnnotation(), claim -> assertThat(claim).endsWith("Z team-b"));
  }

  /** An installation for all namespaces overlaps with both; it starts once they have ended. */
  @Test
  @Order(2)
  void refusesOverlap() throws InterruptedException {
    controlPlane.kubectl("create", "namespace", "everywhere");
    InstalledChart installed =
        InstalledChart.install(
            controlPlane,
            new Chart("ami-operator", "everywhere"),
            aws.endpoint(),
            "--set=clusterId=prod-eu,defaultAccount.create=false,userRoles.create=false");
    OperatorProcess refused = installed.launch("everywhere");
    OPERATORS.add(refused);

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var health = refused.get("/q/health/ready");
              assertThat(health.status()).isEqualTo(503);
              assertThat(health.body())
                  .containsPattern("Installation team-[ab]-operator/ami-operator also watches")
                  .contains("namespace team-");
            });
    assertThat(refused.get("/q/health/live").status()).isEqualTo(200);
    assertThat(refused.log()).noneMatch(line -> line.contains("the operator started"));
    assertThat(account().getMetadata().getFinalizers()).hasSize(2);
    assertThat(OPERATORS.subList(0, 2)).allSatisfy(this::isReady);
  }

  /** Each installation keeps the AwsAccount for its own objects. */
  @Test
  @Order(3)
  void holdsAccountForItsOwnObjects() throws IOException {
    write("b.yaml", Files.readString(directory.resolve("image.yaml")).replace("team-a", "team-b"));
    run("kubectl apply -f b.yaml && kubectl wait --for=condition=Ready amiimage/web -n team-b");
    run("kubectl delete awsaccount default --wait=false");
    run("kubectl delete amiimage web -n team-a --timeout=60s");

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(account().getMetadata().getFinalizers())
                    .containsExactly(TEAM_B.finalizer()));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(account().getStatus().conditions())
                    .anyMatch(condition -> condition.message().contains("AmiImage team-b/web")));
    run("kubectl delete amiimage web -n team-b --timeout=60s");
    run("kubectl wait --for=delete awsaccount/default --timeout=60s");
    assertThat(OPERATORS.subList(0, 2))
        .allSatisfy(operator -> assertThat(operator.log()).noneMatch(l -> l.contains("orbidden")));
  }

  /** All start without an AwsAccount; when there is one, either all namespaces or some. */
  @Test
  @Order(4)
  void lateAccountGoesToOneOfThem() {
    OperatorProcess everywhere = OPERATORS.get(2);
    await().atMost(SOON).until(() -> everywhere.get("/q/health/ready").status() == 200);

    controlPlane.kubectl("apply", "-f", directory.resolve("account.yaml").toString());

    await()
        .atMost(SOON)
        .until(
            () ->
                !everywhere.alive()
                    || OPERATORS.subList(0, 2).stream().noneMatch(OperatorProcess::alive));
    List<Installation> claims =
        account().getMetadata().getAnnotations().keySet().stream()
            .flatMap(key -> Installation.ofClaimAnnotation(key).stream())
            .toList();
    assertThat(claims.contains(new Installation("everywhere", "ami-operator")))
        .as("%s", claims)
        .isEqualTo(claims.size() == 1 && everywhere.alive());
  }

  private void isReady(OperatorProcess operator) {
    assertThat(operator.get("/q/health/ready").status()).isEqualTo(200);
  }

  /** Runs what a Deployment asks for, because the cluster has no nodes. */
  private static void startOperators() {
    controlPlane.client().apps().deployments().inAnyNamespace().list().getItems().stream()
        .map(deployment -> deployment.getMetadata())
        .filter(deployment -> !directory.resolve(deployment.getNamespace()).toFile().exists())
        .forEach(NamespacedInstallIT::startOperator);
  }

  private static void startOperator(ObjectMeta deployment) {
    write(deployment.getNamespace(), "started");
    InstalledChart installed =
        new InstalledChart(
            controlPlane,
            new Chart(deployment.getName(), deployment.getNamespace()),
            deployment.getName());
    var environment = installed.environment();
    environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
    OPERATORS.add(
        OperatorProcess.start(deployment.getNamespace(), installed.kubeconfig(), environment));
  }

  /** Runs commands in a shell with the tools and the cluster's administrator. */
  private static void run(String commands) throws IOException {
    write("commands.sh", commands);
    ProgramResult result =
        ProgramResult.run(
            Duration.ofMinutes(2),
            List.of(
                "env",
                "KUBECONFIG=" + controlPlane.kubeconfig().toAbsolutePath(),
                "PATH="
                    + Chart.helmProgram().getParent()
                    + ":"
                    + controlPlane.programs()
                    + ":"
                    + System.getenv("PATH"),
                "bash",
                "-euc",
                "cd " + directory + " && . ./commands.sh"));
    assertThat(result.status()).as("%s%n%s", commands, result.output()).isZero();
  }

  private static void write(String file, String text) {
    try {
      Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AmiImage image(String namespace, String name) {
    return controlPlane
        .client()
        .resources(AmiImage.class)
        .inNamespace(namespace)
        .withName(name)
        .get();
  }

  private static AwsAccount account() {
    return controlPlane.client().resources(AwsAccount.class).withName("default").require();
  }
}
