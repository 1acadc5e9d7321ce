package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.Documentation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whoever reads a reason in a status finds it in the documentation. */
class DocumentedReasonsTest {
  @Test
  void eachReasonIsExplainedOnceAndNoOther() {
    assertThat(Documentation.explained("reference/conditions.md"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Reason::name).toList());
  }
}
