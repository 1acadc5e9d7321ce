package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AmiImageStatusBuilder;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which changes of an AmiImage's status share a write. */
class ImageStatusRuleTest {
  private static final AmiImageStatus ANNOUNCED =
      status(Reason.Progressing).imageName("images/web").accountId("111122223333").toStatus();
  private static final AmiImageStatus CALLED =
      AmiImageStatusBuilder.builder(ANNOUNCED).imageId("ami-1").toStatus();
  private static final AmiImageStatus PENDING =
      AmiImageStatusBuilder.builder(CALLED)
          .state("pending")
          .managedTagKeys(List.of("family"))
          .conditions(conditions(Reason.ImagePending))
          .toStatus();

  private static AmiImageStatusBuilder status(Reason reason) {
    return AmiImageStatusBuilder.builder().observedGeneration(1L).conditions(conditions(reason));
  }

  private static List<Condition> conditions(Reason reason) {
    return List.of(
        new Condition(
            Condition.Type.READY,
            Condition.Status.FALSE,
            1L,
            "2026-01-01T00:00:00Z",
            reason.name(),
            ""));
  }

  private static boolean mayWait(AmiImageStatus written, AmiImageStatus next) {
    return ImageStatusRule.mayWait(written, next, 1L);
  }

  @Test
  void collectsFirstReads() {
    AmiImageStatus reading = status(Reason.Observing).toStatus();

    assertThat(mayWait(null, reading)).isTrue();
    assertThat(mayWait(AmiImageStatusBuilder.builder().observedGeneration(-1L).toStatus(), reading))
        .isTrue();
    assertThat(mayWait(reading, status(Reason.Observing).state("x").toStatus())).isFalse();
  }

  @Test
  void writesFirstObstacleAtOnce() {
    assertThat(mayWait(null, status(Reason.NotAllowed).toStatus())).isFalse();
  }

  /** After a crash, only the status tells that the image may have been called for. */
  @Test
  void writesAtOnceWhatIsRecordedBeforeCreation() {
    assertThat(mayWait(null, ANNOUNCED)).isFalse();
    assertThat(mayWait(status(Reason.Observing).toStatus(), ANNOUNCED)).isFalse();
  }

  @Test
  void collectsWhatEc2Creates() {
    assertThat(mayWait(ANNOUNCED, CALLED)).isTrue();
    assertThat(mayWait(ANNOUNCED, PENDING)).isTrue();
    assertThat(mayWait(CALLED, PENDING)).isTrue();
  }

  @Test
  void writesEndAtOnce() {
    AmiImageStatus ready =
        AmiImageStatusBuilder.builder(PENDING)
            .state("available")
            .conditions(conditions(Reason.Available))
            .toStatus();
    AmiImageStatus failed =
        AmiImageStatusBuilder.builder(PENDING)
            .conditions(conditions(Reason.ImageFailed))
            .toStatus();

    assertThat(mayWait(ANNOUNCED, ready)).isFalse();
    assertThat(mayWait(ANNOUNCED, failed)).isFalse();
  }

  /** What is to be deleted must never be forgotten. */
  @Test
  void writesReplacedImageAtOnce() {
    AmiImageStatus other = AmiImageStatusBuilder.builder(PENDING).imageId("ami-2").toStatus();
    AmiImageStatus replaced =
        AmiImageStatusBuilder.builder(PENDING).previousImageId("ami-0").toStatus();

    assertThat(mayWait(PENDING, other)).isFalse();
    assertThat(mayWait(ANNOUNCED, replaced)).isFalse();
  }

  @Test
  void writesAtOnceSnapshotsThatGoWithImage() {
    assertThat(mayWait(PENDING, withSnapshot(SnapshotEntry.Origin.CREATED))).isFalse();
    assertThat(mayWait(PENDING, withSnapshot(SnapshotEntry.Origin.FOREIGN))).isTrue();
  }

  private static AmiImageStatus withSnapshot(SnapshotEntry.Origin origin) {
    return AmiImageStatusBuilder.builder(PENDING)
        .snapshots(List.of(new SnapshotEntry("snap-1", origin)))
        .toStatus();
  }

  @Test
  void writesChangedSpecAtOnce() {
    assertThat(ImageStatusRule.mayWait(ANNOUNCED, PENDING, 2L)).isFalse();
  }
}
