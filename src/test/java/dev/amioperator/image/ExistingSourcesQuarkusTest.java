package dev.amioperator.image;

import static dev.amioperator.image.ImageStage.readyCondition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class ExistingSourcesQuarkusTest {
  private static final String AMAZON = "137112412989";

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  private ImageStage stage;

  @BeforeEach
  void stage() {
    stage = new ImageStage(kubernetes, clients);
  }

  @Test
  void aLookupKeepsWhatItFoundAndTellsOnceOfANewerImage() {
    String old = amazons("keep-1", Duration.ofDays(9));
    stage.apply("keeping", lookup("keep-*", ""));
    assertThat(stage.ready("keeping").imageId()).isEqualTo(old);

    String young = amazons("keep-2", Duration.ofDays(1));
    AmiImageStatus status = stage.until("keeping", s -> young.equals(s.newerImageId()));
    assertThat(status.imageId()).isEqualTo(old);
    assertThat(status.ready()).isTrue();
    assertThat(readyCondition(status).reason()).isEqualTo("NewerAvailable");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(stage.events("keeping", "NewerAvailable"))
                    .singleElement()
                    .asString()
                    .contains(old, young));
  }

  @Test
  void aLookupThatFollowsMovesOnAndRemembersTheFormerImage() {
    String old = amazons("follow-1", Duration.ofDays(9));
    stage.apply("following", lookup("follow-*", ", follow: true"));
    assertThat(stage.ready("following").imageId()).isEqualTo(old);

    String young = amazons("follow-2", Duration.ofDays(1));
    AmiImageStatus status = stage.until("following", s -> young.equals(s.imageId()));
    assertThat(status.previousImageId()).isEqualTo(old);
    assertThat(status.newerImageId()).isNull();
    assertThat(status.ready()).isTrue();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(stage.events("following", "NewerAvailable"))
                    .containsExactly("Followed from %s to %s.".formatted(old, young)));
  }

  /** Anyone can publish an image under any name. */
  @Test
  void aLookupFindsNoImageOfSomebodyElseWhateverItsName() {
    String amazons = amazons("trusted-1", Duration.ofDays(9));
    stage
        .seeds("666666666666")
        .image(ImageSeed.named("trusted-2").madePublic().createdAt(ago(Duration.ofDays(1))));
    stage.apply("trusting", lookup("trusted-*", ""));
    assertThat(stage.ready("trusting").imageId()).isEqualTo(amazons);
  }

  @Test
  void aLookupLeavesOutDeprecatedImagesOfOurOwn() {
    ImageSeed seed = ImageSeed.named("own-1").createdAt(ago(Duration.ofDays(9)));
    String standing = stage.seeds().image(seed.tagged("family", "own"));
    stage
        .seeds()
        .image(
            ImageSeed.named("own-2")
                .createdAt(ago(Duration.ofDays(2)))
                .deprecatedAt(ago(Duration.ofDays(1)))
                .tagged("family", "own"));
    stage.apply(
        "own",
        "{existing: {lookup: {owners: [self], architecture: x86_64,"
            + " filters: [{name: 'tag:family', values: [own]}]}}}");
    assertThat(stage.ready("own").imageId()).isEqualTo(standing);
  }

  private static String lookup(String name, String more) {
    return "{existing: {lookup: {owners: [amazon], name: '%s'}%s}}".formatted(name, more);
  }

  private String amazons(String name, Duration age) {
    return stage.seeds(AMAZON).image(ImageSeed.amazon(name).createdAt(ago(age)));
  }

  private Instant ago(Duration age) {
    return stage.cloud().clock().instant().minus(age);
  }
}
