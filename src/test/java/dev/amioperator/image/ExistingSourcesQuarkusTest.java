package dev.amioperator.image;

import static dev.amioperator.image.ImageTestCluster.readyCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AllowedResources;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class ExistingSourcesQuarkusTest {
  private static final String AMAZON = "137112412989";

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  private ImageTestCluster cluster;

  @BeforeEach
  void createCluster() {
    cluster = new ImageTestCluster(kubernetes, clients);
  }

  @Test
  void pinsFoundImageAndReportsNewerOnce() {
    String old = amazonImage("keep-1", Duration.ofDays(9));
    cluster.apply("keeping", lookup("keep-*", ""));
    assertThat(cluster.awaitReady("keeping").imageId()).isEqualTo(old);

    String young = amazonImage("keep-2", Duration.ofDays(1));
    AmiImageStatus status = cluster.awaitStatus("keeping", s -> young.equals(s.newerImageId()));
    assertThat(status.imageId()).isEqualTo(old);
    assertThat(status.ready()).isTrue();
    assertThat(readyCondition(status).reason()).isEqualTo("NewerAvailable");
    cluster
        .await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(cluster.events("keeping", "NewerAvailable"))
                    .singleElement()
                    .asString()
                    .contains(old, young));
  }

  @Test
  void followsNewerImageAndRecordsFormer() {
    String old = amazonImage("follow-1", Duration.ofDays(9));
    cluster.apply("following", lookup("follow-*", ", follow: true"));
    assertThat(cluster.awaitReady("following").imageId()).isEqualTo(old);

    String young = amazonImage("follow-2", Duration.ofDays(1));
    AmiImageStatus status = cluster.awaitStatus("following", s -> young.equals(s.imageId()));
    assertThat(status.previousImageId()).isEqualTo(old);
    assertThat(status.newerImageId()).isNull();
    assertThat(status.ready()).isTrue();
    cluster
        .await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(cluster.events("following", "NewerAvailable"))
                    .containsExactly("Followed from %s to %s.".formatted(old, young)));
  }

  /** The filters of a lookup would otherwise tell the tags of every image of the account. */
  @Test
  void hidesNewerImageThatIsNotAllowed() {
    AwsAccount account = Manifests.account("tagged");
    account.setSpec(
        Manifests.accountSpec(
            Manifests.allowingAll()
                .images(new AllowedResources(Map.of("family", "hidden"), null))));
    Manifests.apply(kubernetes, account);
    String old =
        cluster
            .seeds()
            .image(
                ImageSeed.named("hidden-1")
                    .createdAt(instantBefore(Duration.ofDays(9)))
                    .tagged("family", "hidden"));
    kubernetes
        .resource(
            Manifests.image(
                "hiding",
                "{region: eu-west-1, accountRef: tagged,"
                    + " source: {existing: {lookup: {owners: [self], name: 'hidden-*'}}}}"))
        .create();
    assertThat(cluster.awaitReady("hiding").imageId()).isEqualTo(old);
    cluster.seeds().image(ImageSeed.named("hidden-2").createdAt(instantBefore(Duration.ofDays(1))));

    Instant later = cluster.cloud().clock().instant().plus(Duration.ofHours(1));
    cluster
        .await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> cluster.cloud().clock().instant().isAfter(later));
    AmiImageStatus status = cluster.awaitReady("hiding");
    assertThat(status.newerImageId()).isNull();
    assertThat(readyCondition(status).reason()).isEqualTo("Available");

    String young =
        cluster
            .seeds()
            .image(
                ImageSeed.named("hidden-3")
                    .createdAt(instantBefore(Duration.ofHours(1)))
                    .tagged("family", "hidden"));
    cluster.awaitStatus("hiding", s -> young.equals(s.newerImageId()));
  }

  /** Anyone can publish an image under any name. */
  @Test
  void findsNoImageOfOtherOwners() {
    String amazons = amazonImage("trusted-1", Duration.ofDays(9));
    cluster
        .seeds("666666666666")
        .image(
            ImageSeed.named("trusted-2").madePublic().createdAt(instantBefore(Duration.ofDays(1))));
    cluster.apply("trusting", lookup("trusted-*", ""));
    assertThat(cluster.awaitReady("trusting").imageId()).isEqualTo(amazons);
  }

  @Test
  void excludesOwnDeprecatedImages() {
    ImageSeed seed = ImageSeed.named("own-1").createdAt(instantBefore(Duration.ofDays(9)));
    String standing = cluster.seeds().image(seed.tagged("family", "own"));
    cluster
        .seeds()
        .image(
            ImageSeed.named("own-2")
                .createdAt(instantBefore(Duration.ofDays(2)))
                .deprecatedAt(instantBefore(Duration.ofDays(1)))
                .tagged("family", "own"));
    cluster.apply(
        "own",
        "{existing: {lookup: {owners: [self], architecture: x86_64,"
            + " filters: [{name: 'tag:family', values: [own]}]}}}");
    assertThat(cluster.awaitReady("own").imageId()).isEqualTo(standing);
  }

  private static String lookup(String name, String more) {
    return "{existing: {lookup: {owners: [amazon], name: '%s'}%s}}".formatted(name, more);
  }

  private String amazonImage(String name, Duration age) {
    return cluster.seeds(AMAZON).image(ImageSeed.amazon(name).createdAt(instantBefore(age)));
  }

  private Instant instantBefore(Duration age) {
    return cluster.cloud().clock().instant().minus(age);
  }
}
