package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.SourceInstance;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceInstanceCheckTest {
  private static final String ID = "i-0123456789abcdef0";
  private static final Duration GRACE = Duration.ofMinutes(2);

  @ParameterizedTest
  @CsvSource({
    "PENDING, Reconciling",
    "RUNNING, none",
    "STOPPING, none",
    "STOPPED, none",
    "SHUTTING_DOWN, Stalled",
    "TERMINATED, Stalled",
    "UNKNOWN, Reconciling"
  })
  void judgesStatesByWhetherTheyCanChange(BuildInstance.State state, String expected) {
    assertThat(
            obstacle("[]", Presence.of(instance(state)))
                .map(readyState -> readyState.getClass().getSimpleName())
                .orElse("none"))
        .isEqualTo(expected);
  }

  @Test
  void confirmsThatInstanceIsMissing() {
    assertThat(obstacle("[]", Presence.missed(Optional.empty(), NOW)))
        .containsInstanceOf(ReadyState.Reconciling.class);
    assertThat(obstacle("[]", new Presence<>(Optional.empty(), Optional.of(NOW.minus(GRACE)), 2)))
        .containsInstanceOf(ReadyState.Stalled.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{deviceName: /dev/xvda, ebs: {volumeSize: 30}}",
        "{deviceName: /dev/xvda, ebs: {volumeType: gp2}}",
        "{deviceName: /dev/xvda, ebs: {volumeType: gp3, iops: 4000}}",
        "{deviceName: /dev/xvda, ebs: {volumeType: gp3, throughput: 500}}",
        "{deviceName: /dev/xvda, ebs: {snapshotId: snap-0123456789abcdef0}}",
        "{deviceName: /dev/xvda, virtualName: ephemeral0}"
      })
  void refusesToChangeVolumeOfInstance(String mapping) {
    assertThat(obstacle("[" + mapping + "]", Presence.of(instance(BuildInstance.State.RUNNING))))
        .containsInstanceOf(ReadyState.Stalled.class)
        .get()
        .extracting(ReadyState::message)
        .asString()
        .contains(ID, "/dev/xvda", "deleteOnTermination");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{deviceName: /dev/xvda, ebs: {deleteOnTermination: false}}",
        "{deviceName: /dev/xvda, noDevice: true}",
        "{deviceName: /dev/sdf, ebs: {volumeSize: 30, volumeType: gp2}}",
        "{deviceName: /dev/sdb, virtualName: ephemeral0}"
      })
  void allowsAddedAndOmittedDevices(String mapping) {
    assertThat(obstacle("[" + mapping + "]", Presence.of(instance(BuildInstance.State.RUNNING))))
        .isEmpty();
  }

  private static SourceInstance instance(BuildInstance.State state) {
    return new SourceInstance(ID, state, Set.of("/dev/xvda"), Map.of());
  }

  private static Optional<ReadyState> obstacle(String mappings, Presence<SourceInstance> presence) {
    ImageSource.Instance source =
        Manifests.read(
            "{instanceId: %s, noReboot: true, blockDeviceMappings: %s}".formatted(ID, mappings),
            ImageSource.Instance.class);
    return SourceInstanceCheck.obstacle(source, presence, NOW, GRACE);
  }
}
