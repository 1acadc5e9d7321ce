package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamedSnapshotsTest {
  @Test
  void findsSnapshotsInSpecAndStatus() {
    AmiImage image =
        Serialization.unmarshal(
            """
            apiVersion: amioperator.dev/v1alpha1
            kind: AmiImage
            metadata: {name: web}
            spec:
              region: eu-west-1
              source:
                snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64, rootDeviceName: /dev/xvda}
            status:
              snapshots:
              - {snapshotId: snap-0fedcba9876543210, origin: Created}
            """,
            AmiImage.class);

    assertThat(NamedSnapshots.in(Stream.of(image, Manifests.existing("other", "ami-1"))))
        .containsExactlyInAnyOrder("snap-0123456789abcdef0", "snap-0fedcba9876543210");
  }
}
