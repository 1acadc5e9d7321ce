package dev.amioperator.attributes;

import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.OWNER;
import static dev.amioperator.testing.Examples.in;
import static dev.amioperator.testing.Examples.ours;
import static dev.amioperator.testing.Examples.snapshotOf;
import static dev.amioperator.testing.Examples.tagged;
import static dev.amioperator.testing.Examples.with;
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

class AttributesTest {
  private static final Map<String, String> OWNERSHIP = OWNER.tags(Role.IMAGE, "src");
  private static final Image IMAGE = ours("ami-1", "src");
  private static final Image DISABLED = in(IMAGE, Image.State.DISABLED);
  private static final DesiredSharing WITH_NOBODY =
      new DesiredSharing(Optional.of(LaunchPermissions.NONE), Optional.empty());
  private static final ObservedSharing A_STRANGER =
      new ObservedSharing(
          Optional.of(new LaunchPermissions(false, Set.of("999999999999"), Set.of())),
          Map.of(),
          false,
          Map.of());

  @Test
  void nothingIsDoneWhenAllIsAsItShallBe() {
    assertThat(converge(attributes(OWNERSHIP), IMAGE)).isEmpty();
  }

  @Test
  void aMissingTagIsSetOnTheImageAndOnEachSnapshotThatLacksIt() {
    Snapshot snapshot = snapshotOf("ami-1", OWNERSHIP);
    assertThat(
            attributes(with(OWNERSHIP, "team", "shop"))
                .converge(IMAGE, List.of(snapshot), ObservedSharing.NOT_OBSERVED, Set.of(), NOW))
        .containsExactly(
            new TagAction.CreateTags(List.of("ami-1"), Map.of("team", "shop")),
            new TagAction.CreateTags(List.of("snap-1"), Map.of("team", "shop")));
  }

  @Test
  void aKeyThatTheUserDroppedIsRemovedButNeverAKeyThatWeDidNotSet() {
    Image image = tagged(IMAGE, with(with(OWNERSHIP, "dropped", "x"), "somebody-elses", "y"));
    DesiredAttributes desiredAttributes =
        new DesiredAttributes(OWNERSHIP, DesiredSharing.UNMANAGED, Optional.empty(), List.of());
    assertThat(converge(desiredAttributes, image, "dropped"))
        .containsExactly(new TagAction.DeleteTags(List.of("ami-1"), Set.of("dropped")));
  }

  /** Forty keys that take the place of forty others do not fit on an image beside them. */
  @Test
  void theKeysThatTheUserDroppedGoBeforeOthersCome() {
    DesiredAttributes desiredAttributes =
        new DesiredAttributes(
            with(OWNERSHIP, "new", "y"), DesiredSharing.UNMANAGED, Optional.empty(), List.of());
    assertThat(
            converge(desiredAttributes, tagged(IMAGE, with(OWNERSHIP, "dropped", "x")), "dropped"))
        .containsExactly(
            new TagAction.DeleteTags(List.of("ami-1"), Set.of("dropped")),
            new TagAction.CreateTags(List.of("ami-1"), Map.of("new", "y")));
  }

  @Test
  void anAttributeThatTheSpecNamesIsPutRightAndEveryOtherLeftAlone() {
    assertThat(converge(attributes(OWNERSHIP, new ManagedAttribute.Description("web tier")), IMAGE))
        .containsExactly(new ImageAction.SetDescription("ami-1", "web tier"));
  }

  @Test
  void anImageThatSomebodyDisabledIsEnabledBeforeAnythingElse() {
    DesiredAttributes enabled = attributes(Optional.of(false), new ManagedAttribute.ImdsV2());
    assertThat(enabled.converge(DISABLED, List.of(), A_STRANGER, Set.of(), NOW))
        .containsExactly(new ImageAction.EnableImage("ami-1"));
  }

  @Test
  void anImageIsDisabledAfterAllElseAndNotSharedForThatMoment() {
    DesiredAttributes disabled = attributes(Optional.of(true), new ManagedAttribute.ImdsV2());
    assertThat(disabled.converge(IMAGE, List.of(), A_STRANGER, Set.of(), NOW))
        .containsExactly(
            new ImageAction.RequireImdsV2("ami-1"), new ImageAction.DisableImage("ami-1"));
    assertThat(disabled.managesSharing(Image.State.AVAILABLE)).isFalse();
  }

  @Test
  void aDisabledImageThatShallBeDisabledStaysAsItIs() {
    assertThat(converge(attributes(Optional.of(true)), DISABLED)).isEmpty();
  }

  @Test
  void whetherAnImageIsDisabledIsLeftAloneWhenTheSpecDoesNotSay() {
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
