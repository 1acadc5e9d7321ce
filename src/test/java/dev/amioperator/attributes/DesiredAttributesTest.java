package dev.amioperator.attributes;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.inState;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static dev.amioperator.testing.Ec2Fixtures.withTag;
import static dev.amioperator.testing.Ec2Fixtures.withTags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.Owner.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DesiredAttributesTest {
  private static final Map<String, String> OWNERSHIP = OWNER.tags(Role.IMAGE, "src");
  private static final Image IMAGE = ownedImage("ami-1", "src");
  private static final Image DISABLED = inState(IMAGE, Image.State.DISABLED);
  private static final DesiredSharing WITH_NOBODY =
      new DesiredSharing(Optional.of(LaunchPermissions.NONE), Optional.empty());
  private static final ObservedSharing A_STRANGER =
      new ObservedSharing(
          Optional.of(new LaunchPermissions(false, Set.of("999999999999"), Set.of())),
          Map.of(),
          false,
          false,
          Map.of());

  @Test
  void plansNothingWhenAttributesMatch() {
    assertThat(converge(attributes(OWNERSHIP), IMAGE)).isEmpty();
  }

  @Test
  void setsMissingTagOnImageAndSnapshots() {
    Snapshot snapshot = snapshotOf("ami-1", OWNERSHIP);
    assertThat(
            attributes(withTag(OWNERSHIP, "team", "shop"))
                .converge(IMAGE, List.of(snapshot), ObservedSharing.NOT_OBSERVED, Set.of(), NOW))
        .containsExactly(
            new TagAction.CreateTags(List.of("ami-1"), Map.of("team", "shop")),
            new TagAction.CreateTags(List.of("snap-1"), Map.of("team", "shop")));
  }

  @Test
  void setsSharedTagsOnImageOnly() {
    Map<String, String> shared = withTag(OWNERSHIP, "ec2:SharedTag/status", "approved");
    Snapshot snapshot = snapshotOf("ami-1", OWNERSHIP);

    assertThat(
            attributes(shared)
                .converge(IMAGE, List.of(snapshot), ObservedSharing.NOT_OBSERVED, Set.of(), NOW))
        .containsExactly(
            new TagAction.CreateTags(List.of("ami-1"), Map.of("ec2:SharedTag/status", "approved")));
  }

  @Test
  void removesDroppedTagKeysOnlyIfManaged() {
    Image image = withTags(IMAGE, withTag(withTag(OWNERSHIP, "dropped", "x"), "foreign", "y"));
    DesiredAttributes desiredAttributes =
        new DesiredAttributes(OWNERSHIP, DesiredSharing.UNMANAGED, Optional.empty(), List.of());
    assertThat(converge(desiredAttributes, image, "dropped"))
        .containsExactly(new TagAction.DeleteTags(List.of("ami-1"), Set.of("dropped")));
  }

  /** Forty new tag keys exceed the limit of an image unless forty old keys are removed first. */
  @Test
  void removesDroppedTagsBeforeAddingOthers() {
    DesiredAttributes desiredAttributes =
        new DesiredAttributes(
            withTag(OWNERSHIP, "new", "y"), DesiredSharing.UNMANAGED, Optional.empty(), List.of());
    assertThat(
            converge(
                desiredAttributes, withTags(IMAGE, withTag(OWNERSHIP, "dropped", "x")), "dropped"))
        .containsExactly(
            new TagAction.DeleteTags(List.of("ami-1"), Set.of("dropped")),
            new TagAction.CreateTags(List.of("ami-1"), Map.of("new", "y")));
  }

  @Test
  void correctsOnlyAttributesNamedInSpec() {
    assertThat(converge(attributes(OWNERSHIP, new ManagedAttribute.Description("web tier")), IMAGE))
        .containsExactly(new ImageAction.SetDescription("ami-1", "web tier"));
  }

  @Test
  void enablesDisabledImageFirst() {
    DesiredAttributes enabled = attributes(Optional.of(false), new ManagedAttribute.ImdsV2());
    assertThat(enabled.converge(DISABLED, List.of(), A_STRANGER, Set.of(), NOW))
        .containsExactly(new ImageAction.EnableImage("ami-1"));
  }

  @Test
  void disablesImageLastWithoutSharingIt() {
    DesiredAttributes disabled = attributes(Optional.of(true), new ManagedAttribute.ImdsV2());
    assertThat(disabled.converge(IMAGE, List.of(), A_STRANGER, Set.of(), NOW))
        .containsExactly(
            new ImageAction.RequireImdsV2("ami-1"), new ImageAction.DisableImage("ami-1"));
    assertThat(disabled.managesSharing(Image.State.AVAILABLE)).isFalse();
  }

  @Test
  void leavesDisabledImageDisabled() {
    assertThat(converge(attributes(Optional.of(true)), DISABLED)).isEmpty();
  }

  @Test
  void leavesImageStateUnmanagedWithoutSpec() {
    assertThat(converge(attributes(Optional.empty()), DISABLED)).isEmpty();
  }

  private static List<AwsAction> converge(
      DesiredAttributes desiredAttributes, Image image, String... recordedTagKeys) {
    return desiredAttributes.converge(
        image, List.of(), ObservedSharing.NOT_OBSERVED, Set.of(recordedTagKeys), NOW);
  }

  private static DesiredAttributes attributes(
      Map<String, String> tags, ManagedAttribute... others) {
    return new DesiredAttributes(tags, DesiredSharing.UNMANAGED, Optional.empty(), List.of(others));
  }

  private static DesiredAttributes attributes(
      Optional<Boolean> disabled, ManagedAttribute... others) {
    return new DesiredAttributes(OWNERSHIP, WITH_NOBODY, disabled, List.of(others));
  }
}
