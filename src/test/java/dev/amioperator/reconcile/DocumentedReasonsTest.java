package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.Documentation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Every condition reason of a status is documented. */
class DocumentedReasonsTest {
  @Test
  void documentsEveryReasonOnce() {
    assertThat(Documentation.documentedTerms("reference/conditions.md"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Reason::name).toList());
  }
}
