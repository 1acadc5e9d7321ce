package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** AmiImages with a build source, and the termination of their build instances. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class BuildQuarkusTest extends BuildTestBase {
  @Test
  void createsImageAndTerminatesBuildInstance() {
    applyBuild("golden", DONE, "");

    AmiImageStatus status = awaitReady("golden");

    assertThat(status.snapshots()).isNotEmpty().allMatch(s -> s.origin() == Origin.CREATED);
    awaitStatus("golden", s -> s.build().imageId() != null);
    Instance instance = onlyBuildInstanceOf("golden");
    assertThat(instance.state().name()).isEqualTo(InstanceStateName.TERMINATED);
    assertThat(instance.metadataOptions().httpTokensAsString()).isEqualTo("required");
    assertThat(instance.publicIpAddress()).isNull();
    delete("golden");
    assertThat(cloud.journal().leftovers()).doesNotContain(status.imageId(), instance.instanceId());
  }

  @Test
  void terminatesBuildInstanceOfDeletedObject() {
    applyBuild("early", "echo waiting\n", "");
    awaitStatus("early", s -> s.build() != null && s.build().instanceId() != null);

    delete("early");

    assertThat(onlyBuildInstanceOf("early").state().name()).isEqualTo(InstanceStateName.TERMINATED);
  }

  /** EC2 launches the instance of a persistent Spot request again and again. */
  @Test
  void cancelsSpotRequestBeforeTermination() {
    applyBuild("spot", DONE, "market: Spot");

    awaitReady("spot");
    awaitStatus("spot", s -> s.build().imageId() != null);

    assertThat(
            cloud.inventory().instances().stream()
                .filter(item -> !item.state().equals("terminated"))
                .filter(item -> item.tags().isEmpty()))
        .isEmpty();
    assertThat(calls("CancelSpotInstanceRequests")).hasSize(1);
  }

  @Test
  void launchesOneInstanceDespiteLostResponse() {
    cloud.faults().loseAnswer("RunInstances", 1);
    applyBuild("lost", DONE, "");

    awaitReady("lost");

    assertThat(buildInstancesOf("lost")).hasSize(1);
  }

  @Test
  void terminatesOrphanedBuildInstance() {
    applyBuild("orphaned", "echo waiting\n", "");
    awaitStatus("orphaned", s -> s.build() != null && s.build().instanceId() != null);
    cluster
        .resource("orphaned")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"amioperator.dev/abandon\":\"true\"}}}");
    delete("orphaned");
    assertThat(onlyBuildInstanceOf("orphaned").state().name())
        .isIn(InstanceStateName.PENDING, InstanceStateName.RUNNING);

    cluster.apply(
        "neighbour", "{existing: {imageId: %s}}".formatted(seeds.image(ImageSeed.named("n"))));

    assertTerminated("orphaned");
  }

  @Test
  void refusesDisallowedInstanceProfile() {
    applyBuild("profile", DONE, "instanceProfile: admin");

    AmiImageStatus status = awaitStatus("profile", ImageTestBase::isStalled);

    assertThat(readyCondition(status).message()).contains("instanceProfiles: [\"admin\"]");
    assertThat(buildInstancesOf("profile")).isEmpty();
  }
}
