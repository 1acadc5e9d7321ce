package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.testing.Manifests;
import org.junit.jupiter.api.Test;

class SourceHashTest {
  /** Images in EC2 carry the hash: another value would turn them into images of another source. */
  @Test
  void keepsHashOfTaggedImages() {
    assertThat(of("{instance: {instanceId: i-0123456789abcdef0, noReboot: true}}"))
        .isEqualTo("c2244912667b870d");
    assertThat(of("{snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64}}"))
        .isEqualTo("ac02432766eeeb35");
  }

  @Test
  void changesHashWithSource() {
    assertThat(of("{instance: {instanceId: i-0123456789abcdef0, noReboot: false}}"))
        .isNotEqualTo(of("{instance: {instanceId: i-0123456789abcdef0, noReboot: true}}"));
  }

  private static String of(String source) {
    return SourceHash.of(Manifests.read(source, ImageSource.class));
  }
}
