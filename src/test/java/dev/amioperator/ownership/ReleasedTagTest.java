package dev.amioperator.ownership;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleasedTagTest {
  private static final ReleasedTag TAG = new ReleasedTag("snap-1", NOW, List.of("ami-7"));

  @Test
  void readsWhatItWrote() {
    assertThat(TAG.value()).isEqualTo("snap-1 2026-06-01T12:00:00Z ami-7");
    assertThat(of(TAG.value())).contains(TAG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snap-2 2026-06-01T12:00:00Z",
        "2026-06-01T12:00:00Z",
        "snap-1",
        "snap-1 yesterday",
        ""
      })
  void ignoresTagOfAnotherSnapshotOrUnreadableTag(String value) {
    assertThat(of(value)).isEmpty();
  }

  @Test
  void keepsLatestImagesWithinEc2sLimit() {
    List<String> many = IntStream.range(0, 12).mapToObj(i -> "ami-%017x".formatted(i)).toList();
    ReleasedTag used =
        new ReleasedTag("snap-0123456789abcdef0", NOW, List.of("ami-7")).usedBy(many);
    assertThat(used.imageIds()).hasSize(9).startsWith(many.getFirst());
    assertThat(used.value()).hasSizeLessThanOrEqualTo(256);
    assertThat(TAG.usedBy(List.of("ami-8", "ami-7")).imageIds()).containsExactly("ami-8", "ami-7");
  }

  private static Optional<ReleasedTag> of(String value) {
    return ReleasedTag.of(snapshotOf("ami-1", Map.of(TagKeys.RELEASED, value)));
  }
}
