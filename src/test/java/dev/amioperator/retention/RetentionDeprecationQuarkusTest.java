package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Retire;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.ownership.TagKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;

/** Deprecation by an enforced policy, and how it is undone. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionDeprecationQuarkusTest extends RetentionTestBase {
  /** Without a wait the first step follows the tag, not an interval later. */
  @Test
  void deprecatesAtOnceAndUndoesItWhenPolicyIsDeleted() {
    String going = image("going", 40);
    apply(deprecating(Mode.ENFORCE));
    AmiRetentionPolicyStatus status =
        awaitStatus(s -> s.ready() && described(going).deprecationTime() != null);
    assertThat(recorded(going)).isTrue();
    assertThat(status.reversible()).hasSize(1);
    assertThat(item(status, going).message()).contains("deregistration due on");

    delete();
    assertThat(described(going).deprecationTime()).isNull();
    assertThat(recorded(going)).isFalse();
    assertThat(images()).contains(going);
  }

  @Test
  void restoresOwnersDateWhenImageIsUsedAgain() {
    String used = image("used-again", 40);
    Instant date = cloud.clock().instant().plus(Duration.ofDays(90)).truncatedTo(ChronoUnit.DAYS);
    ec2.enableImageDeprecation(r -> r.imageId(used).deprecateAt(date));
    apply(deprecating(Mode.ENFORCE));
    awaitStatus(s -> s.ready() && recorded(used));
    assertThat(Instant.parse(described(used).deprecationTime())).isBefore(date);

    seeds.instanceUsing(used);
    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> !recorded(used));
    assertThat(Instant.parse(described(used).deprecationTime())).isEqualTo(date);
  }

  /** What an earlier spec did is undone, whatever the present one says. */
  @Test
  void undoesStepOfEarlierSpec() {
    String going = image("earlier", 40);
    apply(deprecating(Mode.ENFORCE));
    awaitStatus(s -> s.ready() && recorded(going));
    setMode("Plan");
    awaitStatus(s -> s.ready() && enforcingSince(s) == null);
    assertThat(recorded(going)).isTrue();

    delete();
    assertThat(recorded(going)).isFalse();
    assertThat(described(going).deprecationTime()).isNull();
  }

  private AmiRetentionPolicy deprecating(Mode mode) {
    AmiRetentionPolicy policy = policy("retiring", mode);
    policy.setSpec(
        AmiRetentionPolicySpecBuilder.builder(policy.getSpec())
            .retire(new Retire("0d", null, "30d", null))
            .build());
    return policy;
  }

  private Image described(String imageId) {
    return ec2.describeImages(r -> r.imageIds(imageId)).images().getFirst();
  }

  private boolean recorded(String imageId) {
    return described(imageId).tags().stream().anyMatch(t -> t.key().equals(TagKeys.DEPRECATION));
  }
}
