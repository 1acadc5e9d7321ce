package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.GRACE;
import static dev.amioperator.copy.CopyFixtures.NOW;
import static dev.amioperator.copy.CopyFixtures.SOURCE_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec.CopySource;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SourceResolverTest {
  private static final CopySource BY_REF = new CopySource("web-42", null, null, null);
  private static final CopySource BY_ID =
      new CopySource(null, "build", SOURCE_ID.region(), SOURCE_ID.imageId());

  private static AmiCopy copy(CopySource source, AmiCopyStatus status) {
    AmiCopy copy = new AmiCopy();
    copy.setSpec(AmiCopySpecBuilder.builder().source(source).build());
    copy.setStatus(status);
    return copy;
  }

  private static AmiCopyStatus withRecordedSource(
      String imageId, String region, String accountRef) {
    return AmiCopyStatusBuilder.builder()
        .accountRef(accountRef)
        .sourceImageId(imageId)
        .sourceRegion(region)
        .build();
  }

  private static Optional<AmiImage> image(String accountRef, String imageId) {
    AmiImage image =
        Manifests.image(
            "web", "{accountRef: %s, region: %s}".formatted(accountRef, SOURCE_ID.region()));
    image.setStatus(Manifests.read("imageId: " + imageId, AmiImageStatus.class));
    return Optional.of(image);
  }

  private static ObservedSource observed(Presence<Image> presence, boolean copiedBefore) {
    return SourceResolver.fromObservation(
        SOURCE_ID, presence, NOW, GRACE, "444455556666", copiedBefore, () -> ", or it is hidden");
  }

  private static ReadyState obstacle(ObservedSource source) {
    return switch (source) {
      case ObservedSource.Unavailable(var id, ReadyState why) -> why;
      case ObservedSource.Unknown(ReadyState why) -> why;
      default -> throw new AssertionError("has no obstacle: " + source);
    };
  }

  @Test
  void resolvesImageIdAsIs() {
    assertThat(SourceResolver.resolve(copy(BY_ID, null), Optional.empty()))
        .isEqualTo(new ObservedSource.Unobserved(SOURCE_ID));
    assertThat(SourceResolver.accountRef(copy(BY_ID, null), Optional.empty())).isEqualTo("build");
  }

  @Test
  void resolvesReferenceToImageIdAndAccount() {
    assertThat(SourceResolver.resolve(copy(BY_REF, null), image("build", SOURCE_ID.imageId())))
        .isEqualTo(new ObservedSource.Unobserved(SOURCE_ID));
    assertThat(SourceResolver.accountRef(copy(BY_REF, null), image("build", null)))
        .isEqualTo("build");
    assertThat(SourceResolver.accountRef(copy(BY_REF, null), image(null, null)))
        .isEqualTo("default");
  }

  @Test
  void waitsForAmiImageWithoutImage() {
    ObservedSource source = SourceResolver.resolve(copy(BY_REF, null), image(null, null));

    assertThat(source.id()).isEmpty();
    assertThat(obstacle(source)).isInstanceOf(ReadyState.Reconciling.class);
    assertThat(obstacle(source).reason()).isEqualTo(Reason.SourceNotReady);
  }

  @Test
  void waitsForMissingAmiImage() {
    ObservedSource source = SourceResolver.resolve(copy(BY_REF, null), Optional.empty());

    assertThat(obstacle(source)).isInstanceOf(ReadyState.Blocked.class);
    assertThat(obstacle(source).reason()).isEqualTo(Reason.SourceNotFound);
    assertThat(obstacle(source).message()).contains("web-42", "source.imageRef");
  }

  @Test
  void keepsRecordedSourceAfterAmiImageDeletion() {
    AmiCopy copy =
        copy(BY_REF, withRecordedSource(SOURCE_ID.imageId(), SOURCE_ID.region(), "build"));

    assertThat(SourceResolver.resolve(copy, Optional.empty()).id()).contains(SOURCE_ID);
    assertThat(SourceResolver.accountRef(copy, Optional.empty())).isEqualTo("build");
  }

  @Test
  void requiresAvailableSourceImage() {
    assertThat(observed(CopyFixtures.present(CopyFixtures.SOURCE), false))
        .isEqualTo(new ObservedSource.Available(SOURCE_ID, CopyFixtures.SOURCE));
  }

  @Test
  void copiesDisabledSourceImage() {
    assertThat(observed(in(State.DISABLED), false)).isInstanceOf(ObservedSource.Available.class);
  }

  @Test
  void namesOwnerOfMissingSourceImage() {
    assertThat(obstacle(observed(in(State.DEREGISTERED), false)).message())
        .contains(SOURCE_ID.imageId(), "deregistered by its owner, account 111122223333");
    assertThat(obstacle(observed(CopyFixtures.confirmedGone(), true)).message())
        .contains("its owner deregistered it, or no longer shares it with account 444455556666")
        .contains("Existing copies are kept");
    assertThat(obstacle(observed(CopyFixtures.confirmedGone(), false)).message())
        .contains("does not exist, or its owner does not share it with account 444455556666");
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"PENDING", "TRANSIENT", "UNKNOWN"})
  void waitsForPendingSourceImage(State state) {
    ReadyState why = obstacle(observed(in(state), false));

    assertThat(why).isInstanceOf(ReadyState.Reconciling.class);
    assertThat(why.reason()).isEqualTo(Reason.SourceNotReady);
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"FAILED", "ERROR", "INVALID"})
  void stallsForUnusableSourceImage(State state) {
    ReadyState why = obstacle(observed(in(state), false));

    assertThat(why).isInstanceOf(ReadyState.Stalled.class);
    assertThat(why.message()).contains(SOURCE_ID.imageId(), state.value());
  }

  @Test
  void namesReasonThatEc2ReportsForFailedSource() {
    Image failed =
        new Image(
            SOURCE_ID.imageId(),
            "web-42",
            "111122223333",
            State.FAILED,
            "Client.InternalError",
            Optional.empty(),
            "",
            Map.of(),
            List.of(),
            Image.Settings.DEFAULT,
            "");
    assertThat(obstacle(observed(CopyFixtures.present(failed), false)).message())
        .contains(SOURCE_ID.imageId(), "is failed and cannot be copied: Client.InternalError.");
  }

  @Test
  void confirmsAbsenceOfSourceImage() {
    Presence<Image> lately = CopyFixtures.missed(Duration.ofSeconds(1), 5);

    assertThat(obstacle(observed(lately, false))).isInstanceOf(ReadyState.Reconciling.class);
    assertThat(obstacle(observed(CopyFixtures.confirmedGone(), false)).reason())
        .isEqualTo(Reason.SourceNotFound);
    assertThat(obstacle(observed(in(State.DEREGISTERED), false)).reason())
        .isEqualTo(Reason.SourceNotFound);
  }

  @Test
  void addsNoteToMissingSource() {
    assertThat(obstacle(observed(CopyFixtures.confirmedGone(), false)).message())
        .contains(SOURCE_ID.imageId(), "account 444455556666, or it is hidden.");
  }

  private static Presence<Image> in(State state) {
    return CopyFixtures.present(
        CopyFixtures.image(SOURCE_ID.imageId(), "web-42", state, Map.of(), "snap-src"));
  }
}
