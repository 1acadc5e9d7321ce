package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.attributes.ManagedAttributes;
import dev.amioperator.attributes.RemovedFields;
import dev.amioperator.ec2.LaunchPermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Optional fields of an AmiCopy: which of them set something in EC2. */
class DesiredCopyTest {
  private static final Set<String> BOTH = Set.of("description", "launchPermissions");

  private static DesiredCopy with(String description, LaunchPermissions permissions) {
    return sharing(
        description, new DesiredSharing(Optional.ofNullable(permissions), Optional.empty()));
  }

  private static DesiredCopy sharing(String description, DesiredSharing sharing) {
    return CopyFixtures.with(
        destination ->
            destination.attributes(ManagedAttributes.of(description, null, null)).sharing(sharing));
  }

  @Test
  void recordsFieldsWithValues() {
    LaunchPermissions shared = new LaunchPermissions(false, Set.of("111122223333"), Set.of());

    assertThat(CopyFields.of(with("web", shared)).toRecord(Set.of(), false))
        .containsExactly("description", "launchPermissions");
    assertThat(CopyFields.of(with(null, null)).toRecord(Set.of(), true)).isEmpty();
  }

  @Test
  void saysHowToClearRemovedFields() {
    RemovedFields removed = CopyFields.of(with(null, null));

    assertThat(removed.note(BOTH))
        .contains("description, launchPermissions", "launchPermissions: {}", "description: \"\"");
    assertThat(removed.toRecord(BOTH, true)).containsExactly("description", "launchPermissions");
  }

  @Test
  void forgetsFieldsThatWereCleared() {
    RemovedFields cleared = CopyFields.of(with("", LaunchPermissions.NONE));

    assertThat(cleared.note(BOTH)).isEmpty();
    assertThat(cleared.toRecord(BOTH, false)).containsExactly("description", "launchPermissions");
    assertThat(cleared.toRecord(BOTH, true)).isEmpty();
  }

  @Test
  void saysThatSnapshotsStayShared() {
    Set<String> friend = Set.of("111122223333");
    LaunchPermissions shared = new LaunchPermissions(false, friend, Set.of());
    DesiredCopy open = sharing(null, new DesiredSharing(Optional.of(shared), Optional.of(friend)));
    Set<String> recorded = Set.copyOf(CopyFields.of(open).toRecord(Set.of(), true));
    RemovedFields cleared = CopyFields.of(with(null, LaunchPermissions.NONE));

    assertThat(cleared.note(recorded)).contains("launchPermissions.includeSnapshots: false");
    assertThat(cleared.toRecord(recorded, true))
        .containsExactly("launchPermissions.includeSnapshots");
  }
}
