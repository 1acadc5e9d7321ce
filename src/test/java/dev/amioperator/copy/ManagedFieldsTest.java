package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.ec2.LaunchPermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fields that a spec named once and omits now. */
class ManagedFieldsTest {
  private static final Set<String> BOTH = Set.of("description", "launchPermissions");

  private static DesiredCopy with(String description, LaunchPermissions permissions) {
    return sharing(
        description, new DesiredSharing(Optional.ofNullable(permissions), Optional.empty()));
  }

  private static DesiredCopy sharing(String description, DesiredSharing sharing) {
    DesiredCopy d = CopyFixtures.desired();
    return new DesiredCopy(
        d.owner(),
        d.uid(),
        d.imageName(),
        Optional.ofNullable(description),
        d.copySourceTags(),
        d.tags(),
        sharing,
        d.regions(),
        d.deletionPolicy(),
        d.deletionGuard());
  }

  @Test
  void recordsFieldsWithValues() {
    LaunchPermissions shared = new LaunchPermissions(false, Set.of("111122223333"), Set.of());

    assertThat(new ManagedFields(Set.of(), with("web", shared)).toRecord(false))
        .containsExactly("description", "launchPermissions");
    assertThat(new ManagedFields(Set.of(), with(null, null)).toRecord(true)).isEmpty();
  }

  @Test
  void saysHowToClearFieldsThatLeftSpec() {
    ManagedFields left = new ManagedFields(BOTH, with(null, null));

    assertThat(left.note())
        .contains("description, launchPermissions", "launchPermissions: {}", "description: \"\"");
    assertThat(left.toRecord(true)).containsExactly("description", "launchPermissions");
  }

  @Test
  void forgetsFieldsThatWereCleared() {
    ManagedFields cleared = new ManagedFields(BOTH, with("", LaunchPermissions.NONE));

    assertThat(cleared.note()).isEmpty();
    assertThat(cleared.toRecord(false)).containsExactly("description", "launchPermissions");
    assertThat(cleared.toRecord(true)).isEmpty();
  }

  @Test
  void saysThatSnapshotsStayShared() {
    Set<String> friend = Set.of("111122223333");
    LaunchPermissions shared = new LaunchPermissions(false, friend, Set.of());
    DesiredCopy open = sharing(null, new DesiredSharing(Optional.of(shared), Optional.of(friend)));
    Set<String> recorded = Set.copyOf(new ManagedFields(Set.of(), open).toRecord(true));
    ManagedFields cleared = new ManagedFields(recorded, with(null, LaunchPermissions.NONE));

    assertThat(cleared.note()).contains("launchPermissions.includeSnapshots: false");
    assertThat(cleared.toRecord(true)).containsExactly("launchPermissions.includeSnapshots");
  }
}
