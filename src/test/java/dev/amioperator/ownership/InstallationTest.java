package dev.amioperator.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.junit.jupiter.api.Test;

class InstallationTest {
  /** Names of the greatest length, one with dots. */
  private static final Installation LONG =
      new Installation("n".repeat(63), "r".repeat(50) + ".v1." + "s".repeat(9));

  @Test
  void namesValidFinalizerAndAnnotation() {
    assertThat(LONG.finalizer())
        .isEqualTo(LONG.name() + "." + LONG.namespace() + ".amioperator.dev/cleanup");
    assertThat(HasMetadata.validateFinalizer(LONG.finalizer())).isTrue();
    assertThat(Installation.ofFinalizer(LONG.finalizer())).contains(LONG);
    assertThat(Installation.ofClaimAnnotation(LONG.claimAnnotation())).contains(LONG);
  }

  @Test
  void ignoresNamesOfOtherSoftware() {
    assertThat(Installation.ofFinalizer("amioperator.dev/cleanup")).isEmpty();
    assertThat(Installation.ofFinalizer("x.amioperator.dev/cleanup")).isEmpty();
    assertThat(Installation.ofFinalizer("foregroundDeletion")).isEmpty();
    assertThat(Installation.ofClaimAnnotation(LONG.finalizer())).isEmpty();
  }
}
