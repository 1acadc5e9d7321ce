package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatusBuilder;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * AmiImages and AmiCopies of the namespace images with the label family=web, as users have them.
 */
final class RetainedObjectFixtures {
  static final long GENERATION = 3;

  private RetainedObjectFixtures() {}

  /** A Ready AmiImage of this age, whose image is {@code ami-<name>}. */
  static AmiImage image(String name, int daysOld) {
    AmiImage image = Manifests.existing(name, "ami-" + name);
    describe(image.getMetadata(), daysOld);
    image.setStatus(
        AmiImageStatusBuilder.builder()
            .observedGeneration(GENERATION)
            .accountId("111122223333")
            .imageId("ami-" + name)
            .conditions(List.of(ready(true)))
            .toStatus());
    return image;
  }

  /** A Ready AmiCopy of an AmiImage of the same namespace. */
  static AmiCopy copy(String name, int daysOld, String imageRef) {
    AmiCopy copy = Manifests.copyOfAmiImage(name, imageRef, "us-east-1");
    describe(copy.getMetadata(), daysOld);
    copy.setStatus(
        Manifests.read(
            """
            observedGeneration: %d
            regions: [{accountId: "111122223333", account: default, region: us-east-1, imageId: ami-%s}]
            """
                .formatted(GENERATION, name),
            AmiCopyStatus.class));
    copy.setStatus(withReady(copy.getStatus()));
    return copy;
  }

  private static AmiCopyStatus withReady(AmiCopyStatus status) {
    return AmiCopyStatusBuilder.builder(status).conditions(List.of(ready(true))).build();
  }

  static AmiImage notReady(AmiImage image) {
    image.setStatus(
        AmiImageStatusBuilder.builder(image.getStatus())
            .conditions(List.of(ready(false)))
            .toStatus());
    return image;
  }

  /** With the annotation that an enforced policy wrote so many days ago. */
  static AmiImage unkeptFor(int days, AmiImage image) {
    return annotated(TagKeys.UNKEPT_SINCE, NOW.minus(Duration.ofDays(days)).toString(), image);
  }

  static AmiImage annotated(String key, String value, AmiImage image) {
    return with(image, meta -> meta.getAnnotations().put(key, value));
  }

  static AmiImage labelled(String key, String value, AmiImage image) {
    return with(image, meta -> meta.getLabels().put(key, value));
  }

  static AmiImage with(AmiImage image, Consumer<ObjectMeta> change) {
    change.accept(image.getMetadata());
    return image;
  }

  private static Condition ready(boolean ready) {
    return new Condition(
        Condition.Type.READY,
        ready ? Condition.Status.TRUE : Condition.Status.FALSE,
        GENERATION,
        NOW.toString(),
        "Available",
        "");
  }

  private static void describe(ObjectMeta meta, int daysOld) {
    meta.setUid("uid-of-" + meta.getName());
    meta.setGeneration(GENERATION);
    meta.setLabels(new HashMap<>(Map.of("family", "web")));
    meta.setAnnotations(new HashMap<>());
    meta.setCreationTimestamp(NOW.minus(Duration.ofDays(daysOld)).toString());
  }
}
