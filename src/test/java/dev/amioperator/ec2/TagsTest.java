package dev.amioperator.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TagsTest {
  @Property(tries = 200)
  void equalsMapOfSameTags(
      @ForAll @Size(max = 50) Map<String, String> tags, @ForAll String otherKey) {
    Map<String, String> copy = Tags.copyOf(tags);

    assertThat(copy).isEqualTo(tags).hasSameHashCodeAs(tags);
    assertThat(tags).isEqualTo(copy);
    assertThat(copy.get(otherKey)).isEqualTo(tags.get(otherKey));
    assertThat(copy.containsKey(otherKey)).isEqualTo(tags.containsKey(otherKey));
    assertThat(Tags.copyOf(copy)).isSameAs(copy);
  }

  @Test
  void isUnmodifiableCopy() {
    Map<String, String> tags = new HashMap<>(Map.of("family", "web"));
    Map<String, String> copy = Tags.copyOf(tags);
    tags.put("family", "db");

    assertThat(copy).isEqualTo(Map.of("family", "web"));
    assertThatThrownBy(() -> copy.put("team", "shop"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> copy.entrySet().iterator().next().setValue("db"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(copy::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void refusesNullAsMapsOfTheJdkDo() {
    Map<String, String> tags = new HashMap<>();
    tags.put("family", null);
    assertThatThrownBy(() -> Tags.copyOf(tags)).isInstanceOf(NullPointerException.class);
  }
}
