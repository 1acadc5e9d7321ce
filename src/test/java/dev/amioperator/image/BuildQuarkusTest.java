package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Images that are built: what becomes of the builder, however it goes. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class BuildQuarkusTest extends StagedImages {
  private static final String DONE = "echo AMI-BUILD-SUCCEEDED\nshutdown -h now\n";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

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
    assertThat(cloud.journal().left()).doesNotContain(status.imageId(), builder.instanceId());
  }

  @Test
  void aBuilderThatDoesNotSayThatItSucceededIsNotImagedAndItsConsoleIsShown() {
    build("mute", "echo no space left on device\npoweroff\n", "");

    AmiImageStatus status = until("mute", StagedImages::stalled);

    assertThat(readyCondition(status).reason()).isEqualTo("BuildFailed");
    assertThat(readyCondition(status).message())
        .contains("no space left on device", "amioperator.dev/recreate=");
    assertTerminated("mute");
    assertThat(calls("CreateImage")).noneMatch(call -> named(call, "mute"));
  }

  @Test
  void aBuilderThatRunsTooLongIsTerminated() {
    build("endless", "echo still at it\n", "");

    AmiImageStatus status = until("endless", StagedImages::stalled);

    assertThat(readyCondition(status).message())
        .contains("had not shut down", "10m after its launch", "still at it");
    assertTerminated("endless");
  }

  @Test
  void aBuilderThatSomebodyTerminatesIsAFailure() {
    build("shot", "echo AMI-BUILD-SUCCEEDED\n", "");
    until("shot", s -> s.build() != null && s.build().instanceId() != null);
    ec2.terminateInstances(r -> r.instanceIds(onlyBuilderOf("shot").instanceId()));

    AmiImageStatus status = until("shot", StagedImages::stalled);

    assertThat(readyCondition(status).message()).contains("was terminated before an image");
  }

  @Test
  void otherUserDataStartsAFailedBuildOnceMore() {
    build("mended", "poweroff\n", "");
    String first = until("mended", StagedImages::stalled).build().instanceId();

    userData("mended", DONE);

    AmiImageStatus status = ready("mended");
    assertThat(status.build().previousInstanceId()).isEqualTo(first);
    assertThat(buildersOf("mended")).hasSize(2);
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
  void nothingIsLaunchedWithAProfileThatTheAccountDoesNotAllow() {
    build("profile", DONE, "instanceProfile: admin");

    AmiImageStatus status = until("profile", StagedImages::stalled);

    assertThat(readyCondition(status).message()).contains("admin", "allow.instanceProfiles");
    assertThat(buildersOf("profile")).isEmpty();
  }

  private void build(String name, String script, String more) {
    userData(name, script);
    String base =
        seeds.image(
            ImageSeed.named("base-of-" + name)
                .withVolumes(VolumeSeed.of("/dev/xvda", 8), VolumeSeed.of("/dev/sdf", 4)));
    stage.apply(
        name,
        """
        {build: {base: {imageId: %s}, instanceType: t3.small, timeout: 10m,
          userData: {configMapKeyRef: {name: %s, key: script}}%s}}\
        """
            .formatted(base, name, more.isEmpty() ? "" : ", " + more));
  }

  private void userData(String name, String script) {
    kubernetes
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .addToData("script", script)
                .build())
        .createOr(existing -> existing.update());
  }

  private Instance onlyBuilderOf(String name) {
    List<Instance> builders = buildersOf(name);
    assertThat(builders).hasSize(1);
    return builders.getFirst();
  }

  private List<Instance> buildersOf(String name) {
    return ec2
        .describeInstances(
            r ->
                r.filters(
                    f ->
                        f.name("tag:amioperator.dev/resource")
                            .values("AmiImage/" + NAMESPACE + "/" + name)))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  private void assertTerminated(String name) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(onlyBuilderOf(name).state().name())
                    .isEqualTo(InstanceStateName.TERMINATED));
  }

  private List<Journal.Entry> calls(String action) {
    return cloud.journal().entries().stream().filter(call -> call.action().equals(action)).toList();
  }

  private static boolean named(Journal.Entry call, String name) {
    return call.toString().contains(NAMESPACE + "/" + name);
  }
}
