package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of annotations: understood, or reported as without effect. */
class AnnotationsTest {
  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "TRUE", "yes", "Yes", "on", "y", "1", " true "})
  void abandonsByAnyYamlTruth(String value) {
    AmiImage object = annotated(Annotations.ABANDON, value);
    assertThat(Annotations.abandoned(object)).isTrue();
    assertThat(Annotations.note(object)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "no", "off", "0", ""})
  void keepsResponsibilityByAnyYamlFalse(String value) {
    AmiImage object = annotated(Annotations.ABANDON, value);
    assertThat(Annotations.abandoned(object)).isFalse();
    assertThat(Annotations.note(object)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ture", "please", "2", "ami-0123456789abcdef0"})
  void reportsOtherValuesOfAbandon(String value) {
    AmiImage object = annotated(Annotations.ABANDON, value);
    assertThat(Annotations.abandoned(object)).isFalse();
    assertThat(Annotations.note(object)).contains(Annotations.ABANDON, "\"true\" or \"false\"");
  }

  @Test
  void reportsRecreateWithoutId() {
    assertThat(Annotations.note(annotated(Annotations.RECREATE, "true")))
        .contains(Annotations.RECREATE, "ami-…");
    assertThat(Annotations.note(annotated(Annotations.RECREATE, "ami-0123456789abcdef0")))
        .isEmpty();
    assertThat(Annotations.note(annotated(Annotations.RECREATE, "i-0123456789abcdef0"))).isEmpty();
  }

  @Test
  void reportsUnknownAnnotations() {
    assertThat(Annotations.note(annotated("amioperator.dev/abandoned", "true")))
        .contains("amioperator.dev/abandoned has no effect");
    assertThat(Annotations.note(annotated("example.com/abandon", "true"))).isEmpty();
  }

  private static AmiImage annotated(String key, String value) {
    AmiImage image = new AmiImage();
    image.setMetadata(new ObjectMetaBuilder().withAnnotations(Map.of(key, value)).build());
    return image;
  }
}
