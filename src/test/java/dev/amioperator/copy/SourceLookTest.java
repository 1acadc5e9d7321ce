package dev.amioperator.copy;

import static dev.amioperator.copy.Samples.GRACE;
import static dev.amioperator.copy.Samples.NOW;
import static dev.amioperator.copy.Samples.SOURCE_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiCopySpec.CopySource;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SourceLookTest {
  private static final CopySource BY_REF = new CopySource("web-42", null, null, null);
  private static final CopySource BY_ID =
      new CopySource(null, "build", SOURCE_ID.region(), SOURCE_ID.imageId());

  private static AmiCopy copy(CopySource source, AmiCopyStatus status) {
    AmiCopy copy = new AmiCopy();
    copy.setSpec(new AmiCopySpec(source, null, null, null, null, null, null, null, null, null));
    copy.setStatus(status);
    return copy;
  }

  private static AmiCopyStatus copied(String imageId, String region, String accountRef) {
    return new AmiCopyStatus(null, accountRef, null, imageId, region, null, null, null, null);
  }

  private static Optional<AmiImage> image(String accountRef, String imageId) {
    AmiImage image =
        Manifests.image(
            "web", "{accountRef: %s, region: %s}".formatted(accountRef, SOURCE_ID.region()));
    image.setStatus(Manifests.read("imageId: " + imageId, AmiImageStatus.class));
    return Optional.of(image);
  }

  private static ReadyState why(ObservedSource source) {
    return switch (source) {
      case ObservedSource.Unavailable(var id, ReadyState why) -> why;
      case ObservedSource.Unknown(ReadyState why) -> why;
      default -> throw new AssertionError("has no obstacle: " + source);
    };
  }

  @Test
  void anIdIsTheSourceByItself() {
    assertThat(SourceResolver.resolve(copy(BY_ID, null), Optional.empty()))
        .isEqualTo(new ObservedSource.Unobserved(SOURCE_ID));
    assertThat(SourceResolver.accountRef(copy(BY_ID, null), Optional.empty())).isEqualTo("build");
  }

  @Test
  void aReferenceIsTheImagesIdAndAccount() {
    assertThat(SourceResolver.resolve(copy(BY_REF, null), image("build", SOURCE_ID.imageId())))
        .isEqualTo(new ObservedSource.Unobserved(SOURCE_ID));
    assertThat(SourceResolver.accountRef(copy(BY_REF, null), image("build", null)))
        .isEqualTo("build");
    assertThat(SourceResolver.accountRef(copy(BY_REF, null), image(null, null)))
        .isEqualTo("default");
  }

  @Test
  void anAmiImageWithoutAnImageIsWaitedFor() {
    ObservedSource source = SourceResolver.resolve(copy(BY_REF, null), image(null, null));

    assertThat(source.id()).isEmpty();
    assertThat(why(source)).isInstanceOf(ReadyState.Reconciling.class);
    assertThat(why(source).reason()).isEqualTo(Reason.SourceNotReady);
  }

  @Test
  void aMissingAmiImageStallsAndNamesItself() {
    ObservedSource source = SourceResolver.resolve(copy(BY_REF, null), Optional.empty());

    assertThat(why(source)).isInstanceOf(ReadyState.Stalled.class);
    assertThat(why(source).reason()).isEqualTo(Reason.SourceNotFound);
    assertThat(why(source).message()).contains("web-42", "source.imageRef");
  }

  @Test
  void aDeletedAmiImageLeavesTheLastSourceAndAccountKnown() {
    AmiCopy copy = copy(BY_REF, copied(SOURCE_ID.imageId(), SOURCE_ID.region(), "build"));

    assertThat(SourceResolver.resolve(copy, Optional.empty()).id()).contains(SOURCE_ID);
    assertThat(SourceResolver.accountRef(copy, Optional.empty())).isEqualTo("build");
  }

  @Test
  void onlyAnAvailableImageCanBeCopied() {
    assertThat(SourceResolver.fromObservation(SOURCE_ID, Samples.there(Samples.SOURCE), NOW, GRACE))
        .isEqualTo(new ObservedSource.Available(SOURCE_ID, Samples.SOURCE));
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"PENDING", "TRANSIENT", "UNKNOWN"})
  void anImageInTheMakingIsWaitedFor(State state) {
    ReadyState why = why(SourceResolver.fromObservation(SOURCE_ID, in(state), NOW, GRACE));

    assertThat(why).isInstanceOf(ReadyState.Reconciling.class);
    assertThat(why.reason()).isEqualTo(Reason.SourceNotReady);
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"DISABLED", "FAILED", "ERROR", "INVALID"})
  void anImageOfNoUseStalls(State state) {
    ReadyState why = why(SourceResolver.fromObservation(SOURCE_ID, in(state), NOW, GRACE));

    assertThat(why).isInstanceOf(ReadyState.Stalled.class);
    assertThat(why.message()).contains(SOURCE_ID.imageId(), state.value());
  }

  @Test
  void anImageIsNotFoundOnlyOnceThatIsCertain() {
    Presence<Image> lately = Samples.missedFor(Duration.ofSeconds(1), 5);

    assertThat(why(SourceResolver.fromObservation(SOURCE_ID, lately, NOW, GRACE)))
        .isInstanceOf(ReadyState.Reconciling.class);
    assertThat(why(SourceResolver.fromObservation(SOURCE_ID, Samples.gone(), NOW, GRACE)).reason())
        .isEqualTo(Reason.SourceNotFound);
    assertThat(
            why(SourceResolver.fromObservation(SOURCE_ID, in(State.DEREGISTERED), NOW, GRACE))
                .reason())
        .isEqualTo(Reason.SourceNotFound);
  }

  private static Presence<Image> in(State state) {
    return Samples.there(Samples.image(SOURCE_ID.imageId(), "web-42", state, Map.of(), "snap-src"));
  }
}
