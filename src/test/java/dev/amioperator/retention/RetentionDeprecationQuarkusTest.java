package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Retire;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.ownership.TagKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;

/** Deprecation by an enforced policy, and what deletion and use do to it. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionDeprecationQuarkusTest extends RetentionTestBase {
  @Test
  void reversesDeprecationWhenPolicyIsDeleted() {
    String going = image("going", 40);
    AmiRetentionPolicy policy = deprecating();
    apply(policy);
    await().atMost(PATIENCE).until(() -> described(going).deprecationTime() != null);
    assertThat(recorded(going)).isTrue();

    kubernetes.resource(policy).delete();
    await().atMost(PATIENCE).until(() -> described(going).deprecationTime() == null);
    await().atMost(PATIENCE).until(() -> !recorded(going));
    assertThat(images()).contains(going);
  }

  private AmiRetentionPolicy deprecating() {
    AmiRetentionPolicy policy = policy("default", Mode.ENFORCE);
    policy.setSpec(
        AmiRetentionPolicySpecBuilder.builder(policy.getSpec())
            .accountRef("retiring")
            .retire(new Retire("0d", "3d", null))
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
