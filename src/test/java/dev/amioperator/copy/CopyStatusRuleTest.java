package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.NOW;
import static dev.amioperator.copy.CopyFixtures.copy;
import static dev.amioperator.copy.CopyFixtures.entryOf;
import static dev.amioperator.copy.CopyFixtures.queuedEntry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.reconcile.StatusWrites;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which changes of an AmiCopy's status share a write. */
class CopyStatusRuleTest {
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private final StatusWrites<AmiCopySpec, AmiCopyStatus, AmiCopy> writes =
      new StatusWrites<>(PAUSE, AmiCopy::new, CopyStatusRule::mayWait);
  private final AmiCopy resource = new AmiCopy();

  CopyStatusRuleTest() {
    resource.setMetadata(
        new ObjectMetaBuilder().withName("web").withUid("uid-1").withGeneration(1L).build());
  }

  private static AmiCopyStatus status(RegionStatus... entries) {
    return AmiCopyStatusBuilder.builder()
        .observedGeneration(1L)
        .conditions(List.of())
        .regions(List.of(entries))
        .build();
  }

  private static RegionStatus pending(String imageId) {
    return entryOf(copy(imageId, State.PENDING));
  }

  private static RegionStatus available(String imageId) {
    return entryOf(copy(imageId, State.AVAILABLE));
  }

  /** Writes the status if it is due, as the reconciler does. */
  private Optional<Duration> report(AmiCopyStatus status, Instant now) {
    Optional<Duration> delay = writes.delay(resource, status, now);
    if (delay.isEmpty()) {
      resource.setStatus(status);
    }
    return delay;
  }

  @Test
  void collectsChangesOfSeveralRegions() {
    report(status(queuedEntry("web-42", null)), NOW);
    Instant later = NOW.plusSeconds(100);

    assertThat(report(status(pending("ami-1")), later)).contains(PAUSE);
    assertThat(report(status(available("ami-1")), later.plusSeconds(5)))
        .contains(PAUSE.minusSeconds(5));
    assertThat(writes.latest(resource).getStatus()).isEqualTo(status(available("ami-1")));
    assertThat(report(status(available("ami-1")), later.plus(PAUSE))).isEmpty();
    assertThat(resource.getStatus()).isEqualTo(status(available("ami-1")));
  }

  /** CopyImage follows: after a crash, only the status tells that it may have been called. */
  @Test
  void writesAtOnceWhatIsRecordedBeforeCopyImage() {
    report(status(queuedEntry(null, null)), NOW);

    assertThat(report(status(queuedEntry("web-42", null)), NOW.plusSeconds(1))).isEmpty();
  }

  @Test
  void writesFailedCopyAtOnce() {
    report(status(pending("ami-1")), NOW);

    RegionStatus failed = entryOf(copy("ami-1", State.FAILED));
    assertThat(report(status(failed), NOW.plusSeconds(1))).isEmpty();
  }

  @Test
  void collectsAgainAfterEachWrite() {
    report(status(queuedEntry("web-42", null)), NOW);
    report(status(pending("ami-1")), NOW.plusSeconds(20));
    report(status(pending("ami-1")), NOW.plusSeconds(20).plus(PAUSE));

    assertThat(report(status(available("ami-1")), NOW.plusSeconds(90))).contains(PAUSE);
  }

  /**
   * What was found before an edit is as good as written: it is not found again in every respect.
   */
  @Test
  void continuesFromUnwrittenStatusAfterEdit() {
    report(status(queuedEntry("web-42", null)), NOW);
    report(status(pending("ami-1")), NOW.plusSeconds(20));
    resource.getMetadata().setGeneration(2L);

    assertThat(writes.latest(resource).getStatus()).isEqualTo(status(pending("ami-1")));
    assertThat(report(status(pending("ami-1")), NOW.plusSeconds(21))).isEmpty();
  }

  /** An edit at the same moment refuses the write, which says nothing about EC2. */
  @Test
  void continuesFromStatusWhoseWriteFailed() {
    report(status(queuedEntry("web-42", null)), NOW);
    AmiCopyStatus failed = status(entryOf(copy("ami-1", State.FAILED)));

    assertThat(writes.delay(resource, failed, NOW.plusSeconds(20))).isEmpty();
    assertThat(writes.latest(resource).getStatus()).isEqualTo(failed);
    assertThat(writes.delay(resource, failed, NOW.plusSeconds(21))).isEmpty();
  }

  /** A status that another client wrote meanwhile counts, not what is kept in memory. */
  @Test
  void forgetsUnwrittenStatusIfWrittenOneChanged() {
    report(status(queuedEntry("web-42", null)), NOW);
    report(status(pending("ami-1")), NOW.plusSeconds(20));
    AmiCopyStatus other = status(pending("ami-2"));
    resource.setStatus(other);

    assertThat(writes.latest(resource).getStatus()).isEqualTo(other);
  }
}
