package dev.amioperator.ownership;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.testing.Ec2Fixtures;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MadeAsTagTest {
  private static final String OWN = ACCOUNT + "/eu-west-1/web-42";

  @Test
  void matchesImageThatWasMadeAsItSays() {
    assertThat(MadeAsTag.contradictedBy(image(OWN), "eu-west-1")).isFalse();
    assertThat(MadeAsTag.contradictedBy(snapshot(OWN), "eu-west-1")).isFalse();
    assertThat(OWNER.owns(image(OWN))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ACCOUNT + "/eu-west-1/other",
        ACCOUNT + "/us-east-1/web-42",
        "444455556666/eu-west-1/web-42",
        "eu-west-1/web-42",
        "web-42",
        ""
      })
  void exposesImageWithTagsOfAnother(String value) {
    assertThat(MadeAsTag.contradictedBy(image(value), "eu-west-1")).isTrue();
  }

  @Test
  void exposesSnapshotOfOtherAccountOrRegion() {
    assertThat(MadeAsTag.contradictedBy(snapshot(OWN), "us-east-1")).isTrue();
    assertThat(MadeAsTag.contradictedBy(snapshot("444455556666/eu-west-1/web-42"), "eu-west-1"))
        .isTrue();
  }

  @Test
  void keepsSlashesInName() {
    MadeAsTag tag = new MadeAsTag(ACCOUNT, "eu-west-1", "images/web/42");
    Map<String, String> tags = tag.addedTo(Map.of());
    assertThat(tags).containsEntry(TagKeys.MADE_AS, ACCOUNT + "/eu-west-1/images/web/42");
    Snapshot snapshot = snapshotOf("ami-1", tags);
    assertThat(MadeAsTag.contradictedBy(snapshot, "eu-west-1")).isFalse();
  }

  private static Image image(String madeAs) {
    return Ec2Fixtures.image("ami-1", Image.State.AVAILABLE, tags(madeAs));
  }

  private static Snapshot snapshot(String madeAs) {
    return snapshotOf("ami-1", tags(madeAs));
  }

  private static Map<String, String> tags(String madeAs) {
    return Ec2Fixtures.withTag(OWNER.tags(Role.IMAGE, "src"), TagKeys.MADE_AS, madeAs);
  }
}
