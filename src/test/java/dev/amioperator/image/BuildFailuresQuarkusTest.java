package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import org.junit.jupiter.api.Test;

/** Builds that come to nothing: the condition says why, and no builder is left. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class BuildFailuresQuarkusTest extends StagedBuilds {
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
    build("mended", "echo waiting\n", "");
    String first =
        until("mended", s -> s.build() != null && s.build().instanceId() != null)
            .build()
            .instanceId();
    ec2.terminateInstances(r -> r.instanceIds(first));
    until("mended", StagedImages::stalled);

    userData("mended", DONE);

    AmiImageStatus status = ready("mended");
    assertThat(status.build().previousInstanceId()).isEqualTo(first);
    assertThat(buildersOf("mended")).hasSize(2);
  }
}
