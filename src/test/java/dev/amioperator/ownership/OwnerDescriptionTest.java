package dev.amioperator.ownership;

import static dev.amioperator.testing.Ec2Fixtures.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerDescriptionTest {
  private static final Owner READER = new Owner(new ClusterId("c1"), "AmiImage/images/web-42");

  @ParameterizedTest
  @CsvSource({
    "c1, AmiImage/images/web-41, belongs to AmiImage web-41 in this namespace",
    "c1, AmiImage/secret/web-41, belongs to an object in another namespace",
    "c2, AmiImage/images/web-41, belongs to an object of the cluster c2",
    "c1, AmiImage/images/web-42, 'carries tags of this object, which were copied from another image'",
    "c1, , lacks the tag amioperator.dev/resource",
    ", AmiImage/images/web-41, lacks the tag amioperator.dev/cluster",
    ", , was not created by the operator"
  })
  void namesOnlyObjectsOfSameNamespace(String cluster, String resource, String expected) {
    Map<String, String> tags = new HashMap<>();
    tags.put("amioperator.dev/cluster", cluster);
    tags.put("amioperator.dev/resource", resource);
    tags.values().removeIf(Objects::isNull);
    assertThat(OwnerDescription.of(image("ami-1", Image.State.AVAILABLE, tags), READER))
        .isEqualTo(expected);
  }
}
