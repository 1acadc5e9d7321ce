package dev.amioperator.image;

import static dev.amioperator.image.Plans.ADOPTED;
import static dev.amioperator.image.Plans.GRACE;
import static dev.amioperator.image.Plans.found;
import static dev.amioperator.image.Plans.held;
import static dev.amioperator.image.Plans.plan;
import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.image;
import static dev.amioperator.testing.Examples.in;
import static dev.amioperator.testing.Examples.ours;
import static dev.amioperator.testing.Examples.snapshotIdOf;
import static dev.amioperator.testing.Examples.snapshotOf;
import static dev.amioperator.testing.Examples.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.recyclebin.RecycleBinState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images that do not carry the object's tags. */
class ExistingTest {
  @Test
  void anImageThatIsOnlyObservedIsNotTouchedThoughItCarriesTheObjectsTags() {
    ImageCase observing = Cases.announced(Cases.existing(Management.OBSERVE));
    Image tagged = in(ours(ADOPTED, observing.sourceHash()), Image.State.AVAILABLE);
    ObservedImage seen =
        Cases.observed(
            new OwnedResources(List.of(tagged), List.of()),
            Optional.of(new Presence<>(Optional.of(tagged), Optional.empty(), 0)));
    assertThat(CurrentImage.of(observing.desired(), observing.recorded(), seen, GRACE))
        .isEqualTo(new CurrentImage.Untagged(tagged));
    assertThat(plan(observing, seen).readyState().message()).contains("only observed");
  }

  @ParameterizedTest
  @EnumSource(Image.State.class)
  void anObservedImageIsNeverWrittenTo(Image.State state) {
    ImageCase desired = Cases.announced(Cases.existing(null));
    assertThat(plan(desired, found(image("ami-1", state, Map.of()))).actions()).isEmpty();
  }

  @Test
  void anUnknownExistingImageStallsAtTheFirstLook() {
    Plan plan =
        plan(
            Cases.existing(null),
            Cases.observed(
                OwnedResources.NONE,
                Optional.of(new Presence<>(Optional.empty(), Optional.of(NOW), 1))));
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.SourceNotFound);
  }

  @Test
  void anImageThatLostItsTagsGetsThemBack() {
    ImageCase known = Cases.knowing(Cases.fromInstance(), "ami-1");
    assertThat(plan(known, found(image("ami-1", Image.State.AVAILABLE, Map.of()))).actions())
        .containsExactly(new TagAction.CreateTags(List.of("ami-1"), ownership(known)));
  }

  @Test
  void anImageThatBelongsToAnotherObjectIsNeverTaken() {
    Owner other = new Owner(new ClusterId("c2"), "AmiImage/shop/web");
    Image theirs = image("ami-1", Image.State.AVAILABLE, other.tags(Role.IMAGE, "x"));
    for (ImageCase desired :
        List.of(
            Cases.knowing(Cases.fromInstance(), "ami-1"),
            Cases.knowing(Cases.existing(Management.ADOPT), "ami-1"))) {
      Plan plan = plan(desired, found(theirs));
      assertThat(plan.actions()).isEmpty();
      assertThat(plan.readyState().reason()).isEqualTo(Reason.NotOwned);
      assertThat(plan.readyState().message()).contains("AmiImage/shop/web", "c2");
    }
  }

  @Test
  void anAdoptedImageThatIsBrokenIsNeitherTaggedNorClearedAway() {
    ImageCase desired = Cases.announced(Cases.existing(Management.ADOPT));
    Map<String, String> tags = ownership(desired);

    for (ObservedImage seen :
        List.of(
            found(image(ADOPTED, Image.State.FAILED, Map.of())),
            held(image(ADOPTED, Image.State.FAILED, tags)))) {
      assertThat(plan(desired, seen).actions()).isEmpty();
      assertThat(plan(desired, seen).readyState().reason()).isEqualTo(Reason.ImageFailed);
    }
  }

  @Test
  void anImageThatEc2DoesNotListByItsTagsYetIsWaitedForAndNotCalledSomebodyElses() {
    ImageCase desired = Cases.announced(Cases.existing(Management.ADOPT));
    Map<String, String> tags = ownership(desired);
    Plan plan = plan(desired, found(image(ADOPTED, Image.State.AVAILABLE, tags)));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Reconciling.class);
  }

  @Test
  void anImageThatLostOneOfItsTwoTagsGetsItBack() {
    ImageCase desired = Cases.knowing(Cases.fromInstance(), "ami-1");
    Map<String, String> tags = ownership(desired);
    for (String lost : List.of(TagKeys.CLUSTER, TagKeys.RESOURCE)) {
      Map<String, String> left = new HashMap<>(tags);
      left.remove(lost);
      assertThat(plan(desired, found(image("ami-1", Image.State.AVAILABLE, left))).actions())
          .containsExactly(new TagAction.CreateTags(List.of("ami-1"), tags));
    }
  }

  @Test
  void anImageWithHalfOfAnOwnersTagsIsNotAdopted() {
    ImageCase desired = Cases.announced(Cases.existing(Management.ADOPT));
    for (Map<String, String> half :
        List.of(
            Map.of(TagKeys.CLUSTER, "c2"), Map.of(TagKeys.RESOURCE, desired.owner().resource()))) {
      Plan plan = plan(desired, found(image(ADOPTED, Image.State.AVAILABLE, half)));
      assertThat(plan.actions()).isEmpty();
      assertThat(plan.readyState().reason()).isEqualTo(Reason.NotOwned);
    }
  }

  @Test
  void adoptionTagsTheImageAndLaterTheSnapshotsThatEc2MadeForIt() {
    ImageCase desired = Cases.announced(Cases.existing(Management.ADOPT));
    Map<String, String> tags = ownership(desired);
    assertThat(plan(desired, found(image(ADOPTED, Image.State.AVAILABLE, Map.of()))).actions())
        .containsExactly(new TagAction.CreateTags(List.of(ADOPTED), tags));

    ObservedImage tagged =
        new ObservedImage(
            new OwnedResources(List.of(image(ADOPTED, Image.State.AVAILABLE, tags)), List.of()),
            Optional.empty(),
            Optional.empty(),
            Map.of(
                snapshotIdOf(ADOPTED), snapshotOf(ADOPTED, Map.of()), "snap-9", stranger("snap-9")),
            ObservedSharing.NOT_OBSERVED,
            FastLaunch.OFF,
            NOW,
            Optional.empty(),
            Optional.empty(),
            new RecycleBinState.NotObserved());
    assertThat(plan(desired, tagged).actions())
        .containsExactly(new TagAction.CreateTags(List.of(snapshotIdOf(ADOPTED)), tags));
  }

  private static Map<String, String> ownership(ImageCase desired) {
    Map<String, String> tags =
        new HashMap<>(desired.owner().tags(Role.IMAGE, desired.sourceHash()));
    tags.put(TagKeys.MADE_AS, "eu-west-1/web-42");
    return tags;
  }
}
