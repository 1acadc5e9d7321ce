package dev.amioperator.image;

import static dev.amioperator.image.ImagePlanFixtures.INSTANCE;
import static dev.amioperator.image.ImagePlanFixtures.NOTHING;
import static dev.amioperator.image.ImagePlanFixtures.observedByName;
import static dev.amioperator.image.ImagePlanFixtures.observedOwned;
import static dev.amioperator.image.ImagePlanFixtures.plan;
import static dev.amioperator.testing.Ec2Fixtures.image;
import static dev.amioperator.testing.Ec2Fixtures.inState;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImagePlannerTest {
  private static final AmiImageSpec TAGGED =
      Manifests.read(
          """
          region: eu-west-1
          imageName: web-42
          source: {instance: {instanceId: i-0123456789abcdef0, noReboot: true}}
          tags: {family: web}
          """,
          AmiImageSpec.class);

  @Test
  void recordsNameInStatusBeforeCreation() {
    Plan plan = plan(ImageFixtures.fromInstance(), NOTHING);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Reconciling.class);
  }

  /** Tags travel with a copy, which its creator shares and tags freely. */
  @Test
  void keepsForeignCopySnapshotsUntouched() {
    ImageCase desired = new ImageCase(ImageFixtures.resource(TAGGED, null));
    Image image = ownedImage("ami-1", desired.sourceHash());
    OwnedResources ownedResources =
        new OwnedResources(
            List.of(
                image, Ec2Fixtures.withName(ownedImage("ami-2", desired.sourceHash()), "a-copy")),
            List.of(snapshotOf("ami-1", image.tags()), snapshotOf("ami-2", image.tags())));

    assertThat(plan(desired, ImageFixtures.observed(ownedResources, Optional.empty())).actions())
        .containsExactly(
            new TagAction.CreateTags(List.of("ami-1"), Map.of("family", "web")),
            new TagAction.CreateTags(List.of("snap-1"), Map.of("family", "web")));
    assertThat(ObservedImage.snapshotsOf(image, ownedResources))
        .extracting(Snapshot::id)
        .containsExactly("snap-1");
  }

  @Test
  void createsImageWithCallOfItsSource() {
    assertThat(plan(INSTANCE, NOTHING).actions()).containsExactly(INSTANCE.createAction());
  }

  @Test
  void stallsWhenNameIsTakenAndNamesImage() {
    Plan plan = plan(INSTANCE, observedByName(image("ami-7", Image.State.AVAILABLE, Map.of())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.NameTaken);
    assertThat(plan.readyState().message()).contains("ami-7", "web-42", "source.existing");
  }

  @Test
  void waitsForOwnImageFoundByName() {
    Plan plan = plan(INSTANCE, observedByName(ownedImage("ami-7", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Reconciling.class);
  }

  @Test
  void waitsForPendingImage() {
    Plan plan =
        plan(
            INSTANCE,
            observedOwned(
                inState(ownedImage("ami-1", INSTANCE.sourceHash()), Image.State.PENDING)));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.ImagePending);
  }

  @Test
  void isReadyWithMatchingImage() {
    Plan plan = plan(INSTANCE, observedOwned(ownedImage("ami-1", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Ready.class);
  }

  @Test
  void keepsImageThatOthersDisabled() {
    Plan plan = plan(INSTANCE, observedOwned(disabled(INSTANCE)));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().message())
        .contains("ami-1 was disabled outside the operator", "spec.disabled: false");
  }

  /** The removed field is authoritative no longer: it enables nothing. */
  @Test
  void keepsImageDisabledAfterFieldIsRemoved() {
    ImageCase removed =
        new ImageCase(
            ImageFixtures.resource(
                INSTANCE.resource().getSpec(),
                Manifests.read(
                    """
                    observedGeneration: 1
                    accountId: '123456789012'
                    imageId: ami-1
                    imageName: web-42
                    managedFields: [disabled]
                    """,
                    AmiImageStatus.class)));
    Plan plan = plan(removed, observedOwned(disabled(removed)));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().message())
        .contains("ami-1 was disabled by spec.disabled, which was removed", "disabled: false");
  }

  @Test
  void stallsForImageOfAnotherSource() {
    Plan plan = plan(INSTANCE, observedOwned(ownedImage("ami-1", "hash-of-another-source")));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.SourceMismatch);
    assertThat(plan.readyState().message())
        .contains("ami-1", "another source", "deletionPolicy: Retain");
  }

  private static Image disabled(ImageCase image) {
    return inState(ownedImage("ami-1", image.sourceHash()), Image.State.DISABLED);
  }

  @Test
  void reportsDuplicateImageAndKeepsIt() {
    Plan plan =
        plan(
            INSTANCE,
            observedOwned(
                ownedImage("ami-1", INSTANCE.sourceHash()),
                ownedImage("ami-2", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().message()).contains("ami-2");
  }
}
