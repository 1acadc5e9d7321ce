package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Retire;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;

/** Disabling by an enforced policy, with a record of launch permissions, and how it is undone. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionDisablingQuarkusTest extends RetentionTestBase {
  private static final Set<String> SHARED = Set.of("444455556666", "777788889999");

  @Test
  void restoresPermissionsOfImageThatIsUsedAgain() {
    String used = image("used-again", 40);
    share(used);
    apply(disabling(family));
    awaitStatus(s -> s.ready() && state(used).equals("disabled"));
    assertThat(permissions(used)).isEmpty();
    ConfigMap record = record(family, used).orElseThrow();
    assertThat(record.getImmutable()).isTrue();
    assertThat(record.getData().get(PermissionRecords.KEY).lines()).hasSize(3).containsAll(SHARED);

    seeds.instanceUsing(used);
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> s.ready() && !tags(used).containsKey(TagKeys.PERMISSIONS));
    assertThat(state(used)).isEqualTo("available");
    assertThat(permissions(used)).isEqualTo(SHARED);
    assertThat(tags(used)).doesNotContainKeys(TagKeys.DISABLED, TagKeys.UNKEPT_SINCE);
    await().atMost(PATIENCE).until(() -> record(family, used).isEmpty());
  }

  @Test
  void undoesAllStepsWhenPolicyIsDeleted() {
    String own = imageOfObject("own", "AmiImage/" + Manifests.NAMESPACE + "/gone");
    share(own);
    apply(disabling(family));
    awaitStatus(s -> s.ready() && state(own).equals("disabled"));

    delete();
    assertThat(state(own)).isEqualTo("available");
    assertThat(permissions(own)).isEqualTo(SHARED);
    assertThat(described(own).deprecationTime()).isNull();
    assertThat(tags(own)).doesNotContainKeys(TagKeys.PERMISSIONS, TagKeys.DEPRECATION);
  }

  @Test
  void reportsLostRecord() {
    String lost = image("lost", 40);
    share(lost);
    apply(disabling(family));
    awaitStatus(s -> s.ready() && state(lost).equals("disabled"));
    kubernetes.resource(record(family, lost).orElseThrow()).delete();

    seeds.instanceUsing(lost);
    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus status = awaitStatus(s -> "PermissionsLost".equals(reason(s)));
    assertThat(status.conditions().getFirst().message()).contains(lost, "Share the image by hand");
    assertThat(state(lost)).isEqualTo("available");
    assertThat(permissions(lost)).isEmpty();

    ec2.deleteTags(
        r -> r.resources(lost).tags(t -> t.key(TagKeys.PERMISSIONS), t -> t.key(TagKeys.DISABLED)));
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(AmiRetentionPolicyStatus::ready);
  }

  /** A deleted policy waits for no record that is lost. */
  @Test
  void enablesImageOfDeletedPolicyWithoutRecord() {
    String lost = image("lost-too", 40);
    share(lost);
    apply(disabling(family));
    awaitStatus(s -> s.ready() && state(lost).equals("disabled"));
    kubernetes.resource(record(family, lost).orElseThrow()).delete();

    delete();
    assertThat(state(lost)).isEqualTo("available");
    assertThat(permissions(lost)).isEmpty();
    assertThat(tags(lost)).doesNotContainKeys(TagKeys.PERMISSIONS, TagKeys.DISABLED);
    await().atMost(PATIENCE).until(this::hasLossEvent);
  }

  /** Where nothing can be recorded, nothing is disabled that is shared. */
  @Test
  void disablesNoSharedImageWithoutRecord() {
    String shared = image("shared", 40);
    String unshared = image("unshared", 40);
    share(shared);
    occupyRecord(shared);
    apply(disabling(family));
    AmiRetentionPolicyStatus status = awaitStatus(s -> "PermissionsNotRecorded".equals(reason(s)));

    assertThat(status.conditions().getFirst().message())
        .contains(shared + " in eu-west-1 is not disabled", "Delete it");
    await().atMost(PATIENCE).until(() -> state(unshared).equals("disabled"));
    assertThat(state(shared)).isEqualTo("available");
    assertThat(permissions(shared)).isEqualTo(SHARED);
  }

  /** Its ConfigMaps are deleted with a policy; another that wants the same image gets a copy. */
  @Test
  void handsRecordOverToOtherPolicy() {
    String wanted = image("wanted", 40);
    share(wanted);
    String other = family + "-other";
    apply(disabling(family));
    awaitStatus(s -> s.ready() && state(wanted).equals("disabled"));
    AmiRetentionPolicy heir = disabling(other);
    apply(heir);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              AmiRetentionPolicyStatus status = kubernetes.resource(heir).get().getStatus();
              return status != null && status.ready() && status.reversible() != null;
            });

    delete();
    assertThat(state(wanted)).isEqualTo("disabled");
    assertThat(record(other, wanted)).isPresent();

    kubernetes.resource(heir).delete();
    await().atMost(PATIENCE).until(() -> kubernetes.resource(heir).get() == null);
    assertThat(state(wanted)).isEqualTo("available");
    assertThat(permissions(wanted)).isEqualTo(SHARED);
  }

  private AmiRetentionPolicy disabling(String name) {
    AmiRetentionPolicy policy = policy("retiring", Mode.ENFORCE);
    policy.getMetadata().setName(name);
    policy.setSpec(
        AmiRetentionPolicySpecBuilder.builder(policy.getSpec())
            .retire(new Retire("0d", "0d", "30d", null))
            .build());
    return policy;
  }

  private void share(String imageId) {
    ec2.modifyImageAttribute(
        r ->
            r.imageId(imageId)
                .launchPermission(
                    p ->
                        p.add(
                            SHARED.stream()
                                .map(id -> LaunchPermission.builder().userId(id).build())
                                .toList())));
  }

  private Set<String> permissions(String imageId) {
    return ec2
        .describeImageAttribute(
            r -> r.imageId(imageId).attribute(ImageAttributeName.LAUNCH_PERMISSION))
        .launchPermissions()
        .stream()
        .map(LaunchPermission::userId)
        .collect(Collectors.toSet());
  }

  private Image described(String imageId) {
    return ec2.describeImages(r -> r.imageIds(imageId).includeDisabled(true)).images().getFirst();
  }

  private String state(String imageId) {
    return described(imageId).stateAsString();
  }

  private Map<String, String> tags(String imageId) {
    return described(imageId).tags().stream()
        .collect(Collectors.toMap(t -> t.key(), t -> t.value()));
  }

  private Optional<ConfigMap> record(String policy, String imageId) {
    return Optional.ofNullable(
        kubernetes
            .configMaps()
            .inNamespace(Manifests.NAMESPACE)
            .withName(recordName(policy, imageId))
            .get());
  }

  /** The record of the shared image, whose name has the first digits of its hash. */
  private static String recordName(String policy, String imageId) {
    PermissionRecord record =
        PermissionRecord.of(
            new AccountRegion("retiring", Ec2Fixtures.ACCOUNT, "eu-west-1"),
            imageId,
            new LaunchPermissions(false, SHARED, Set.of()));
    return "%s-permissions-%s-%s".formatted(policy, imageId, record.hash().substring(0, 8));
  }

  private void occupyRecord(String imageId) {
    kubernetes
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(Manifests.NAMESPACE)
                .withName(recordName(family, imageId))
                .endMetadata()
                .withData(Map.of(PermissionRecords.KEY, "another\n"))
                .build())
        .create();
  }

  private boolean hasLossEvent() {
    return kubernetes
        .events()
        .v1()
        .events()
        .inNamespace(Manifests.NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getRegarding().getName().equals(family))
        .anyMatch(event -> "PermissionsLost".equals(event.getReason()));
  }

  private static String reason(AmiRetentionPolicyStatus status) {
    return status.conditions().getFirst().reason();
  }
}
