package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.Api;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which updates of an object start a reconcile. */
class InstructionFilterTest {
  private final InstructionFilter filter = new InstructionFilter();

  private static AmiImage image(UnaryOperator<ObjectMetaBuilder> change) {
    AmiImage image = new AmiImage();
    image.setMetadata(
        change
            .apply(
                new ObjectMetaBuilder()
                    .withName("web")
                    .withGeneration(1L)
                    .withResourceVersion("1")
                    .addToFinalizers(Api.FINALIZER))
            .build());
    return image;
  }

  private boolean accepts(UnaryOperator<ObjectMetaBuilder> change) {
    return filter.accept(image(change), image(unchanged -> unchanged));
  }

  @Test
  void acceptsWhatTellsTheOperatorToAct() {
    assertThat(accepts(meta -> meta.withGeneration(2L))).isTrue();
    assertThat(accepts(meta -> meta.addToAnnotations(Annotations.RECREATE, "ami-1"))).isTrue();
    assertThat(accepts(meta -> meta.addToAnnotations(Annotations.ABANDON, "true"))).isTrue();
    assertThat(accepts(meta -> meta.withDeletionTimestamp("2026-06-01T12:00:00Z"))).isTrue();
    assertThat(accepts(meta -> meta.removeFromFinalizers(Api.FINALIZER))).isTrue();
  }

  /** Each write of a status would start a reconcile, which may write again. */
  @Test
  void acceptsNoWriteOfTheStatus() {
    AmiImage written = image(meta -> meta.withResourceVersion("2"));
    written.setStatus(Serialization.unmarshal("imageId: ami-1", AmiImageStatus.class));

    assertThat(filter.accept(written, image(unchanged -> unchanged))).isFalse();
    assertThat(accepts(meta -> meta.addToAnnotations("example.com/owner", "shop"))).isFalse();
    assertThat(accepts(meta -> meta.addToLabels("team", "shop"))).isFalse();
  }
}
