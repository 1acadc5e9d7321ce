package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusRegionStatusBuilder;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CopyReadinessTest {
  private static final String TAKEN =
      "ami-9 already has the name \"web-42\". Create a new AmiCopy with another imageName.";
  private static final String DOWN =
      "DescribeImages in sa-east-1: time-out (NoAnswer). It is retried until EC2 accepts it.";

  private static final RegionResult READY =
      region("eu-west-1", "available", null, new ReadyState.Ready(Reason.Available, ""));
  private static final RegionResult READY_TOO =
      region("eu-west-2", "available", null, new ReadyState.Ready(Reason.Available, ""));
  private static final RegionResult COPYING =
      region("us-east-1", "pending", 41, waiting(Reason.Copying, "EC2 is copying.", 5));
  private static final RegionResult QUEUED =
      region("us-west-2", "Queued", null, waiting(Reason.Copying, "Copying ami-1.", 1));

  private static ReadyState waiting(Reason reason, String message, int seconds) {
    return new ReadyState.Reconciling(reason, message, Duration.ofSeconds(seconds));
  }

  private static RegionResult region(
      String name, String state, Integer progress, ReadyState readyState) {
    return region(name, true, state, progress, readyState);
  }

  private static RegionResult region(
      String name, boolean wanted, String state, Integer progress, ReadyState readyState) {
    RegionStatus entry =
        AmiCopyStatusRegionStatusBuilder.builder()
            .accountId("111122223333")
            .region(name)
            .state(state)
            .progress(progress)
            .build();
    return new RegionResult(
        new DestinationKey("default", name), wanted, true, Optional.of(entry), readyState, false);
  }

  private static ReadyState merged(List<RegionResult> regions) {
    return CopyReadiness.of(regions, Optional.empty());
  }

  @Test
  void showsObstacleOnceAllCopiesAreReady() {
    ReadyState stalled =
        new ReadyState.Stalled(Reason.Denied, "Allow account 123456789012 kms:RevokeGrant.");

    assertThat(CopyReadiness.of(List.of(READY), Optional.of(stalled)))
        .isEqualTo(
            new ReadyState.Stalled(
                Reason.Denied,
                "1 of 1 copies available; Allow account 123456789012 kms:RevokeGrant."));
    assertThat(CopyReadiness.of(List.of(READY, COPYING), Optional.of(stalled)).reason())
        .isEqualTo(Reason.Copying);
  }

  @Test
  void isReadyWhenAllRegionsAreAvailable() {
    assertThat(merged(List.of(READY, READY_TOO)))
        .isEqualTo(new ReadyState.Ready(Reason.Available, "2 of 2 copies available"));
    assertThat(CopyReadiness.availableCount(List.of(READY, READY_TOO))).isEqualTo("2/2");
  }

  @Test
  void reportsProgressAndEarliestRequeue() {
    assertThat(merged(List.of(READY, READY_TOO, COPYING, QUEUED)))
        .isEqualTo(
            waiting(Reason.Copying, "2 of 4 copies available; us-east-1 41%; us-west-2 queued", 1));
  }

  @Test
  void stallsWithStalledRegion() {
    ReadyState taken = new ReadyState.Stalled(Reason.NameTaken, TAKEN);

    assertThat(merged(List.of(READY, COPYING, region("sa-east-1", "Queued", null, taken))))
        .isEqualTo(
            new ReadyState.Stalled(
                Reason.NameTaken, "1 of 3 copies available; sa-east-1: " + TAKEN));
  }

  @Test
  void namesUnreachableRegionAndCountsOthers() {
    ReadyState down = new ReadyState.Blocked(Reason.Unreachable, DOWN, Duration.ofSeconds(10));

    assertThat(merged(List.of(READY, COPYING, region("sa-east-1", "available", null, down))))
        .isEqualTo(
            new ReadyState.Blocked(
                Reason.Unreachable,
                "2 of 3 copies available; sa-east-1: " + DOWN,
                Duration.ofSeconds(10)));
  }

  @Test
  void mergesEqualMessagesOfRegions() {
    ReadyState pending = waiting(Reason.SourceNotReady, "ami-1 in eu-west-1 is pending.", 5);

    assertThat(
            merged(
                List.of(
                    region("eu-west-2", "Queued", null, pending),
                    region("us-east-1", "Queued", null, pending))))
        .isEqualTo(
            waiting(
                Reason.SourceNotReady,
                "0 of 2 copies available; eu-west-2, us-east-1: ami-1 in eu-west-1 is pending.",
                5));
  }

  @Test
  void joinsDifferentMessagesOfRegions() {
    ReadyState pending = waiting(Reason.SourceNotReady, "ami-1 in eu-west-1 is pending.", 5);
    ReadyState asking = waiting(Reason.Observing, "EC2 is being asked.", 5);

    assertThat(
            merged(
                    List.of(
                        region("eu-west-2", "Queued", null, pending),
                        region("us-east-1", "Queued", null, asking)))
                .message())
        .isEqualTo(
            "0 of 2 copies available; eu-west-2: ami-1 in eu-west-1 is pending; us-east-1: EC2 is"
                + " being asked.");
  }

  @Test
  void excludesRegionsBeingDeleted() {
    RegionResult going =
        region("sa-east-1", false, "available", null, waiting(Reason.Deleting, "Deleting.", 5));

    assertThat(CopyReadiness.availableCount(List.of(READY, going))).isEqualTo("1/1");
    assertThat(merged(List.of(READY, going)))
        .isEqualTo(waiting(Reason.Deleting, "1 of 1 copies available; sa-east-1: Deleting.", 5));
    assertThat(merged(List.of(going)))
        .isEqualTo(waiting(Reason.Deleting, "sa-east-1: Deleting.", 5));
  }
}
