package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects of namespaces that {@code spec.namespaces} of their AwsAccount allows, or not. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class NamespacesQuarkusTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String SELECTED = "{selector: {matchLabels: {aws: allowed}}}";

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  private SimulatedAws aws;
  private Seeds.SeedTarget seeds;

  @BeforeEach
  void prepare() {
    aws = (SimulatedAws) clients;
    seeds = aws.cloud().seeds().target(Ec2Fixtures.ACCOUNT, Manifests.HOME);
  }

  @Test
  void refusesEveryKindUntilNamespaceIsListed() {
    applyAccount("listing", "{names: [others]}");
    AmiImage image = image("listed", "listing", seeds.instance(InstanceSeed.small()));
    AmiCopy copy = Manifests.copyOf("listed", seeds.image(ImageSeed.named("source")), "us-east-1");
    copy.setSpec(
        Manifests.read(
            Manifests.json(copy.getSpec())
                .replace("\"source\":{", "\"source\":{\"accountRef\":\"listing\","),
            AmiCopySpec.class));
    AmiRetentionPolicy policy = policy("listed", "listing");
    List<CustomResource<?, ? extends ConditionedStatus>> objects = List.of(image, copy, policy);
    for (var object : objects) {
      object.getMetadata().setNamespace("tenant");
      kubernetes.resource(object).create();
    }

    for (var object : objects) {
      assertThat(awaitStatus(object, NamespacesQuarkusTest::refused))
          .contains("- tenant", "AwsAccount listing")
          .doesNotContain("others");
    }
    assertThat(writesFor("tenant/listed")).isEmpty();

    applyAccount("listing", "{names: [tenant]}");

    for (var object : objects) {
      awaitStatus(object, ConditionedStatus::ready);
    }
    kubernetes.resource(policy).delete();
  }

  @Test
  void cleansUpAfterNamespaceLostItsLabel() {
    applyAccount("selecting", SELECTED);
    applyNamespace("selected", Map.of("aws", "allowed"));
    AmiImage image = image("kept", "selecting", seeds.instance(InstanceSeed.small()));
    image.getMetadata().setNamespace("selected");
    kubernetes.resource(image).create();
    awaitStatus(image, ConditionedStatus::ready);
    AmiImageStatus made = kubernetes.resource(image).get().getStatus();

    applyNamespace("selected", Map.of("aws", "denied"));

    assertThat(awaitStatus(image, NamespacesQuarkusTest::refused))
        .contains("kubectl label namespace selected", "It keeps " + made.imageId());
    assertThat(kubernetes.resource(image).get().getStatus().imageId()).isEqualTo(made.imageId());
    changeTags(image, "later");
    awaitStatus(
        image, status -> observed((AmiImageStatus) status, kubernetes.resource(image).get()));
    assertThat(writesFor("later")).isEmpty();

    kubernetes.resource(image).delete();

    aws.await().atMost(PATIENCE).until(() -> kubernetes.resource(image).get() == null);
    assertThat(aws.cloud().journal().leftovers())
        .doesNotContain(made.imageId(), made.snapshots().getFirst().snapshotId());
  }

  @Test
  void ignoresLabelsThatTheObjectItselfHas() {
    applyAccount("unfooled", SELECTED);
    applyNamespace("unlabelled", Map.of("kubernetes.io/metadata.name", "unlabelled"));
    AmiImage image = image("fooling", "unfooled", seeds.instance(InstanceSeed.small()));
    image.getMetadata().setNamespace("unlabelled");
    image.getMetadata().setLabels(Map.of("aws", "allowed"));
    kubernetes.resource(image).create();

    awaitStatus(image, NamespacesQuarkusTest::refused);

    applyNamespace("unlabelled", Map.of("aws", "allowed"));
    awaitStatus(image, ConditionedStatus::ready);
  }

  private void changeTags(AmiImage image, String value) {
    kubernetes
        .resource(image)
        .edit(
            current -> {
              current.setSpec(
                  Manifests.read(
                      Manifests.json(current.getSpec()).replace("shop", value),
                      AmiImageSpec.class));
              return current;
            });
  }

  private void applyAccount(String name, String namespaces) {
    AwsAccount account = Manifests.account();
    account.setMetadata(new ObjectMetaBuilder().withName(name).build());
    account.setSpec(
        Manifests.read(
            "{namespaces: %s, allow: %s}"
                .formatted(namespaces, Manifests.json(Manifests.allowingAll().build())),
            AwsAccountSpec.class));
    var existing = kubernetes.resources(AwsAccount.class).withName(name);
    if (existing.get() == null) {
      kubernetes.resource(account).create();
      return;
    }
    // An edit, because a merge patch would keep the members that it does not name.
    existing.edit(
        current -> {
          current.setSpec(account.getSpec());
          return current;
        });
  }

  private void applyNamespace(String name, Map<String, String> labels) {
    Namespace namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .build();
    kubernetes.resource(namespace).createOr(existing -> existing.update());
  }

  private List<Journal.Entry> writesFor(String word) {
    return aws.cloud().journal().entries().stream()
        .filter(call -> !call.action().startsWith("Describe") && !call.action().startsWith("Get"))
        .filter(call -> call.parameters().contains(word))
        .toList();
  }

  private String awaitStatus(
      CustomResource<?, ? extends ConditionedStatus> object, Predicate<ConditionedStatus> holds) {
    return aws.await()
        .alias(object.getKind())
        .atMost(PATIENCE)
        .until(
            () ->
                Optional.ofNullable(kubernetes.resource(object).get())
                    .<ConditionedStatus>map(CustomResource::getStatus),
            status -> status.filter(holds).isPresent())
        .orElseThrow()
        .conditions()
        .getFirst()
        .message();
  }

  private static boolean refused(ConditionedStatus status) {
    return status.conditions() != null
        && status.conditions().stream()
            .anyMatch(c -> c.type() == Condition.Type.STALLED && c.reason().equals("NotAllowed"));
  }

  private static boolean observed(AmiImageStatus status, AmiImage image) {
    return refused(status)
        && image.getMetadata().getGeneration().equals(status.observedGeneration());
  }

  private static AmiImage image(String name, String account, String instanceId) {
    return Manifests.image(
        name,
        """
        region: eu-west-1
        accountRef: %s
        source: {instance: {instanceId: %s, noReboot: true}}
        tags: {team: shop}
        """
            .formatted(account, instanceId));
  }

  private static AmiRetentionPolicy policy(String name, String account) {
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withName(name).build());
    policy.setSpec(
        Manifests.read(
            """
            accountRefs: [%s]
            regions: [eu-west-1]
            select: {tags: {team: none}}
            keep: {newest: 3}
            retire: {deregister: 30d}
            """
                .formatted(account),
            AmiRetentionPolicySpec.class));
    return policy;
  }
}
