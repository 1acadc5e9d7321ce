package dev.amioperator.image;

import static dev.amioperator.image.Plans.ADOPTED;
import static dev.amioperator.image.Plans.gone;
import static dev.amioperator.image.Plans.plan;
import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.image;
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

/** Images that others deregistered. */
class AbsentTest {
  private static final RecycleBinState IN_BIN =
      new RecycleBinState.Accessible(
          Presence.of(new RecycleBinEntry("ami-1", "web-42", Optional.empty())), List.of());

  @Test
  void anImageLostFromAnInstanceIsNotMadeAgainUnlessSomebodySaysSo() {
    Plan plan = plan(Cases.knowing(Cases.fromInstance(), "ami-1"), gone());
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.ImageGone);
    assertThat(plan.readyState().message()).contains("amioperator.dev/recreate=ami-1");
  }

  @Test
  void anImageLostFromASnapshotIsMadeAgain() {
    assertThat(plan(Cases.knowing(Cases.fromSnapshot(), "ami-1"), gone()).actions())
        .hasOnlyElementsOfType(ImageCreationAction.RegisterImageFromSnapshot.class)
        .hasSize(1);
  }

  @Test
  void anImageInTheRecycleBinIsRestoredWhateverItWasMadeOf() {
    for (ImageCase desired :
        List.of(
            Cases.fromInstance(),
            Cases.fromSnapshot(),
            Cases.of("{objectStorage: {bucket: images, key: web.bin}}"),
            Cases.of("{instanceStore: {manifest: i/web.manifest.xml, architecture: x86_64}}"))) {
      assertThat(plan(Cases.knowing(desired, "ami-1"), gone(IN_BIN)).actions())
          .containsExactly(new ImageAction.RestoreImageFromRecycleBin("ami-1"));
    }
    assertThat(plan(Cases.knowing(Cases.existing(Management.ADOPT), ADOPTED), gone(IN_BIN)))
        .extracting(plan -> plan.readyState().reason())
        .isEqualTo(Reason.Restoring);
  }

  @Test
  void nothingIsMadeAgainBeforeTheRecycleBinIsKnownToBeEmpty() {
    ImageCase known = Cases.knowing(Cases.fromSnapshot(), "ami-1");
    RecycleBinState missedOnce =
        new RecycleBinState.Accessible(Presence.missed(Optional.empty(), NOW), List.of());
    assertThat(plan(known, gone(missedOnce)).actions()).isEmpty();
    assertThat(plan(known, gone(missedOnce)).readyState())
        .isInstanceOf(ReadyState.Reconciling.class);
  }

  @Test
  void withoutThePermissionToLookItIsMadeAgainAndTheConditionSaysSo() {
    RecycleBinState hidden = new RecycleBinState.Inaccessible("needs ec2:ListImagesInRecycleBin");
    Plan again = plan(Cases.knowing(Cases.fromSnapshot(), "ami-1"), gone(hidden));
    assertThat(again.actions())
        .hasOnlyElementsOfType(ImageCreationAction.RegisterImageFromSnapshot.class);
    assertThat(again.readyState().message()).contains("needs ec2:ListImagesInRecycleBin");

    Plan stalled = plan(Cases.knowing(Cases.fromInstance(), "ami-1"), gone(hidden));
    assertThat(stalled.readyState().reason()).isEqualTo(Reason.ImageGone);
    assertThat(stalled.readyState().message()).contains("needs ec2:ListImagesInRecycleBin");
  }

  @Test
  void anImageWhoseNameSomebodyTookStaysInTheBin() {
    ObservedImage gone = gone(IN_BIN);
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
            gone.recycleBinState());
    Plan plan = plan(Cases.knowing(Cases.fromInstance(), "ami-1"), taken);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.NameTaken);
    assertThat(plan.readyState().message()).contains("ami-1", "ami-7", "Recycle Bin");
  }

  @Test
  void onlyAnImageThatWasThisObjectsIsBroughtBack() {
    assertThat(toRestore(Cases.knowing(Cases.fromInstance(), "ami-1"))).contains("ami-1");
    assertThat(toRestore(Cases.knowing(Cases.existing(Management.ADOPT), ADOPTED)))
        .contains(ADOPTED);

    assertThat(toRestore(Cases.fromInstance())).isEmpty();
    assertThat(toRestore(Cases.announced(Cases.existing(Management.ADOPT)))).isEmpty();
    assertThat(toRestore(Cases.knowing(Cases.existing(null), ADOPTED))).isEmpty();
    assertThat(toRestore(Cases.recreating(Cases.fromInstance(), "ami-1"))).isEmpty();
  }

  private static Optional<String> toRestore(ImageCase image) {
    return image.recorded().imageToRestore(image.desired());
  }
}
