package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.state.Timing;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failed builds: the condition gives the reason, and no build instance remains. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class BuildFailuresQuarkusTest extends BuildTestBase {
  private static final String OTHERS = "666666666666";

  @Test
  void failsBuildWithoutSuccessMarker() {
    applyBuild("mute", "echo no space left on device\npoweroff\n", "");

    AmiImageStatus status = awaitStatus("mute", ImageTestBase::isStalled);

    assertThat(readyCondition(status).reason()).isEqualTo("BuildFailed");
    assertThat(readyCondition(status).message())
        .contains("no space left on device", "amioperator.dev/recreate=");
    assertTerminated("mute");
    assertThat(calls("CreateImage")).noneMatch(call -> isFor(call, "mute"));
  }

  @Test
  void terminatesBuildInstanceAfterTimeout() {
    applyBuild("endless", "echo still at it\n", "");

    AmiImageStatus status = awaitStatus("endless", ImageTestBase::isStalled);

    assertThat(readyCondition(status).message())
        .contains("had not shut down", "10m after its launch", "still at it");
    assertTerminated("endless");
  }

  @Test
  void failsBuildOfTerminatedInstance() {
    applyBuild("shot", "echo AMI-BUILD-SUCCEEDED\n", "");
    awaitStatus("shot", s -> s.build() != null && s.build().instanceId() != null);
    ec2.terminateInstances(r -> r.instanceIds(onlyBuildInstanceOf("shot").instanceId()));

    AmiImageStatus status = awaitStatus("shot", ImageTestBase::isStalled);

    assertThat(readyCondition(status).message()).contains("was terminated before an image");
  }

  @Test
  void repeatsFailedBuildWithNewUserData() {
    applyBuild("fixed", "echo waiting\n", "");
    String first =
        awaitStatus("fixed", s -> s.build() != null && s.build().instanceId() != null)
            .build()
            .instanceId();
    ec2.terminateInstances(r -> r.instanceIds(first));
    awaitStatus("fixed", ImageTestBase::isStalled);

    applyUserData("fixed", DONE);

    AmiImageStatus status = awaitReady("fixed");
    assertThat(status.build().previousInstanceId()).isEqualTo(first);
    assertThat(buildInstancesOf("fixed")).hasSize(2);
  }

  /** Argo CD may apply the ConfigMap after the AmiImage. */
  @Test
  void waitsForMissingUserData() {
    String base = seeds.image(ImageSeed.named("base-of-early"));
    cluster.apply(
        "early",
        """
        {build: {base: {imageId: %s}, instanceType: t3.small, timeout: 10m,
          userData: {configMapKeyRef: {name: early, key: script}}}}\
        """
            .formatted(base));

    awaitStatus(
        "early",
        status ->
            status.conditions() != null
                && readyCondition(status)
                    .message()
                    .contains("source.build.userData: there is no ConfigMap early"));
    assertThat(buildInstancesOf("early")).isEmpty();

    applyUserData("early", DONE);
    awaitReady("early");
  }

  /** The console of a Windows instance never shows the marker, so no instance is launched. */
  @Test
  void refusesWindowsBase() {
    applyUserData("windows", DONE);
    String base = seeds.image(ImageSeed.windows("windows-base"));
    cluster.apply(
        "windows",
        """
        {build: {base: {imageId: %s}, instanceType: t3.small, timeout: 10m,
          userData: {configMapKeyRef: {name: windows, key: script}}}}\
        """
            .formatted(base));

    AmiImageStatus status = awaitStatus("windows", ImageTestBase::isStalled);

    assertThat(readyCondition(status).message()).contains(base + " is a Windows image");
    assertThat(buildInstancesOf("windows")).isEmpty();
  }

  /** EC2 lists an image for a while after its owner deregistered it, which is for good. */
  @Test
  void stallsForDeregisteredBase() {
    cloud.timing(timing -> timing.withLingering(Duration.ofHours(1)));
    applyUserData("former-base", DONE);
    String base = cluster.seeds(OTHERS).image(ImageSeed.named("former-base").madePublic());
    cloud.ec2(Caller.of(OTHERS), "eu-west-1").deregisterImage(r -> r.imageId(base));
    cluster.apply(
        "former-base",
        """
        {build: {base: {imageId: %s}, instanceType: t3.small, timeout: 10m,
          userData: {configMapKeyRef: {name: former-base, key: script}}}}\
        """
            .formatted(base));

    AmiImageStatus status = awaitStatus("former-base", ImageTestBase::isStalled);

    assertThat(readyCondition(status).reason()).isEqualTo("SourceNotFound");
    assertThat(readyCondition(status).message())
        .contains("source.build.base", base + " was deregistered by its owner, account " + OTHERS)
        .contains("Create a new AmiImage with another base, and delete this object");
    assertThat(buildInstancesOf("former-base")).isEmpty();
    delete("former-base");
  }

  /** Outside Nitro the end of the console is shown up to twenty minutes late. */
  @Test
  void waitsForLateConsole() {
    cloud.timing(timing -> timing.withConsole(Duration.ofMinutes(20)));
    applyUserData("late-console", DONE);
    String base = seeds.image(ImageSeed.named("base-of-late-console"));
    cluster.apply(
        "late-console",
        """
        {build: {base: {imageId: %s}, instanceType: t2.micro, timeout: 10m,
          userData: {configMapKeyRef: {name: late-console, key: script}}}}\
        """
            .formatted(base));

    assertThat(awaitReady("late-console").imageId()).startsWith("ami-");
  }

  @AfterEach
  void resetTiming() {
    cloud.timing(timing -> Timing.DEFAULT);
  }
}
