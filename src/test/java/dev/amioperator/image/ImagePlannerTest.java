package dev.amioperator.image;

import static dev.amioperator.image.Plans.INSTANCE;
import static dev.amioperator.image.Plans.NOTHING;
import static dev.amioperator.image.Plans.held;
import static dev.amioperator.image.Plans.named;
import static dev.amioperator.image.Plans.plan;
import static dev.amioperator.testing.Examples.image;
import static dev.amioperator.testing.Examples.in;
import static dev.amioperator.testing.Examples.ours;
import static dev.amioperator.testing.Examples.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Examples;
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
  void nothingIsMadeBeforeTheStatusSaysSo() {
    Plan plan = plan(Cases.fromInstance(), NOTHING);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Reconciling.class);
  }

  /** Tags travel with a copy; whoever made it shares and tags it as they like. */
  @Test
  void theSnapshotsOfACopyThatCarriesTheTagsAreNeitherTaggedNorShared() {
    ImageCase desired = new ImageCase(Cases.resource(TAGGED, null));
    Image image = ours("ami-1", desired.sourceHash());
    OwnedResources ownedResources =
        new OwnedResources(
            List.of(image, Examples.named(ours("ami-2", desired.sourceHash()), "a-copy")),
            List.of(snapshotOf("ami-1", image.tags()), snapshotOf("ami-2", image.tags())));

    assertThat(plan(desired, Cases.observed(ownedResources, Optional.empty())).actions())
        .containsExactly(
            new TagAction.CreateTags(List.of("ami-1"), Map.of("family", "web")),
            new TagAction.CreateTags(List.of("snap-1"), Map.of("family", "web")));
    assertThat(ObservedImage.snapshotsOf(image, ownedResources))
        .extracting(Snapshot::id)
        .containsExactly("snap-1");
  }

  @Test
  void anImageIsMadeByTheOneCallOfItsSource() {
    assertThat(plan(INSTANCE, NOTHING).actions()).containsExactly(INSTANCE.createAction());
  }

  @Test
  void aNameThatSomebodyElsesImageHasStallsAndNamesTheImage() {
    Plan plan = plan(INSTANCE, named(image("ami-7", Image.State.AVAILABLE, Map.of())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.NameTaken);
    assertThat(plan.readyState().message()).contains("ami-7", "web-42", "source.existing");
  }

  @Test
  void anImageOfOursThatOnlyItsNameShowsIsWaitedForAndNotMadeAgain() {
    Plan plan = plan(INSTANCE, named(ours("ami-7", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Reconciling.class);
  }

  @Test
  void aPendingImageIsWaitedFor() {
    Plan plan = plan(INSTANCE, held(in(ours("ami-1", INSTANCE.sourceHash()), Image.State.PENDING)));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.ImagePending);
  }

  @Test
  void anAvailableImageThatIsAsItShallBeIsReady() {
    Plan plan = plan(INSTANCE, held(ours("ami-1", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Ready.class);
  }

  @Test
  void aSecondImageIsReportedAndLeftAlone() {
    Plan plan =
        plan(
            INSTANCE,
            held(ours("ami-1", INSTANCE.sourceHash()), ours("ami-2", INSTANCE.sourceHash())));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().message()).contains("ami-2");
  }
}
