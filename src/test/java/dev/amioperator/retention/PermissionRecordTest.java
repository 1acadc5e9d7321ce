package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.CLUSTER;
import static dev.amioperator.retention.RetentionScenario.ELSEWHERE;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.LaunchPermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is recorded of launch permissions, and when a record counts. */
class PermissionRecordTest {
  private static final LaunchPermissions PERMISSIONS =
      new LaunchPermissions(
          true,
          Set.of("444455556666", "111122223333"),
          Set.of("arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-abcd-abcdefgh"));
  private static final PermissionRecord RECORD = PermissionRecord.of(PLACE, "ami-a", PERMISSIONS);
  private static final PermissionsTag TAG = PermissionsTag.of(RECORD, CLUSTER);

  @Test
  void listsEachPermission() {
    assertThat(RECORD.text())
        .isEqualTo(
            """
            launch permissions of ami-a in eu-west-1 of account 111122223333
            all
            111122223333
            444455556666
            arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-abcd-abcdefgh
            """);
    assertThat(TAG.entries()).isEqualTo(4);
    assertThat(TAG.hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void acceptsOnlyWhatWasRecorded() {
    assertThat(PermissionRecord.parse(RECORD.text(), PLACE, "ami-a", TAG)).contains(RECORD);
    assertThat(parse(RECORD.text().replace("444455556666", "999988887777"), TAG)).isEmpty();
    assertThat(parse(RECORD.text() + "999988887777\n", TAG)).isEmpty();
    assertThat(parse(RECORD.text(), new PermissionsTag(TAG.hash(), 3, CLUSTER))).isEmpty();
    assertThat(PermissionRecord.parse(RECORD.text(), PLACE, "ami-b", TAG)).isEmpty();
    assertThat(PermissionRecord.parse(RECORD.text(), ELSEWHERE, "ami-a", TAG)).isEmpty();
  }

  private static Optional<PermissionRecord> parse(String text, PermissionsTag tag) {
    return PermissionRecord.parse(text, PLACE, "ami-a", tag);
  }
}
