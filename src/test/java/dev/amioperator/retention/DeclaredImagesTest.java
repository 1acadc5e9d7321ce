package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.ownedByResource;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static dev.amioperator.retention.RetentionScenario.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AllowSpecBuilder;
import dev.amioperator.api.v1alpha1.AllowedResources;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec.CopySource;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatusRegionStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclaredImagesTest {
  private static final String REGION = "eu-west-1";
  private static final Optional<AwsAccount> ALLOWING = Optional.of(Manifests.account());
  private static final AllowedResources WEB = new AllowedResources(Map.of("family", "web"), null);

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

  /** Whoever may create objects in a namespace could otherwise keep any image. */
  @Test
  void ignoresObjectsOfNamespaceWithoutPermission() {
    for (String id : List.of("ami-base", "ami-wanted", "ami-found", "ami-source", "ami-copy")) {
      assertThat(declared(image(id, 1), (namespace, account) -> Optional.empty(), base, found))
          .as(id)
          .isNull();
    }
    assertThat(
            declared(
                ownedByResource("AmiImage/images/base", image("ami-x", 1)),
                (namespace, account) -> Optional.empty(),
                base))
        .isEqualTo("AmiImage images/base created it.");
  }

  @Test
  void ignoresNamedImageThatAccountDoesNotAllow() {
    var nothing = allowing(AllowSpecBuilder.builder());
    for (String id : List.of("ami-base", "ami-wanted", "ami-found", "ami-source")) {
      assertThat(declared(image(id, 1), nothing, base, found)).as(id).isNull();
      assertThat(
              declared(image(id, 1), allowing(AllowSpecBuilder.builder().images(WEB)), base, found))
          .as(id)
          .endsWith(" references it.");
    }
    Image created =
        withTags(
            image("ami-base", 1),
            Map.of(
                TagKeys.CLUSTER,
                CLUSTER.value(),
                TagKeys.RESOURCE,
                "AmiImage/images/gone",
                TagKeys.MADE_AS,
                image("ami-base", 1).ownerId() + "/" + REGION + "/web-ami-base"));
    assertThat(declared(created, nothing, base)).isEqualTo("AmiImage images/base references it.");
  }

  @Test
  void keepsImageThatMayBeAdopted() {
    AmiImage adopting =
        Manifests.image(
            "adopting",
            "{region: eu-west-1, source: {existing: {imageId: ami-base, management: Adopt}}}");
    assertThat(declared(image("ami-base", 1), allowing(AllowSpecBuilder.builder()), adopting))
        .isNull();
    assertThat(
            declared(
                image("ami-base", 1), allowing(AllowSpecBuilder.builder().adopt(WEB)), adopting))
        .isEqualTo("AmiImage images/adopting references it.");
  }

  /** Otherwise a build could not be repeated, or would lose its base while it runs. */
  @Test
  void keepsBaseOfBuild() {
    AmiImage named = built("{imageId: ami-base}");
    AmiImage running = built("{ssmParameter: /images/base}");
    running.setStatus(Manifests.read("build: {baseImageId: ami-base}", AmiImageStatus.class));
    AmiImage finished = built("{ssmParameter: /images/base}");
    finished.setStatus(
        Manifests.read("build: {baseImageId: ami-base, imageId: ami-x}", AmiImageStatus.class));
    var anyImage = allowing(AllowSpecBuilder.builder().images(WEB));

    assertThat(declared(image("ami-base", 1), anyImage, named)).endsWith("references it.");
    assertThat(declared(image("ami-base", 1), anyImage, running)).endsWith("references it.");
    assertThat(declared(image("ami-base", 1), anyImage, finished)).isNull();
  }

  private static AmiImage built(String base) {
    return Manifests.image(
        "built",
        "{region: eu-west-1, source: {build: {base: %s, instanceType: t3.micro, timeout: 1h}}}"
            .formatted(base));
  }

  /** An image that lost its tags is still its object's, by its name; no other image is. */
  @Test
  void keepsCreatedImagesWithoutTags() {
    AmiImage made = Manifests.fromInstance("made", "i-0123456789abcdef0");
    made.setStatus(Manifests.read("imageId: ami-made", AmiImageStatus.class));
    var nothing = allowing(AllowSpecBuilder.builder());

    assertThat(declared(named("images/made", image("ami-made", 1)), nothing, made))
        .isEqualTo("AmiImage images/made references it.");
    assertThat(declared(named("shop/other", image("ami-made", 1)), nothing, made)).isNull();
    assertThat(declared(named("web", image("ami-copy", 1)), nothing))
        .isEqualTo("AmiCopy images/web references it.");
    assertThat(declared(named("shop/other", image("ami-copy", 1)), nothing)).isNull();
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

  /** It may wait for permissions to be revoked, and leaves its images to policies. */
  @Test
  void declaresNoMoreOfReleasingObjectThanBefore() {
    Image old =
        withTags(
            ownedByResource("AmiCopy/images/web", image("ami-old", 1)), TagKeys.ROLE, "superseded");
    copy.getMetadata().setDeletionTimestamp("2026-06-01T12:00:00Z");
    copy.setSpec(
        AmiCopySpecBuilder.builder(copy.getSpec()).deletionPolicy(DeletionPolicy.RELEASE).build());

    assertThat(declared(old)).isNull();
    assertThat(declared(ownedByResource("AmiCopy/images/web", image("ami-x", 1))))
        .isEqualTo("AmiCopy images/web created it.");
  }

  @Test
  void trustsTagsOfOtherClustersAndNamespaces() {
    Image others =
        withTags(
            image("ami-x", 1),
            Map.of(TagKeys.CLUSTER, "there", TagKeys.RESOURCE, "AmiImage/images/gone"));
    assertThat(declared(others)).isEqualTo("An object of the cluster there created it.");

    DeclaredImages half =
        DeclaredImages.of(
            CLUSTER, Set.of("images"), List.of(), List.of(), (namespace, account) -> ALLOWING);
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
    return declared(image, (namespace, account) -> ALLOWING, base, found);
  }

  private String declared(
      Image image, ImageDeclaration.PermittedAccounts accounts, AmiImage... objects) {
    return DeclaredImages.of(CLUSTER, Set.of(), List.of(objects), List.of(copy), accounts)
        .declaredBy(image, REGION, "images")
        .orElse(null);
  }

  private static ImageDeclaration.PermittedAccounts allowing(AllowSpecBuilder allow) {
    AwsAccount account = Manifests.account();
    account.setSpec(Manifests.accountSpec(allow));
    return (namespace, name) -> Optional.of(account);
  }

  private static Image named(String name, Image image) {
    return new Image(
        image.id(),
        name,
        image.ownerId(),
        image.state(),
        image.stateMessage(),
        image.created(),
        image.description(),
        image.tags(),
        image.blockDevices(),
        image.settings(),
        "");
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
