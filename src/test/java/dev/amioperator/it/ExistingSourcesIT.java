package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.RealApiProfile;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Image lookups on a real API server with EC2 and SSM over the wire. */
@QuarkusTest
@TestProfile(RealApiProfile.class)
class ExistingSourcesIT {
  private static final String FIRST = "ami-0000000000a2023aa";
  private static final String SECOND = "ami-0000000000a2023ab";

  private final AmiImages images = AmiImages.in("existing");

  @BeforeEach
  void account() {
    Manifests.apply(images.kubernetes(), Manifests.account());
  }

  @Test
  void findsNewestAmazonImage() {
    images.create(
        "newest", "source: {existing: {lookup: {owners: [amazon], name: 'al2023-ami-*'}}}");
    assertThat(images.awaitReady("newest").imageId()).isEqualTo(SECOND);
    deleteImage("newest");
  }

  @Test
  void findsImageByPublicParameter() {
    images.create(
        "parameter",
        "source: {existing: {ssmParameter:"
            + " /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}");
    assertThat(images.awaitReady("parameter").imageId()).isEqualTo(SECOND);
    deleteImage("parameter");
  }

  /** An object with a pinned image is changed to follow newer images. */
  @Test
  void followsLaterAndRecordsFormerImage() {
    images.create("late", "source: {existing: {lookup: {owners: [amazon], name: 'al2023-ami-*'}}}");
    images.awaitReady("late");
    images
        .named("late")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"imageId\":\"%s\"}}".formatted(FIRST));
    images
        .named("late")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"source\":{\"existing\":{\"follow\":true}}}}");
    AmiImageStatus status =
        images.awaitStatus("late", s -> Objects.equals(s.previousImageId(), FIRST));
    assertThat(status.imageId()).isEqualTo(SECOND);
    deleteImage("late");
  }

  /** It changes no generation; a Ready object looks at itself after hours. */
  @Test
  void reactsToAnnotationAtOnce() {
    images.create(
        "annotated", "source: {existing: {lookup: {owners: [amazon], name: 'al2023-ami-*'}}}");
    images.awaitReady("annotated");
    images
        .named("annotated")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"amioperator.dev/recreat\":\"ami-1\"}}}");

    images.awaitStatus(
        "annotated",
        s -> s.conditions().getFirst().message().contains("amioperator.dev/recreat has no effect"));
    deleteImage("annotated");
  }

  private void deleteImage(String name) {
    images.named(name).delete();
    images.awaitDeletion(name);
  }
}
