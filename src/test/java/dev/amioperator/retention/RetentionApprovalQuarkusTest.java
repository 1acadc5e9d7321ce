package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionApprovalQuarkusTest extends RetentionTestBase {
  private static final String UNKNOWN = "sha256:" + "0123456789abcdef".repeat(4);

  @Test
  void waitsWithoutApproval() {
    String image = image("waiting", 40);
    apply(policy("retiring", Mode.APPROVED));
    await().atMost(PATIENCE).until(() -> marked(image));
    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus status =
        awaitStatus(s -> s.ready() && reasons(s).containsValue("NotApproved"));

    assertThat(reason(status)).isEqualTo("AwaitingApproval");
    assertThat(message(status)).contains("set spec.approvedPlan to " + status.plan().hash());
    assertThat(status.plan().approved()).isZero();
    assertThat(status.approval()).isNull();
    assertThat(images()).containsExactly(image);
    ConfigMap stored = configMap(planName(status.plan().hash()));
    assertThat(stored.getImmutable()).isTrue();
    assertThat(stored.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getName()).isEqualTo(family));
    assertThat(linesOf(stored)).hasSize(2).last().asString().contains(image, snapshotOf(image));
  }

  @Test
  void retiresApprovedImagesOnly() {
    String approved = image("approved", 40);
    apply(policy("retiring", Mode.PLAN));
    String hash = awaitStatus(s -> s.ready() && s.plan().hash() != null).plan().hash();
    approve(hash);
    AmiRetentionPolicyStatus status = awaitStatus(s -> s.ready() && s.approval() != null);
    assertThat(status.approval().plan()).isEqualTo(hash);
    await().atMost(PATIENCE).until(() -> marked(approved));

    String later = image("later", 50);
    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> images().equals(List.of(later)));
    cloud.clock().step(Duration.ofDays(3));
    status = awaitStatus(s -> s.ready() && reasons(s).equals(Map.of(later, "NotApproved")));
    assertThat(status.plan().hash()).isNotEqualTo(hash);
    assertThat(message(status)).contains("0 of them are approved", status.plan().hash());
    assertThat(images()).containsExactly(later);
    assertThat(snapshots()).contains(snapshotOf(later)).doesNotContain(snapshotOf(approved));
  }

  @Test
  void keepsApprovedImageThatIsUsedAgain() {
    String image = image("used-again", 40);
    approvePresentPlan();
    await().atMost(PATIENCE).until(() -> marked(image));
    seeds.instanceUsing(image);
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> s.ready() && reasons(s).equals(Map.of(image, "Referenced")));
    assertThat(images()).containsExactly(image);
  }

  @Test
  void refusesUnknownPlan() {
    String image = image("unknown", 40);
    apply(policy("retiring", Mode.APPROVED));
    await().atMost(PATIENCE).until(() -> marked(image));
    approve(UNKNOWN);
    AmiRetentionPolicyStatus status = awaitStatus(s -> "PlanNotFound".equals(reason(s)));
    assertThat(message(status))
        .contains(UNKNOWN, "set spec.approvedPlan to " + status.plan().hash());
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> reasons(s).equals(Map.of(image, "NotApproved")));
    assertThat(images()).containsExactly(image);
  }

  @Test
  void refusesAlteredPlan() {
    String image = image("altered", 40);
    apply(policy("retiring", Mode.APPROVED));
    await().atMost(PATIENCE).until(() -> marked(image));
    String hash = awaitStatus(s -> s.ready() && s.plan().hash() != null).plan().hash();
    alter(planName(hash));
    approve(hash);
    AmiRetentionPolicyStatus status = awaitStatus(s -> "PlanAltered".equals(reason(s)));
    assertThat(message(status)).contains("ConfigMap " + planName(hash), "Delete the ConfigMap");
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> reasons(s).equals(Map.of(image, "NotApproved")));
    assertThat(images()).containsExactly(image);
  }

  @Test
  void expiresApproval() {
    String image = image("expiring", 40);
    approvePresentPlan();
    await().atMost(PATIENCE).until(() -> marked(image));
    String since = awaitStatus(s -> s.approval() != null).approval().since();
    patch("{\"spec\":{\"approvalValidFor\":\"2d\"}}");
    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus status = awaitStatus(s -> "ApprovalExpired".equals(reason(s)));
    assertThat(status.approval().since()).isEqualTo(since);
    assertThat(message(status)).contains("expired on", "Remove spec.approvedPlan");
    assertThat(reasons(status)).isEqualTo(Map.of(image, "NotApproved"));
    assertThat(images()).containsExactly(image);
  }

  @Test
  void listsItemsInConfigMaps() {
    String image = image("listed", 40);
    String used = image("used", 40);
    seeds.instanceUsing(used);
    apply(policy("retiring", Mode.PLAN));
    AmiRetentionPolicyStatus status = awaitStatus(s -> s.ready() && s.plan().hash() != null);
    ConfigMap plan = configMap(family + "-plan");
    assertThat(plan.getData().get(PlanItemsStore.TABLE_KEY)).contains(image, used, "1 blocked");
    assertThat(plan.getData()).containsEntry(PlanItemsStore.HASH_KEY, status.plan().hash());
    String version = plan.getMetadata().getResourceVersion();

    Instant until = cloud.clock().instant().plus(Duration.ofMinutes(10));
    await().atMost(PATIENCE).until(() -> cloud.clock().instant().isAfter(until));
    assertThat(configMap(family + "-plan").getMetadata().getResourceVersion()).isEqualTo(version);
    String third = image("third", 40);
    setMode("Enforce");
    await()
        .atMost(PATIENCE)
        .until(() -> configMap(family + "-plan").getData().toString().contains(third));
    await().atMost(PATIENCE).until(() -> configMap(planName(status.plan().hash())) == null);
  }

  @Test
  void leavesConfigMapsOfOthersAlone() {
    ConfigMap others =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(Manifests.NAMESPACE)
            .withName(family + "-plan-items")
            .endMetadata()
            .withData(Map.of("key", "value"))
            .build();
    kubernetes.resource(others).create();
    image("any", 40);
    apply(policy("retiring", Mode.PLAN));
    AmiRetentionPolicyStatus status = awaitStatus(s -> s.ready() && s.plan().hash() != null);
    assertThat(message(status))
        .contains("The plan is not stored: ConfigMap " + family + "-plan-items exists");
    assertThat(configMap(family + "-plan-items").getData()).isEqualTo(Map.of("key", "value"));
    setMode("Approved");
    assertThat(message(awaitStatus(s -> "AwaitingApproval".equals(reason(s)) && !s.ready())))
        .contains("No plan can be approved: ConfigMap");
  }

  private void approvePresentPlan() {
    apply(policy("retiring", Mode.PLAN));
    approve(awaitStatus(s -> s.ready() && s.plan().hash() != null).plan().hash());
  }

  private void approve(String hash) {
    patch("{\"spec\":{\"mode\":\"Approved\",\"approvedPlan\":\"%s\"}}".formatted(hash));
  }

  private void patch(String change) {
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  /** Replaces a stored plan, as whoever may delete and create ConfigMaps can. */
  private void alter(String name) {
    ConfigMap stored = configMap(name);
    kubernetes.resource(stored).delete();
    String lines = String.join("\n", linesOf(stored)).replace("\"region\"", "\"Region\"") + "\n";
    byte[] shard = GzipShards.of(lines.lines()).getFirst();
    kubernetes
        .resource(
            new ConfigMapBuilder(stored)
                .editMetadata()
                .withResourceVersion(null)
                .endMetadata()
                .withBinaryData(
                    Map.of(
                        ApprovablePlanStore.LINES_KEY, Base64.getEncoder().encodeToString(shard)))
                .build())
        .create();
  }

  private String planName(String hash) {
    return ApprovablePlan.configMapName(family, hash);
  }

  private ConfigMap configMap(String name) {
    return kubernetes.configMaps().inNamespace(Manifests.NAMESPACE).withName(name).get();
  }

  private static List<String> linesOf(ConfigMap map) {
    byte[] shard =
        Base64.getDecoder().decode(map.getBinaryData().get(ApprovablePlanStore.LINES_KEY));
    return GzipShards.lines(List.of(shard), ApprovablePlan.MAX_BYTES).orElseThrow();
  }

  private static String reason(AmiRetentionPolicyStatus status) {
    return status.conditions().getFirst().reason();
  }

  private static String message(AmiRetentionPolicyStatus status) {
    return status.conditions().getFirst().message();
  }
}
