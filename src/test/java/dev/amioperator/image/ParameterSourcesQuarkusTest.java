package dev.amioperator.image;

import static dev.amioperator.image.ImageTestCluster.readyCondition;
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

  private ImageTestCluster cluster;

  @BeforeEach
  void createCluster() {
    cluster = new ImageTestCluster(kubernetes, clients);
  }

  @Test
  void stallsUntilLookupFindsImage() {
    cluster.apply("early", lookup("early-*", ""));
    AmiImageStatus status = cluster.awaitStalled("early");
    assertThat(readyCondition(status).reason()).isEqualTo("SourceNotFound");
    assertThat(status.imageId()).isNull();

    String image = amazonImage("early-1", Duration.ofDays(1));
    assertThat(cluster.awaitReady("early").imageId()).isEqualTo(image);
  }

  /** Other owners' deprecated images are hidden unless they are asked for. */
  @Test
  void countsDeprecatedImagesOfLookup() {
    Instant yesterday = instantBefore(Duration.ofDays(1));
    cluster
        .seeds(AMAZON)
        .image(
            ImageSeed.amazon("past-1")
                .createdAt(instantBefore(Duration.ofDays(9)))
                .deprecatedAt(yesterday));
    cluster.apply("past", lookup("past-*", ""));
    assertThat(readyCondition(cluster.awaitStalled("past")).message())
        .contains("only deprecated images match the lookup: 1", "until ")
        .doesNotContain("ami-");
  }

  @Test
  void followsPublicParameter() {
    String parameter = "/aws/service/ami-amazon-linux-latest/al2023-x86_64";
    String old = amazonImage("parameter-1", Duration.ofDays(9));
    String young = amazonImage("parameter-2", Duration.ofDays(1));
    cluster.seeds().parameter(parameter, "aws:ec2:image", old);
    cluster.apply("named", "{existing: {ssmParameter: %s, follow: true}}".formatted(parameter));
    assertThat(cluster.awaitReady("named").imageId()).isEqualTo(old);

    cluster.seeds().parameter(parameter, "aws:ec2:image", young);
    assertThat(cluster.awaitStatus("named", s -> young.equals(s.imageId())).previousImageId())
        .isEqualTo(old);
  }

  @Test
  void hidesValueOfInvalidParameter() {
    cluster.seeds().parameter("/images/password", "text", "s3cret");
    cluster.apply("secret", "{existing: {ssmParameter: /images/password}}");
    AmiImageStatus status = cluster.awaitStalled("secret");
    assertThat(readyCondition(status).message())
        .contains("/images/password is a name")
        .doesNotContain("s3cret");
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
