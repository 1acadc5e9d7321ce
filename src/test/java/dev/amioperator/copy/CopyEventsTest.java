package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatusRegionStatusBuilder;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CopyEventsTest {
  private static final RegionStatus PENDING = entry("ami-1", "pending", null);
  private static final RegionStatus AVAILABLE = entry("ami-1", "available", null);
  private static final RegionStatus QUEUED_AGAIN = entry(null, "Queued", "ami-1");

  private static RegionStatus entry(String imageId, String state, String previous) {
    return entry(imageId, state, previous, null);
  }

  private static RegionStatus entry(
      String imageId, String state, String previous, List<SupersededCopy> superseded) {
    return AmiCopyStatusRegionStatusBuilder.builder()
        .accountId("111122223333")
        .region("us-east-1")
        .imageId(imageId)
        .imageName("web-42")
        .state(state)
        .superseded(superseded)
        .previousImageId(previous)
        .message("why")
        .build();
  }

  private static AmiCopyStatus status(RegionStatus... regions) {
    return AmiCopyStatusBuilder.builder().regions(List.of(regions)).build();
  }

  private static List<String> events(AmiCopyStatus former, AmiCopyStatus next) {
    return CopyEvents.of(former, next).stream().map(ObjectEvent::message).toList();
  }

  @Test
  void emitsNothingWithoutChange() {
    assertThat(CopyEvents.of(status(AVAILABLE), status(AVAILABLE))).isEmpty();
    assertThat(CopyEvents.of(status(PENDING), status(PENDING))).isEmpty();
  }

  @Test
  void emitsEventForAvailableCopy() {
    assertThat(events(status(PENDING), status(AVAILABLE)))
        .containsExactly("us-east-1: ami-1 is available.");
    assertThat(events(null, status(AVAILABLE))).hasSize(1);
  }

  @Test
  void namesReleasedCopies() {
    assertThat(released(DeletionPolicy.RELEASE, status(AVAILABLE)))
        .hasValueSatisfying(
            event -> {
              assertThat(event.reason()).isEqualTo(Reason.Released);
              assertThat(event.message())
                  .startsWith("Left in EC2 with their tags: ami-1 in us-east-1. ");
            });
    assertThat(released(DeletionPolicy.RELEASE, status(QUEUED_AGAIN))).isEmpty();
    assertThat(released(DeletionPolicy.RELEASE, null)).isEmpty();
    assertThat(released(DeletionPolicy.RETAIN, status(AVAILABLE))).isEmpty();
  }

  /** An event has room for a few. */
  @Test
  void namesSomeOfManyReleasedCopies() {
    RegionStatus[] many =
        IntStream.range(0, 400)
            .mapToObj(i -> entry("ami-0123456789abcde%02x".formatted(i), "available", null))
            .toArray(RegionStatus[]::new);

    assertThat(released(DeletionPolicy.RELEASE, status(many)))
        .hasValueSatisfying(
            event -> assertThat(event.message()).contains(" and 390 more. ").hasSizeLessThan(1024));
  }

  private static Optional<ObjectEvent> released(DeletionPolicy policy, AmiCopyStatus status) {
    AmiCopy copy = Manifests.copyOf("web", "ami-0123456789abcdef0", "us-east-1");
    copy.setSpec(AmiCopySpecBuilder.builder(copy.getSpec()).deletionPolicy(policy).build());
    copy.setStatus(status);
    return CopyEvents.released(copy);
  }

  @Test
  void warnsOnceOfCopyLaterThanDemanded() {
    RegionStatus late = RegionStatusFactory.withLate(PENDING, true);

    assertThat(events(status(PENDING), status(late)))
        .singleElement(as(STRING))
        .contains("us-east-1", "ami-1", "completeWithin");
    assertThat(events(status(late), status(late))).isEmpty();
    assertThat(events(status(late), status(RegionStatusFactory.withLate(AVAILABLE, true))))
        .containsExactly("us-east-1: ami-1 is available.");
  }

  @Test
  void namesSupersededCopyInEvent() {
    RegionStatus next =
        entry("ami-2", "available", null, List.of(new SupersededCopy("ami-1", null)));

    assertThat(events(status(AVAILABLE), status(next)))
        .containsExactly("us-east-1: ami-2 is available and supersedes ami-1.");
  }

  @Test
  void warnsOfMissingCopy() {
    assertThat(CopyEvents.of(status(AVAILABLE), status(QUEUED_AGAIN)))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(ObjectEvent.Type.WARNING);
              assertThat(event.message()).contains("ami-1");
            });
  }

  @Test
  void warnsOnceOfRestoredCopy() {
    RegionStatus gone = entry("ami-1", "Gone", null);
    assertThat(CopyEvents.of(status(AVAILABLE), status(gone)))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(ObjectEvent.Type.WARNING);
              assertThat(event.message()).contains("ami-1", "outside the operator");
            });
    assertThat(CopyEvents.of(status(gone), status(gone))).isEmpty();
    assertThat(events(status(gone), status(AVAILABLE)))
        .containsExactly("us-east-1: ami-1 is available.");
  }

  @Test
  void doesNotWarnOfDeletedCopies() {
    assertThat(CopyEvents.of(status(entry("ami-1", "failed", null)), status(QUEUED_AGAIN)))
        .isEmpty();
    assertThat(CopyEvents.of(status(entry("ami-1", "Deleting", null)), status(QUEUED_AGAIN)))
        .isEmpty();
  }

  @Test
  void emitsEventForFailedCopy() {
    assertThat(CopyEvents.of(status(PENDING), status(entry("ami-1", "failed", null))))
        .singleElement()
        .extracting(ObjectEvent::type)
        .isEqualTo(ObjectEvent.Type.WARNING);
  }

  @Test
  void emitsEventForDeletedRegion() {
    assertThat(events(status(entry("ami-1", "Deleting", null)), status()))
        .containsExactly("us-east-1: no managed copy remains.");
  }
}
