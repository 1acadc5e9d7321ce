package dev.amioperator.lifecycle;

import static dev.amioperator.testing.Examples.OWNER;
import static dev.amioperator.testing.Examples.ours;
import static dev.amioperator.testing.Examples.snapshotOf;
import static dev.amioperator.testing.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.lifecycle.Owner.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttributesTest {
  private static final Map<String, String> OWNERSHIP = OWNER.tags(Role.IMAGE, "src");
  private static final Image IMAGE = ours("ami-1", "src");

  @Test
  void nothingIsDoneWhenAllIsAsItShallBe() {
    assertThat(attributes(OWNERSHIP, Set.of()).converge(IMAGE, List.of(), Optional.empty()))
        .isEmpty();
  }

  @Test
  void aMissingTagIsSetOnTheImageAndOnEachSnapshotThatLacksIt() {
    Attributes wanted = attributes(with(OWNERSHIP, "team", "shop"), Set.of());
    assertThat(wanted.converge(IMAGE, List.of(snapshotOf("ami-1", OWNERSHIP)), Optional.empty()))
        .containsExactly(
            new Action.Tag(List.of("ami-1"), Map.of("team", "shop")),
            new Action.Tag(List.of("snap-1"), Map.of("team", "shop")));
  }

  @Test
  void aKeyThatTheUserDroppedIsRemovedButNeverAKeyThatWeDidNotSet() {
    Image tagged = imageWith(with(with(OWNERSHIP, "dropped", "x"), "somebody-elses", "y"));
    assertThat(
            attributes(OWNERSHIP, Set.of("dropped")).converge(tagged, List.of(), Optional.empty()))
        .containsExactly(new Action.Untag(List.of("ami-1"), Set.of("dropped")));
  }

  @Test
  void aDescriptionThatIsNotManagedIsLeftAlone() {
    assertThat(attributes(OWNERSHIP, Set.of()).converge(IMAGE, List.of(), Optional.empty()))
        .isEmpty();
    Attributes described =
        new Attributes(OWNERSHIP, Set.of(), Optional.of("web tier"), Optional.empty());
    assertThat(described.converge(IMAGE, List.of(), Optional.empty()))
        .containsExactly(new Action.Describe("ami-1", "web tier"));
  }

  @Test
  void permissionsAreReachedByOneAddAndOneRemove() {
    Attributes wanted =
        new Attributes(
            OWNERSHIP,
            Set.of(),
            Optional.empty(),
            Optional.of(new LaunchPermissions(false, Set.of("222222222222"), Set.of())));
    LaunchPermissions now = new LaunchPermissions(true, Set.of("111111111111"), Set.of("arn:o"));
    assertThat(wanted.converge(IMAGE, List.of(), Optional.of(now)))
        .containsExactly(
            new Action.Share(
                "ami-1",
                new LaunchPermissions(false, Set.of("222222222222"), Set.of()),
                new LaunchPermissions(true, Set.of("111111111111"), Set.of("arn:o"))));
  }

  @Test
  void permissionsThatWereNotLookedAtAreNotTouched() {
    Attributes wanted =
        new Attributes(OWNERSHIP, Set.of(), Optional.empty(), Optional.of(LaunchPermissions.NONE));
    assertThat(wanted.converge(IMAGE, List.of(), Optional.empty())).isEmpty();
  }

  private static Attributes attributes(Map<String, String> tags, Set<String> managed) {
    return new Attributes(tags, managed, Optional.empty(), Optional.empty());
  }

  private static Image imageWith(Map<String, String> tags) {
    return dev.amioperator.testing.Examples.image("ami-1", Image.State.AVAILABLE, tags);
  }
}
