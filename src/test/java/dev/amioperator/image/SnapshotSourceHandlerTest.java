package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.ReadyState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots of {@code source.snapshot}, by their state. */
class SnapshotSourceHandlerTest {
  private static final String ROOT = "snap-0123456789abcdef0";
  private static final String DATA = "snap-0123456789abcdef1";

  private static final SourceHandler SOURCE =
      ImageFixtures.withSource(
              """
              {snapshot: {snapshotId: %s, architecture: x86_64,
                blockDeviceMappings: [{deviceName: /dev/sdf, ebs: {snapshotId: %s}}]}}\
              """
                  .formatted(ROOT, DATA))
          .desired()
          .source();

  /** Snapshots of a device count like the root volume's. UNKNOWN is left to RegisterImage. */
  @ParameterizedTest
  @CsvSource({
    "PENDING, Reconciling, is registered once it is completed",
    "COMPLETED, none, ''",
    "ERROR, Stalled, Create a new AmiImage of another snapshot",
    "RECOVERABLE, Blocked, Restore it",
    "RECOVERING, Reconciling, is registered once it is completed",
    "UNKNOWN, none, ''"
  })
  void judgesStatesByWhetherTheyCanChange(Snapshot.State state, String expected, String remedy) {
    for (String id : List.of(ROOT, DATA)) {
      Optional<ReadyState> obstacle = obstacle(Map.of(id, Presence.of(snapshot(id, state))));

      assertThat(obstacle.map(found -> found.getClass().getSimpleName()).orElse("none"))
          .isEqualTo(expected);
      obstacle.ifPresent(found -> assertThat(found.message()).contains(id, remedy));
    }
  }

  /** It may belong to another account that shares it. */
  @Test
  void leavesSnapshotThatIsNotShownToEc2() {
    assertThat(obstacle(Map.of(ROOT, Presence.missed(Optional.empty(), NOW)))).isEmpty();
  }

  private static Optional<ReadyState> obstacle(Map<String, Presence<Snapshot>> snapshots) {
    return SOURCE.creationObstacle(ObservedImageSource.of(snapshots), NOW, Duration.ofMinutes(2));
  }

  private static Snapshot snapshot(String id, Snapshot.State state) {
    return new Snapshot(id, ACCOUNT, state, 100, 8, "", Map.of(), Optional.empty());
  }
}
