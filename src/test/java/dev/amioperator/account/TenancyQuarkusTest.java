package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** Every way to what is not a namespace's own is refused, and passes with the line it names. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class TenancyQuarkusTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  private SimulatedAws aws;
  private TenancySeeds seeds;

  @Test
  void refusesAllReachesUntilTheirLineIsAdded() throws IOException {
    aws = (SimulatedAws) clients;
    seeds = new TenancySeeds(aws.cloud());
    prepareNamespaces();
    List<TenancyCase> cases = TenancyCase.readAll();
    Map<String, CustomResource<?, ? extends ConditionedStatus>> objects = new TreeMap<>();
    Map<String, ObjectNode> accounts = new TreeMap<>();
    for (TenancyCase attempt : cases) {
      ObjectNode account = attempt.account();
      accounts.put(attempt.name(), account);
      apply(attempt.name(), account);
      objects.put(attempt.name(), attempt.object(seeds));
      kubernetes.resource(objects.get(attempt.name())).create();
    }
    List<String> wrong = new ArrayList<>();
    for (TenancyCase attempt : cases) {
      check(wrong, attempt, objects.get(attempt.name()), attempt::refusedBy);
      assertThat(writesFor(attempt.name())).as(attempt.name()).isEmpty();
    }
    cases.stream()
        .filter(attempt -> attempt.line() != null)
        .forEach(attempt -> apply(attempt.name(), attempt.withLine(accounts.get(attempt.name()))));
    for (TenancyCase attempt : cases) {
      if (attempt.line() != null) {
        check(wrong, attempt, objects.get(attempt.name()), TenancyQuarkusTest::passed);
      }
    }
    long lines = cases.stream().filter(attempt -> attempt.line() != null).count();
    System.out.printf("tenancy: %d reaches refused, %d pass with a line%n", cases.size(), lines);
    assertThat(wrong).isEmpty();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(50);
  }

  private void prepareNamespaces() {
    for (String name : List.of("tenant", "payroll")) {
      kubernetes
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .createOr(existing -> existing.update());
    }
    Manifests.apply(kubernetes, Manifests.account());
    configMap("tenant", "script");
    configMap("payroll", "of-payroll");
    AmiImage image = Manifests.existing("of-payroll", "ami-0123456789abcdef0");
    image.getMetadata().setNamespace("payroll");
    kubernetes.resource(image).create();
  }

  private void configMap(String namespace, String name) {
    kubernetes
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .addToData("script", "echo AMI-BUILD-SUCCEEDED\nshutdown -h now\n")
                .build())
        .create();
  }

  private void apply(String name, ObjectNode spec) {
    AwsAccountSpec filled = Manifests.read(seeds.fill(spec.toString()), AwsAccountSpec.class);
    var existing = kubernetes.resources(AwsAccount.class).withName(name);
    if (existing.get() == null) {
      AwsAccount account = new AwsAccount();
      account.setMetadata(new ObjectMetaBuilder().withName(name).build());
      account.setSpec(filled);
      kubernetes.resource(account).create();
    } else {
      existing.edit(
          account -> {
            account.setSpec(filled);
            return account;
          });
    }
  }

  private void check(
      List<String> wrong,
      TenancyCase attempt,
      CustomResource<?, ? extends ConditionedStatus> object,
      Predicate<Condition> holds) {
    try {
      aws.await()
          .atMost(PATIENCE)
          .until(() -> readyCondition(object), found -> found.filter(holds).isPresent());
    } catch (ConditionTimeoutException late) {
      wrong.add("%s: %s".formatted(attempt.name(), readyCondition(object).orElse(null)));
    }
  }

  private Optional<Condition> readyCondition(
      CustomResource<?, ? extends ConditionedStatus> object) {
    return Optional.ofNullable(kubernetes.resource(object).get())
        .<ConditionedStatus>map(CustomResource::getStatus)
        .map(ConditionedStatus::conditions)
        .flatMap(all -> all.stream().filter(c -> c.type() == Condition.Type.READY).findFirst());
  }

  /** Ready, or refused by EC2 itself, which has no such subnet. */
  private static boolean passed(Condition condition) {
    return condition.status() == Condition.Status.TRUE
        || condition.reason().equals("SourceNotFound")
        || condition.reason().equals("Rejected");
  }

  private List<String> writesFor(String name) {
    return aws.cloud().journal().entries().stream()
        .filter(call -> !call.action().startsWith("Describe") && !call.action().startsWith("Get"))
        .filter(call -> call.parameters().contains("tenant/" + name))
        .map(call -> call.action())
        .toList();
  }
}
