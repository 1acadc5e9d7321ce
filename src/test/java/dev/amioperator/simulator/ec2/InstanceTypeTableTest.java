package dev.amioperator.simulator.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InstanceTypeTableTest {

  /** A misspelt member of the two files would be left out in silence. */
  @Test
  void showsEveryMemberOfTheFiles() {
    Map<String, Map<String, Object>> members = InstanceTypeTable.load();

    assertThat(members).hasSizeBetween(30, 60);
    members.forEach(
        (type, expected) ->
            assertThat(leaves(PojoMaps.toMap(InstanceTypeTable.find(type).orElseThrow())))
                .as(type)
                .containsExactlyInAnyOrderElementsOf(leaves(expected).toList()));
  }

  private static Stream<String> leaves(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .flatMap(entry -> leaves(entry.getValue()).map(leaf -> entry.getKey() + "." + leaf));
      case List<?> list -> list.stream().flatMap(InstanceTypeTableTest::leaves);
      default -> Stream.of(value.toString());
    };
  }
}
