package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ownership.TagKeys;
import dev.amioperator.testing.Documentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every EC2 tag and Kubernetes annotation of the operator is documented. */
class DocumentedTagsTest {
  @Test
  void documentsEveryTagAndAnnotation() {
    List<String> keys = new ArrayList<>(TagKeys.OWNERSHIP);
    keys.add(TagKeys.BUILD);
    keys.add(TagKeys.UNKEPT_SINCE);
    keys.add(TagKeys.DEPRECATION);
    keys.add(TagKeys.PERMISSIONS);
    keys.add(TagKeys.DISABLED);
    keys.add(TagKeys.PROTECTED_UNTIL);
    keys.add(TagKeys.RELEASED);
    keys.add(TagKeys.KEEP);
    keys.add(Annotations.ABANDON);
    keys.add(Annotations.RECREATE);

    // A key may be both, a tag in EC2 and an annotation.
    assertThat(Set.copyOf(Documentation.documentedTerms("reference/annotations-and-tags.md")))
        .containsExactlyInAnyOrderElementsOf(keys);
  }
}
