package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.FORMER_ID;
import static dev.amioperator.copy.CopyFixtures.GRACE;
import static dev.amioperator.copy.CopyFixtures.SOURCE_ID;
import static dev.amioperator.copy.CopyFixtures.copy;
import static dev.amioperator.copy.CopyFixtures.entryOf;
import static dev.amioperator.copy.CopyFixtures.queuedEntry;
import static dev.amioperator.copy.CopyFixtures.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the source of an AmiCopy has to be read from EC2. */
class RecordedCopyTest {
  @Test
  void copiesThatExistOrArePendingNeedNoSource() {
    assertThat(hasCopy(SOURCE_ID, entryOf(copy("ami-1", State.AVAILABLE)))).isTrue();
    assertThat(hasCopy(SOURCE_ID, entryOf(copy("ami-1", State.PENDING)))).isTrue();
  }

  @Test
  void missingAndFailedCopiesNeedTheSource() {
    assertThat(hasCopy(SOURCE_ID, null)).isFalse();
    assertThat(hasCopy(SOURCE_ID, queuedEntry("web-42", null))).isFalse();
    assertThat(hasCopy(SOURCE_ID, entryOf(copy("ami-1", State.FAILED)))).isFalse();
    assertThat(hasCopy(FORMER_ID, entryOf(copy("ami-1", State.AVAILABLE)))).isFalse();
  }

  @Test
  void readsNoSourceThatIsNotAvailableToRead() {
    ObservedSource unavailable =
        new ObservedSource.Unavailable(
            SOURCE_ID, new ReadyState.Stalled(Reason.SourceNotFound, "gone"));
    SourceObserver observer =
        new SourceObserver(
            unavailable,
            id -> {
              throw new AssertionError("asked for " + id);
            },
            GRACE,
            id -> false);
    assertThat(observer.observe()).isEqualTo(unavailable);
    assertThat(observer.known()).isEqualTo(unavailable);
  }

  private static boolean hasCopy(SourceId recordedSource, RegionStatus entry) {
    return recorded(recordedSource, entry).hasCopy(Optional.ofNullable(entry), SOURCE_ID);
  }
}
