package dev.amioperator.image;

import static dev.amioperator.image.ImageStage.readyCondition;
import static org.assertj.core.api.Assertions.assertThat;

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
class ParameterSourcesQuarkusTest {
  private static final String AMAZON = "137112412989";

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  private ImageStage stage;

  @BeforeEach
  void stage() {
    stage = new ImageStage(kubernetes, clients);
  }

  @Test
  void aLookupThatFindsNothingStallsAndFindsItOnceItIsThere() {
    stage.apply("early", lookup("early-*", ""));
    AmiImageStatus status = stage.stalled("early");
    assertThat(readyCondition(status).reason()).isEqualTo("SourceNotFound");
    assertThat(status.imageId()).isNull();

    String image = amazons("early-1", Duration.ofDays(1));
    assertThat(stage.ready("early").imageId()).isEqualTo(image);
  }

  @Test
  void aPublicParameterNamesTheImageAndANewValueIsFollowed() {
    String parameter = "/aws/service/ami-amazon-linux-latest/al2023-x86_64";
    String old = amazons("parameter-1", Duration.ofDays(9));
    String young = amazons("parameter-2", Duration.ofDays(1));
    stage.seeds().parameter(parameter, "aws:ec2:image", old);
    stage.apply("named", "{existing: {ssmParameter: %s, follow: true}}".formatted(parameter));
    assertThat(stage.ready("named").imageId()).isEqualTo(old);

    stage.seeds().parameter(parameter, "aws:ec2:image", young);
    assertThat(stage.until("named", s -> young.equals(s.imageId())).previousImageId())
        .isEqualTo(old);
  }

  @Test
  void aParameterThatHoldsNoImageIdStallsWithoutShowingItsValue() {
    stage.seeds().parameter("/shop/password", "text", "s3cret");
    stage.apply("secret", "{existing: {ssmParameter: /shop/password}}");
    AmiImageStatus status = stage.stalled("secret");
    assertThat(readyCondition(status).message())
        .contains("/shop/password")
        .doesNotContain("s3cret");
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
