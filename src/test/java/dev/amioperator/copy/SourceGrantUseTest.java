package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatusRegionStatusBuilder;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.api.v1alpha1.CopyGrantBuilder;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.testing.Manifests;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which copies still need a grant on their source. */
class SourceGrantUseTest {
  private static final String ACCOUNT = Manifests.FRIEND;
  private static final String IMAGE = "ami-0123456789abcdef0";
  private static final CopyGrant GRANT =
      CopyGrantBuilder.builder()
          .accountId(ACCOUNT)
          .imageRef("web-42")
          .sourceAccount("default")
          .sourceAccountId("123456789012")
          .region("eu-west-1")
          .imageId(IMAGE)
          .build();

  private static RegionStatus entry(String state) {
    return AmiCopyStatusRegionStatusBuilder.builder()
        .accountId(ACCOUNT)
        .region("us-east-1")
        .imageId("ami-1")
        .state(state)
        .build();
  }

  /** A copy that failed because of its key may never be repeated. */
  @ParameterizedTest
  @CsvSource({
    "pending, true",
    "Queued, true",
    "available, false",
    "failed, false",
    "error, false",
    "Gone, false",
    "Deleting, false"
  })
  void endsWithCopy(String state, boolean inUse) {
    assertThat(SourceGrantUse.inUse(IMAGE, List.of(entry(state)), GRANT)).isEqualTo(inUse);
  }

  private static boolean usedByOther(UnaryOperator<AmiCopySpec> change) {
    return usedBy(other(change));
  }

  private static AmiCopy other(UnaryOperator<AmiCopySpec> change) {
    AmiCopy other = Manifests.copyOfAmiImage("other", "web-42");
    other.setSpec(change.apply(other.getSpec()));
    other.setStatus(
        AmiCopyStatusBuilder.builder()
            .sourceImageId(IMAGE)
            .grants(List.of(GRANT))
            .regions(List.of(entry("pending")))
            .build());
    return other;
  }

  private static boolean usedBy(AmiCopy other) {
    return new SourceGrantUse(List.of(other), _ -> Optional.empty(), ACCOUNT::equals).inUse(GRANT);
  }

  /** What a deleted AmiCopy is still copying stays, if it releases its copies. */
  @Test
  void isKeptForCopiesToBeReleased() {
    AmiCopy deleting = other(UnaryOperator.identity());
    deleting.getMetadata().setDeletionTimestamp("2026-06-01T12:00:00Z");
    AmiCopy releasing =
        other(
            spec ->
                AmiCopySpecBuilder.builder(spec).deletionPolicy(DeletionPolicy.RELEASE).build());
    releasing.getMetadata().setDeletionTimestamp("2026-06-01T12:00:00Z");

    assertThat(usedBy(deleting)).isFalse();
    assertThat(usedBy(releasing)).isTrue();
  }

  /** The status alone, which users may edit, keeps no grant for ever. */
  @Test
  void isNotKeptByEditedStatusAlone() {
    assertThat(usedByOther(UnaryOperator.identity())).isTrue();
    assertThat(
            usedByOther(
                spec ->
                    AmiCopySpecBuilder.builder(spec)
                        .source(new AmiCopySpec.CopySource("web-43", null, null, null))
                        .build()))
        .isFalse();
    assertThat(usedByOther(spec -> AmiCopySpecBuilder.builder(spec).suspend(true).build()))
        .isFalse();
  }
}
