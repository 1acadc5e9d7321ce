package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.api.v1alpha1.KeepSpecBuilder;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.Interceptor;
import dev.amioperator.testing.BeforeNextCall;
import dev.amioperator.testing.Ec2Tags;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A policy retires nothing of other clusters, namespaces and AwsAccounts. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionOwnershipQuarkusTest.SeparateCloudProfile.class)
class RetentionOwnershipQuarkusTest extends RetentionTestBase {
  private static final Map<String, String> ADOPTED =
      Map.of(TagKeys.CLUSTER, "elsewhere", TagKeys.RESOURCE, "AmiImage/images/theirs");

  /** A cloud of its own, for days pass in it. */
  public static class SeparateCloudProfile extends MockServerProfile {}

  @BeforeEach
  void applyTwinAccount() {
    Manifests.apply(kubernetes, Manifests.account("twin"));
  }

  @AfterEach
  void removeInterceptor() {
    cloud.interceptor(new Interceptor() {});
  }

  @Test
  void keepsImagesOfOthers() {
    String going = imageOfObject("going", "AmiImage/images/gone-" + family);
    String otherNamespace = imageOfObject("shop", "AmiImage/shop/gone-" + family);
    String otherCluster = imageOfObject("elsewhere", "AmiImage/images/gone-" + family);
    Ec2Tags.add(ec2, Map.of(TagKeys.CLUSTER, "elsewhere"), otherCluster);

    apply(policy("default", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(going));
    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> !images().contains(going));

    assertThat(images()).containsExactlyInAnyOrder(otherNamespace, otherCluster);
    assertThat(marked(otherNamespace) || marked(otherCluster)).isFalse();
  }

  /** The policy may retire every image of the family, but an object of another cluster has it. */
  @Test
  void keepsImageOfOtherClusterDespiteAllowlist() {
    String otherCluster = imageOfObject("elsewhere", "AmiImage/images/gone-" + family);
    Ec2Tags.add(ec2, Map.of(TagKeys.CLUSTER, "elsewhere"), otherCluster);
    String going = image("going", 40);

    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(going));
    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> !images().contains(going));

    assertThat(images()).containsExactly(otherCluster);
  }

  @Test
  void keepsImageDeclaredThroughTwinAccount() {
    String declared = image("declared", 40);
    var object = Manifests.existing("twin-" + family, declared);
    object.setSpec(
        Manifests.read(
            "{region: eu-west-1, accountRef: twin, source: {existing: {imageId: %s}}}"
                .formatted(declared),
            AmiImageSpec.class));
    object.getMetadata().setNamespace("shop");
    kubernetes.resource(object).create();

    apply(policy("retiring", Mode.ENFORCE));
    var status = awaitStatus(s -> !items(s).isEmpty());

    assertThat(reasons(status)).containsEntry(declared, "Declared");
    assertThat(item(status, declared).message()).doesNotContain("shop");
    kubernetes.resource(object).delete();
  }

  /** The suspended policy names another AwsAccount of the account, and was never evaluated. */
  @Test
  void agreesWithNewPolicyUnderTwinAccount() {
    String kept = imageOfObject("kept", "AmiImage/images/gone-" + family);
    AmiRetentionPolicy keeping = keepingYoungerThan("365d");
    kubernetes.resource(keeping).create();

    apply(policy("default", Mode.ENFORCE));
    var status = awaitStatus(s -> s.plan() != null && s.plan().images() > 0);

    assertThat(reasons(status)).containsKey(kept);
    assertThat(marked(kept)).isFalse();
    kubernetes.resource(keeping).delete();
  }

  private AmiRetentionPolicy keepingYoungerThan(String age) {
    AmiRetentionPolicy keeping = policy("twin", Mode.ENFORCE);
    keeping.getMetadata().setName("keeping-" + family);
    keeping.setSpec(
        AmiRetentionPolicySpecBuilder.builder(keeping.getSpec())
            .keep(KeepSpecBuilder.builder().youngerThan(age).build())
            .suspend(true)
            .build());
    return keeping;
  }

  /** An AmiImage of another cluster adopts the image after the last proof that it is unused. */
  @Test
  void deregistersNoImageThatChangedOwner() {
    keepsImageTagged(ADOPTED, change -> new BeforeNextCall("DescribeImageReferences", change));
  }

  /** Another cluster adopts the image after the last read that the deregistration is planned by. */
  @Test
  void deregistersNoImageThatChangedOwnerJustNow() {
    keepsImageTagged(ADOPTED, BeforeNextCall::ownershipRead);
  }

  /** A user opts the image out after the last read that the deregistration is planned by. */
  @Test
  void deregistersNoImageThatWasOptedOutJustNow() {
    keepsImageTagged(Map.of(TagKeys.KEEP, ""), BeforeNextCall::ownershipRead);
  }

  private void keepsImageTagged(
      Map<String, String> tags, Function<Runnable, BeforeNextCall> moment) {
    String going = image("going", 40);
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(going));
    BeforeNextCall tagged = moment.apply(() -> Ec2Tags.add(ec2, tags, going));
    cloud.interceptor(tagged);
    cloud.clock().step(Duration.ofDays(3));

    awaitStatus(s -> tagged.happened() && s.retiring() == null && s.plan() != null);

    assertThat(images()).contains(going);
    assertThat(cloud.journal().entries())
        .filteredOn(call -> call.action().equals("DeregisterImage"))
        .noneMatch(call -> call.parameters().contains(going));
  }
}
