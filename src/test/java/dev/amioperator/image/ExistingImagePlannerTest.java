package dev.amioperator.image;

import static dev.amioperator.image.ImagePlanFixtures.ADOPTED;
import static dev.amioperator.image.ImagePlanFixtures.GRACE;
import static dev.amioperator.image.ImagePlanFixtures.REFUSING;
import static dev.amioperator.image.ImagePlanFixtures.observedById;
import static dev.amioperator.image.ImagePlanFixtures.observedOwned;
import static dev.amioperator.image.ImagePlanFixtures.plan;
import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.foreignSnapshot;
import static dev.amioperator.testing.Ec2Fixtures.image;
import static dev.amioperator.testing.Ec2Fixtures.inState;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.snapshotIdOf;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
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
import dev.amioperator.usage.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans for existing images without the object's ownership tags. */
class ExistingImagePlannerTest {
  @Test
  void keepsObservedImageWithOwnTags() {
    ImageCase observing =
        ImageFixtures.withRecordedName(ImageFixtures.existing(Management.OBSERVE));
    Image tagged = inState(ownedImage(ADOPTED, observing.sourceHash()), Image.State.AVAILABLE);
    ObservedImage seen =
        ImageFixtures.observed(
            new OwnedResources(List.of(tagged), List.of()),
            Optional.of(new Presence<>(Optional.of(tagged), Optional.empty(), 0)));
    assertThat(CurrentImage.of(observing.desired(), observing.recorded(), seen, GRACE))
        .isEqualTo(new CurrentImage.Untagged(tagged));
    assertThat(plan(observing, seen).readyState().message()).contains("only observed");
  }

  @ParameterizedTest
  @EnumSource(Image.State.class)
  void writesNothingToObservedImage(Image.State state) {
    ImageCase desired = ImageFixtures.withRecordedName(ImageFixtures.existing(null));
    assertThat(plan(desired, observedById(image("ami-1", state, Map.of()))).actions()).isEmpty();
  }

  @Test
  void stallsForUnknownImageImmediately() {
    Plan plan =
        plan(
            ImageFixtures.existing(null),
            ImageFixtures.observed(
                OwnedResources.NONE,
                Optional.of(new Presence<>(Optional.empty(), Optional.of(NOW), 1))));
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.SourceNotFound);
  }

  @Test
  void restoresLostOwnershipTags() {
    ImageCase known = ImageFixtures.withRecordedImage(ImageFixtures.fromInstance(), "ami-1");
    assertThat(plan(known, observedById(image("ami-1", Image.State.AVAILABLE, Map.of()))).actions())
        .containsExactly(new TagAction.CreateTags(List.of("ami-1"), ownership(known)));
  }

  /** A status can name any image: after an edit, or from a backup of another cluster. */
  @Test
  void tagsNoImageOfAnotherName() {
    ImageCase known = ImageFixtures.withRecordedImage(ImageFixtures.fromInstance(), "ami-1");
    Image untagged = image("ami-1", Image.State.AVAILABLE, Map.of());
    Image foreign =
        new Image(
            untagged.id(),
            "payroll",
            untagged.ownerId(),
            untagged.state(),
            untagged.stateMessage(),
            untagged.created(),
            untagged.description(),
            untagged.tags(),
            untagged.blockDevices(),
            untagged.settings(),
            "");

    Plan plan = plan(known, observedById(foreign));

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.NotOwned);
    assertThat(plan.readyState().message())
        .contains("status.imageId is ami-1", known.desired().imageName())
        .doesNotContain("payroll");
  }

  @Test
  void tagsNoImageOfNameThatIsNotAllowed() {
    ImageCase known = ImageFixtures.withRecordedImage(ImageFixtures.fromInstance(), "ami-1");
    ObservedImage untagged = observedById(image("ami-1", Image.State.AVAILABLE, Map.of()));

    Plan plan =
        plan(known, untagged, ImagePlanFixtures.currentImage(known, untagged), NOW, REFUSING);

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().message()).contains("imageNames");
  }

  @Test
  void refusesImageOfAnotherObject() {
    Owner other = new Owner(new ClusterId("c2"), "AmiImage/shop/web");
    Image theirs = image("ami-1", Image.State.AVAILABLE, other.tags(Role.IMAGE, "x"));
    for (ImageCase desired :
        List.of(
            ImageFixtures.withRecordedImage(ImageFixtures.fromInstance(), "ami-1"),
            ImageFixtures.withRecordedImage(ImageFixtures.existing(Management.ADOPT), "ami-1"))) {
      Plan plan = plan(desired, observedById(theirs));
      assertThat(plan.actions()).isEmpty();
      assertThat(plan.readyState().reason()).isEqualTo(Reason.NotOwned);
      assertThat(plan.readyState().message())
          .contains("ami-1 belongs to an object of the cluster", "management: Observe")
          .doesNotContain("shop/web");
    }
  }

  /** Only its owner can tag an image and manage its permissions. */
  @Test
  void refusesToAdoptImageOfAnotherAccount() {
    Image shared =
        new Image(
            ADOPTED,
            "web-42",
            "999988887777",
            Image.State.AVAILABLE,
            "",
            Optional.empty(),
            "",
            Map.of(),
            List.of(),
            Image.Settings.DEFAULT,
            "");
    ImageCase desired = ImageFixtures.withRecordedName(ImageFixtures.existing(Management.ADOPT));

    Plan plan = plan(desired, observedById(shared));

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.NotOwned);
    assertThat(plan.readyState().message())
        .contains(ADOPTED + " belongs to account 999988887777", "management: Observe");
  }

  @Test
  void keepsFailedAdoptedImageUntagged() {
    ImageCase desired = ImageFixtures.withRecordedName(ImageFixtures.existing(Management.ADOPT));
    Map<String, String> tags = ownership(desired);

    for (ObservedImage seen :
        List.of(
            observedById(image(ADOPTED, Image.State.FAILED, Map.of())),
            observedOwned(image(ADOPTED, Image.State.FAILED, tags)))) {
      assertThat(plan(desired, seen).actions()).isEmpty();
      assertThat(plan(desired, seen).readyState().reason()).isEqualTo(Reason.ImageFailed);
    }
  }

  @Test
  void waitsForTaggedImageInListing() {
    ImageCase desired = ImageFixtures.withRecordedName(ImageFixtures.existing(Management.ADOPT));
    Map<String, String> tags = ownership(desired);
    Plan plan = plan(desired, observedById(image(ADOPTED, Image.State.AVAILABLE, tags)));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Reconciling.class);
  }

  @Test
  void restoresOneLostOwnershipTag() {
    ImageCase desired = ImageFixtures.withRecordedImage(ImageFixtures.fromInstance(), "ami-1");
    Map<String, String> tags = ownership(desired);
    for (String lost : List.of(TagKeys.CLUSTER, TagKeys.RESOURCE)) {
      Map<String, String> left = new HashMap<>(tags);
      left.remove(lost);
      assertThat(plan(desired, observedById(image("ami-1", Image.State.AVAILABLE, left))).actions())
          .containsExactly(new TagAction.CreateTags(List.of("ami-1"), tags));
    }
  }

  @Test
  void refusesPartlyOwnedImage() {
    ImageCase desired = ImageFixtures.withRecordedName(ImageFixtures.existing(Management.ADOPT));
    for (Map<String, String> half :
        List.of(
            Map.of(TagKeys.CLUSTER, "c2"), Map.of(TagKeys.RESOURCE, desired.owner().resource()))) {
      Plan plan = plan(desired, observedById(image(ADOPTED, Image.State.AVAILABLE, half)));
      assertThat(plan.actions()).isEmpty();
      assertThat(plan.readyState().reason()).isEqualTo(Reason.NotOwned);
    }
  }

  @Test
  void tagsAdoptedImageThenItsSnapshots() {
    ImageCase desired = ImageFixtures.withRecordedName(ImageFixtures.existing(Management.ADOPT));
    Map<String, String> tags = ownership(desired);
    assertThat(
            plan(desired, observedById(image(ADOPTED, Image.State.AVAILABLE, Map.of()))).actions())
        .containsExactly(new TagAction.CreateTags(List.of(ADOPTED), tags));

    ObservedImage tagged =
        new ObservedImage(
            new OwnedResources(List.of(image(ADOPTED, Image.State.AVAILABLE, tags)), List.of()),
            Optional.empty(),
            Optional.empty(),
            Map.of(
                snapshotIdOf(ADOPTED),
                snapshotOf(ADOPTED, Map.of()),
                "snap-9",
                foreignSnapshot("snap-9")),
            ObservedSharing.NOT_OBSERVED,
            FastLaunch.OFF,
            NOW,
            Optional.empty(),
            Optional.empty(),
            ObservedImageSource.NOT_OBSERVED,
            new RecycleBinState.NotObserved(),
            new Usage.Pending());
    assertThat(plan(desired, tagged).actions())
        .containsExactly(new TagAction.CreateTags(List.of(snapshotIdOf(ADOPTED)), tags));
  }

  private static Map<String, String> ownership(ImageCase desired) {
    Map<String, String> tags =
        new HashMap<>(desired.owner().tags(Role.IMAGE, desired.sourceHash()));
    tags.put(TagKeys.MADE_AS, ACCOUNT + "/eu-west-1/web-42");
    return tags;
  }
}
