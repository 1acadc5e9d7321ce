package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.MotoProfile;
import dev.amioperator.testing.MotoResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * The sample manifests with moto in place of EC2. What moto does not support is left out: snapshot
 * tags in CreateImage (it answers 500, so the image comes from the snapshot), and references (so
 * the guard is off, and the policy has nothing that it may retire). It drops the tags of
 * RegisterImage and CopyImage, which the operator then sets by the ids that those calls answered.
 */
@QuarkusTest
@TestProfile(MotoProfile.class)
class SamplesOnMotoIT {
  @ConfigProperty(name = MotoResource.ENDPOINT)
  URI endpoint;

  @ConfigProperty(name = MotoResource.SNAPSHOT)
  String snapshot;

  @ConfigProperty(name = MotoResource.IMAGE)
  String image;

  private final ControlPlane controlPlane = ControlPlane.get();

  @Test
  void convergesAndDeletesSamplesOnMoto() throws IOException {
    String namespace = controlPlane.namespace("moto");
    // Moto's resources have other tags.
    apply(
        namespace,
        "10-account.yaml",
        "snapshots: {tags: {image: allowed}}",
        "images: {any: true}\n    snapshots: {any: true}");
    apply(namespace, "21-image-from-snapshot.yaml", "snap-0123456789abcdef0", snapshot);
    apply(namespace, "22-image-existing.yaml", "ami-0000000000a2023aa", image);
    // Moto takes no tags with RegisterImage: they come a moment later, and a copy takes what is
    // there.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertReady(image(namespace, "base-arm64").getStatus()));
    apply(namespace, "30-copy.yaml", "imageRef: web-42", "imageRef: base-arm64");
    apply(namespace, "40-retention.yaml", "", "");

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertReady(image(namespace, "base-arm64").getStatus());
              assertReady(image(namespace, "amazon-linux").getStatus());
              assertReady(policy(namespace).getStatus());
            });
    // Moto's copies are complete at once: one that EC2 lists nowhere as pending is looked for after
    // the two minutes in which EC2 may not list it yet.
    await()
        .atMost(Duration.ofMinutes(4))
        .untilAsserted(() -> assertReady(copy(namespace).getStatus()));
    assertThat(copy(namespace).getStatus().copies()).isEqualTo("3/3");
    for (String region : List.of("us-east-1", "eu-central-1", "ap-southeast-2")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(ownedImages(region))
                      .singleElement()
                      .satisfies(
                          copied ->
                              assertThat(copied.tags()).extracting(Tag::key).contains("family")));
    }

    assertThat(
            controlPlane
                .kubectl(
                    "delete",
                    "amiimages,amicopies,amiretentionpolicies",
                    "--all",
                    "-n",
                    namespace,
                    "--timeout=60s")
                .status())
        .isZero();
    for (String region : List.of("us-east-1", "eu-central-1", "ap-southeast-2")) {
      assertThat(ownedImages(region)).isEmpty();
    }
    assertThat(ownedImages("eu-west-1"))
        .extracting(Image::name)
        .contains("somebody-elses")
        .doesNotContain(namespace + "/base-arm64");
  }

  /** Applies a sample manifest with a replacement, in another namespace, without the guard. */
  private void apply(String namespace, String sample, String from, String to) throws IOException {
    String manifest =
        Files.readString(Path.of("config", "samples", sample))
            .replace("namespace: images", "namespace: " + namespace)
            .replace("[images]", "[" + namespace + "]")
            .replace(from.isEmpty() ? "\u0000" : from, to);
    boolean guarded = sample.equals("21-image-from-snapshot.yaml") || sample.equals("30-copy.yaml");
    Path file = Files.createTempFile("sample", ".yaml");
    Files.writeString(file, guarded ? manifest + "  deletionGuard: None\n" : manifest);
    assertThat(controlPlane.apply(file).status()).as(sample).isZero();
    Files.delete(file);
  }

  private static void assertReady(ConditionedStatus status) {
    assertThat(status).isNotNull().matches(ConditionedStatus::ready, "ready");
  }

  private List<Image> ownedImages(String region) {
    try (Ec2Client ec2 = MotoResource.client(endpoint, region)) {
      return ec2.describeImages(r -> r.owners("self")).images();
    }
  }

  private AmiImage image(String namespace, String name) {
    return controlPlane
        .client()
        .resources(AmiImage.class)
        .inNamespace(namespace)
        .withName(name)
        .get();
  }

  private AmiCopy copy(String namespace) {
    return controlPlane
        .client()
        .resources(AmiCopy.class)
        .inNamespace(namespace)
        .withName("web-42")
        .get();
  }

  private AmiRetentionPolicy policy(String namespace) {
    return controlPlane
        .client()
        .resources(AmiRetentionPolicy.class)
        .inNamespace(namespace)
        .withName("web")
        .get();
  }
}
