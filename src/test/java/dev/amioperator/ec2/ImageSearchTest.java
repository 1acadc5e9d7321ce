package dev.amioperator.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageSearchTest {
  @Test
  void parsesItsOwnText() {
    ImageSearch search =
        new ImageSearch(
            List.of("self", "123456789012"),
            Map.of("name", List.of("a&b=c *", "é?"), "tag:.owner", List.of("x", "")));
    assertThat(ImageSearch.fromKey(search.toKey())).isEqualTo(search);
  }

  @Test
  void writesEquivalentSearchesAlike() {
    assertThat(new ImageSearch(List.of("self", "amazon"), names("a", "b")).toKey())
        .isEqualTo(new ImageSearch(List.of("amazon", "self", "self"), names("b", "a")).toKey());
  }

  @Test
  void rejectsSearchWithoutOwnersOrValues() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageSearch(List.of(), names("a")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageSearch(List.of("self"), Map.of("name", List.of())));
  }

  private static Map<String, List<String>> names(String... names) {
    return Map.of("name", List.of(names));
  }
}
