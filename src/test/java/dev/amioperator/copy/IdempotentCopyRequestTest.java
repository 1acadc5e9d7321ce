package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.ImageCreationAction.CopyImage;
import dev.amioperator.ec2.SnapshotEncryption;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** EC2 refuses a client token with other parameters, so that each set of them has its own. */
class IdempotentCopyRequestTest {
  @Test
  void dependsOnEncryptionAndDuration() {
    CopyImage plain = copy(Optional.empty(), Optional.empty());
    CopyImage defaultKey = copy(Optional.of(Optional.empty()), Optional.empty());
    CopyImage named = copy(Optional.of(Optional.of("alias/images")), Optional.empty());
    CopyImage timed = copy(Optional.empty(), Optional.of(60));

    assertThat(plain.encryption()).isEmpty();
    assertThat(named.encryption()).contains(new SnapshotEncryption(Optional.of("alias/images")));
    assertThat(timed.completionDurationMinutes()).contains(60);
    assertThat(Stream.of(plain, defaultKey, named, timed).map(CopyImage::clientToken))
        .doesNotHaveDuplicates();
  }

  private static CopyImage copy(
      Optional<Optional<String>> encryption, Optional<Integer> completionDurationMinutes) {
    return IdempotentCopyRequest.of(
        target(null),
        "web-42",
        Optional.empty(),
        encryption.map(SnapshotEncryption::new),
        completionDurationMinutes);
  }
}
