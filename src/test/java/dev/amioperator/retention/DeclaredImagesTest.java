package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.ownedByResource;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static dev.amioperator.retention.RetentionScenario.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec.CopySource;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatusRegionStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclaredImagesTest {
  private static final String REGION = "eu-west-1";

  private final AmiImage base = amiImage("base", "ami-base", null);
  private final AmiImage found = amiImage("found", "ami-wanted", "ami-found");
  private final AmiCopy copy = amiCopy();

  @Test
  void declaresCreatedAndNamedImages() {
    assertThat(declared(ownedByResource("AmiImage/images/base", image("ami-x", 1))))
        .isEqualTo("AmiImage images/base created it.");
    assertThat(declared(image("ami-base", 1))).isEqualTo("AmiImage images/base references it.");
    assertThat(declared(image("ami-wanted", 1))).isEqualTo("AmiImage images/found references it.");
    assertThat(declared(image("ami-found", 1))).isEqualTo("AmiImage images/found references it.");
    assertThat(declared(image("ami-source", 1))).isEqualTo("AmiCopy images/web references it.");
    assertThat(declared(image("ami-copy", 1))).isEqualTo("AmiCopy images/web references it.");
  }

  @Test
  void excludesForeignAndOrphanedImages() {
    assertThat(declared(image("ami-x", 1))).isNull();
    assertThat(declared(ownedByResource("AmiImage/images/gone", image("ami-x", 1)))).isNull();
    assertThat(declared(ownedByResource("AmiImage/other/base", image("ami-x", 1)))).isNull();
  }

  @Test
  void excludesSupersededCopies() {
    Image old =
        withTags(
            ownedByResource("AmiCopy/images/web", image("ami-old", 1)), TagKeys.ROLE, "superseded");
    assertThat(declared(old)).isNull();

    copy.getMetadata().setDeletionTimestamp("2026-06-01T12:00:00Z");
    assertThat(declared(old))
        .isEqualTo("AmiCopy images/web is being deleted, and the image with it.");
  }

  @Test
  void trustsTagsOfOtherClustersAndNamespaces() {
    Image others =
        withTags(
            image("ami-x", 1),
            Map.of(TagKeys.CLUSTER, "there", TagKeys.RESOURCE, "AmiImage/images/gone"));
    assertThat(declared(others)).isEqualTo("An object of the cluster there created it.");

    DeclaredImages half = DeclaredImages.of(CLUSTER, Set.of("images"), List.of(), List.of());
    assertThat(
            half.declaredBy(
                ownedByResource("AmiImage/images/gone", image("ami-x", 1)), REGION, "images"))
        .isEmpty();
    assertThat(
            half.declaredBy(
                ownedByResource("AmiImage/other/gone", image("ami-x", 1)), REGION, "images"))
        .contains(
            "An object of another namespace created it, and this operator does not watch that"
                + " object.");
    assertThat(declared(ownedByResource("AmiBuild/images/later", image("ami-x", 1))))
        .isEqualTo(
            "AmiBuild images/later created it, and this operator does not watch that object.");
  }

  @Test
  void keepsCopiesWithTagsOfAnotherImage() {
    Image copied =
        withTags(
            ownedByResource("AmiImage/images/gone", image("ami-x", 1)),
            TagKeys.MADE_AS,
            image("ami-x", 1).ownerId() + "/" + REGION + "/another-name");

    assertThat(declared(copied)).contains(TagKeys.MADE_AS);
  }

  @Test
  void ignoresIncompleteOwnershipTags() {
    assertThat(declared(withTags(image("ami-x", 1), TagKeys.CLUSTER, "here")))
        .contains("so its owner is unknown");
    assertThat(declared(withTags(image("ami-x", 1), TagKeys.RESOURCE, "AmiImage/images/gone")))
        .contains("so its owner is unknown");
  }

  private String declared(Image image) {
    return DeclaredImages.of(CLUSTER, Set.of(), List.of(base, found), List.of(copy))
        .declaredBy(image, REGION, "images")
        .orElse(null);
  }

  private static AmiImage amiImage(String name, String existing, String seen) {
    AmiImage object = Manifests.existing(name, existing);
    if (seen != null) {
      object.setStatus(Manifests.read("imageId: " + seen, AmiImageStatus.class));
    }
    return object;
  }

  private static AmiCopy amiCopy() {
    AmiCopy object = new AmiCopy();
    object.setMetadata(new ObjectMetaBuilder().withNamespace("images").withName("web").build());
    object.setSpec(
        AmiCopySpecBuilder.builder()
            .source(new CopySource(null, null, "eu-west-1", "ami-source"))
            .destinations(List.of(Manifests.destination("us-east-1")))
            .build());
    RegionStatus region =
        AmiCopyStatusRegionStatusBuilder.builder()
            .accountId("111122223333")
            .region("us-east-1")
            .imageId("ami-copy")
            .imageName("web")
            .state("available")
            .superseded(List.of(new SupersededCopy("ami-old", null)))
            .build();
    object.setStatus(
        AmiCopyStatusBuilder.builder().observedGeneration(1L).regions(List.of(region)).build());
    return object;
  }
}
