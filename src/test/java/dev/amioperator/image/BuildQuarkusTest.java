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

/** Images that are built, and what becomes of their builders. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class BuildQuarkusTest extends StagedBuilds {
  @Test
  void anImageIsMadeOfABuilderThatShutItselfDownAndTheBuilderGoes() {
    build("golden", DONE, "");

    AmiImageStatus status = ready("golden");

    assertThat(status.snapshots()).isNotEmpty().allMatch(s -> s.origin() == Origin.CREATED);
    until("golden", s -> s.build().imageId() != null);
    Instance builder = onlyBuilderOf("golden");
    assertThat(builder.state().name()).isEqualTo(InstanceStateName.TERMINATED);
    assertThat(builder.metadataOptions().httpTokensAsString()).isEqualTo("required");
    assertThat(builder.publicIpAddress()).isNull();
    delete("golden");
    assertThat(cloud.journal().leftovers()).doesNotContain(status.imageId(), builder.instanceId());
  }

  @Test
  void anObjectThatIsDeletedWhileItBuildsLeavesNoBuilder() {
    build("early", "echo waiting\n", "");
    until("early", s -> s.build() != null && s.build().instanceId() != null);

    delete("early");

    assertThat(onlyBuilderOf("early").state().name()).isEqualTo(InstanceStateName.TERMINATED);
  }

  /** EC2 launches the instance of a persistent Spot request again and again. */
  @Test
  void theRequestOfASpotBuilderIsCancelledBeforeItIsTerminated() {
    build("spot", DONE, "market: Spot");

    ready("spot");
    until("spot", s -> s.build().imageId() != null);

    assertThat(
            cloud.inventory().instances().stream()
                .filter(item -> !item.state().equals("terminated"))
                .filter(item -> item.tags().isEmpty()))
        .isEmpty();
    assertThat(calls("CancelSpotInstanceRequests")).hasSize(1);
  }

  @Test
  void anAnswerThatIsLostAfterTheLaunchLaunchesNoSecondBuilder() {
    cloud.faults().loseAnswer("RunInstances", 1);
    build("lost", DONE, "");

    ready("lost");

    assertThat(buildersOf("lost")).hasSize(1);
  }

  @Test
  void aBuilderWhoseObjectIsGoneIsTerminatedAllTheSame() {
    build("orphaned", "echo waiting\n", "");
    until("orphaned", s -> s.build() != null && s.build().instanceId() != null);
    stage
        .object("orphaned")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"amioperator.dev/abandon\":\"true\"}}}");
    delete("orphaned");
    assertThat(onlyBuilderOf("orphaned").state().name())
        .isIn(InstanceStateName.PENDING, InstanceStateName.RUNNING);

    stage.apply(
        "neighbour", "{existing: {imageId: %s}}".formatted(seeds.image(ImageSeed.named("n"))));

    assertTerminated("orphaned");
  }

  @Test
  void nothingIsLaunchedWithAProfileThatTheAccountDoesNotAllow() {
    build("profile", DONE, "instanceProfile: admin");

    AmiImageStatus status = until("profile", StagedImages::stalled);

    assertThat(readyCondition(status).message()).contains("admin", "allow.instanceProfiles");
    assertThat(buildersOf("profile")).isEmpty();
  }
}
