package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.DeleteSnapshotResult;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UndeletedSnapshotsTest {
  private static final ReadyState PLANNED =
      new ReadyState.Reconciling(Reason.Deleting, "Deregistering ami-1.", Duration.ofSeconds(5));

  @Test
  void omitsDeletedSnapshots() {
    assertThat(UndeletedSnapshots.readyState(Map.of(), PLANNED)).isEqualTo(PLANNED);
    assertThat(
            UndeletedSnapshots.readyState(Map.of("snap-1", DeleteSnapshotResult.SUCCESS), PLANNED))
        .isEqualTo(PLANNED);
  }

  @ParameterizedTest
  @CsvSource({
    "SKIPPED, InUse, skipped: another image uses it",
    "MISSING_PERMISSIONS, Denied, ec2:DeleteSnapshot",
    "CLIENT_ERROR, Rejected, client-error",
    "INTERNAL_ERROR, Unreachable, internal-error",
    "UNKNOWN, Unreachable, unknown"
  })
  void namesRemainingSnapshotsWithReason(
      DeleteSnapshotResult result, Reason reason, String explanation) {
    ReadyState readyState =
        UndeletedSnapshots.readyState(
            Map.of("snap-1", DeleteSnapshotResult.SUCCESS, "snap-2", result), PLANNED);
    assertThat(readyState).isInstanceOf(ReadyState.Blocked.class);
    assertThat(readyState.reason()).isEqualTo(reason);
    assertThat(readyState.message()).contains("snap-2", explanation).doesNotContain("snap-1");
  }
}
