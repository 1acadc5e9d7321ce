package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionAccountLimitQuarkusTest extends RetentionTestBase {
  @AfterEach
  void removeLimit() {
    setLimit("null");
  }

  @Test
  void retiresNoMoreThanAccountAllows() {
    image("first", 43);
    image("second", 42);
    image("third", 41);
    List.of("a", "b", "c").forEach(name -> image("young-" + name, 1));
    setLimit("2");
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> images().stream().filter(this::marked).count() == 3);
    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus status =
        awaitStatus(s -> s.ready() && s.plan().images() == 4 && reasons(s).containsValue("Limit"));
    assertThat(items(status).getFirst().message())
        .contains("at most 2 images", "AwsAccount default");
    assertThat(images()).hasSize(4);
    assertThat(counter().get().getStatus().retired().images()).hasSize(2);

    cloud.clock().step(Duration.ofDays(1).plusMinutes(1));
    await().atMost(PATIENCE).until(() -> images().size() == 3);
  }

  @Test
  void retiresNothingForADayAfterCountIsLost() {
    String image = image("lost", 40);
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(image));
    cloud.clock().step(Duration.ofDays(2).plusHours(12));
    awaitStatus(AmiRetentionPolicyStatus::ready);
    AwsAccount account = counter().get();
    account.setStatus(account.getStatus().withoutRetired());
    kubernetes.resource(account).updateStatus();
    cloud.clock().step(Duration.ofHours(12));
    awaitStatus(s -> s.ready() && reasons(s).containsValue("Limit"));
    assertThat(images()).containsExactly(image);
    cloud.clock().step(Duration.ofDays(1));
    await().atMost(PATIENCE).until(() -> images().isEmpty());
  }

  /** Of all AwsAccounts of the account, the first by name counts. */
  private Resource<AwsAccount> counter() {
    return kubernetes.resources(AwsAccount.class).withName("default");
  }

  private void setLimit(String images) {
    counter()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"limits\":{\"retiredImages\":%s}}}".formatted(images));
  }
}
