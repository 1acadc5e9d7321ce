package dev.amioperator.image;

import static dev.amioperator.image.ImagePlanFixtures.ADOPTED;
import static dev.amioperator.image.ImagePlanFixtures.observedGone;
import static dev.amioperator.image.ImagePlanFixtures.plan;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.recyclebin.RecycleBinState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plans for images deregistered outside the operator. */
class MissingImagePlannerTest {
  private static final RecycleBinState IN_BIN =
      new RecycleBinState.Accessible(
          Presence.of(new RecycleBinEntry("ami-1", "web-42", Optional.empty())), List.of());

  @Test
  void recreatesInstanceImageOnlyOnRequest() {
    Plan plan =
        plan(
            ImageFixtures.withRecordedImage(ImageFixtures.fromInstance(), "ami-1"), observedGone());
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.ImageGone);
    assertThat(plan.readyState().message()).contains("amioperator.dev/recreate=ami-1");
  }

  @Test
  void recreatesSnapshotImage() {
    assertThat(
            plan(
                    ImageFixtures.withRecordedImage(ImageFixtures.fromSnapshot(), "ami-1"),
                    observedGone())
                .actions())
        .hasOnlyElementsOfType(ImageCreationAction.RegisterImageFromSnapshot.class)
        .hasSize(1);
  }

  @Test
  void restoresImageOfAnySourceFromRecycleBin() {
    for (ImageCase desired :
        List.of(
            ImageFixtures.fromInstance(),
            ImageFixtures.fromSnapshot(),
            ImageFixtures.withSource("{objectStorage: {bucket: images, key: web.bin}}"),
            ImageFixtures.withSource(
                "{instanceStore: {manifest: i/web.manifest.xml, architecture: x86_64}}"))) {
      assertThat(
              plan(ImageFixtures.withRecordedImage(desired, "ami-1"), observedGone(IN_BIN))
                  .actions())
          .containsExactly(new ImageAction.RestoreImageFromRecycleBin("ami-1"));
    }
    assertThat(
            plan(
                ImageFixtures.withRecordedImage(ImageFixtures.existing(Management.ADOPT), ADOPTED),
                observedGone(IN_BIN)))
        .extracting(plan -> plan.readyState().reason())
        .isEqualTo(Reason.Restoring);
  }

  @Test
  void checksRecycleBinBeforeRecreating() {
    ImageCase known = ImageFixtures.withRecordedImage(ImageFixtures.fromSnapshot(), "ami-1");
    RecycleBinState missedOnce =
        new RecycleBinState.Accessible(Presence.missed(Optional.empty(), NOW), List.of());
    assertThat(plan(known, observedGone(missedOnce)).actions()).isEmpty();
    assertThat(plan(known, observedGone(missedOnce)).readyState())
        .isInstanceOf(ReadyState.Reconciling.class);
  }

  @Test
  void recreatesImageWithoutRecycleBinPermission() {
    RecycleBinState hidden = new RecycleBinState.Inaccessible("needs ec2:ListImagesInRecycleBin");
    Plan again =
        plan(
            ImageFixtures.withRecordedImage(ImageFixtures.fromSnapshot(), "ami-1"),
            observedGone(hidden));
    assertThat(again.actions())
        .hasOnlyElementsOfType(ImageCreationAction.RegisterImageFromSnapshot.class);
    assertThat(again.readyState().message()).contains("needs ec2:ListImagesInRecycleBin");

    Plan stalled =
        plan(
            ImageFixtures.withRecordedImage(ImageFixtures.fromInstance(), "ami-1"),
            observedGone(hidden));
    assertThat(stalled.readyState().reason()).isEqualTo(Reason.ImageGone);
    assertThat(stalled.readyState().message()).contains("needs ec2:ListImagesInRecycleBin");
  }

  @Test
  void leavesImageInRecycleBinWhenNameIsTaken() {
    ObservedImage gone = observedGone(IN_BIN);
    ObservedImage taken =
        new ObservedImage(
            gone.ownedResources(),
            gone.byId(),
            Optional.of(Presence.of(image("ami-7", Image.State.AVAILABLE, Map.of()))),
            gone.untaggedSnapshots(),
            gone.observedSharing(),
            gone.fastLaunch(),
            gone.observedAt(),
            gone.resolvedImage(),
            gone.build(),
            gone.source(),
            gone.recycleBinState(),
            gone.failedImageUsage());
    Plan plan = plan(ImageFixtures.withRecordedImage(ImageFixtures.fromInstance(), "ami-1"), taken);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.NameTaken);
    assertThat(plan.readyState().message()).contains("ami-1", "ami-7", "Recycle Bin");
  }

  @Test
  void restoresOnlyImageOfObject() {
    assertThat(toRestore(ImageFixtures.withRecordedImage(ImageFixtures.fromInstance(), "ami-1")))
        .contains("ami-1");
    assertThat(
            toRestore(
                ImageFixtures.withRecordedImage(ImageFixtures.existing(Management.ADOPT), ADOPTED)))
        .contains(ADOPTED);

    assertThat(toRestore(ImageFixtures.fromInstance())).isEmpty();
    assertThat(toRestore(ImageFixtures.withRecordedName(ImageFixtures.existing(Management.ADOPT))))
        .isEmpty();
    assertThat(toRestore(ImageFixtures.withRecordedImage(ImageFixtures.existing(null), ADOPTED)))
        .isEmpty();
    assertThat(
            toRestore(ImageFixtures.withRecreateAnnotation(ImageFixtures.fromInstance(), "ami-1")))
        .isEmpty();
  }

  private static Optional<String> toRestore(ImageCase image) {
    return image.recorded().imageToRestore(image.desired());
  }
}
