package dev.amioperator.image;

import static dev.amioperator.image.ImageTestCluster.readyCondition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images of other owners that the account setting Allowed AMIs hides. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AllowedImagesQuarkusTest {
  private static final String REGION = "eu-west-1";

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  private ImageTestCluster cluster;
  private String hidden;

  @BeforeEach
  void hideImagesOfOthers() {
    cluster = new ImageTestCluster(kubernetes, clients);
    hidden = cluster.seeds("666666666666").image(ImageSeed.named("hidden").madePublic());
    SimulatedAws.administrator(clients, REGION)
        .enableAllowedImagesSettings(r -> r.allowedImagesSettingsState("enabled"));
  }

  @AfterEach
  void showImagesOfOthers() {
    cluster.cloud().denials().clear();
    SimulatedAws.administrator(clients, REGION).disableAllowedImagesSettings(r -> {});
  }

  @Test
  void explainsHiddenImageId() {
    cluster.apply("by-id", "{existing: {imageId: %s}}".formatted(hidden));

    assertThat(awaitMessage("by-id", "enabled in eu-west-1"))
        .contains(hidden, "Allowed AMIs hides it");
  }

  @Test
  void explainsLookupWithoutResult() {
    cluster.apply("looking", "{existing: {lookup: {owners: ['666666666666'], name: hidden}}}");

    assertThat(awaitMessage("looking", "enabled in eu-west-1"))
        .contains("matches the lookup", "Allowed AMIs hides it");
  }

  @Test
  void namesMissingPermission() {
    cluster.cloud().denials().add(Denial.of("ec2:GetAllowedImagesSettings"));
    cluster.apply("unknown", "{existing: {imageId: %s}}".formatted(hidden));

    assertThat(awaitMessage("unknown", "ec2:GetAllowedImagesSettings"))
        .contains(hidden, "Allowed AMIs hides it");
  }

  @Test
  void doesNotMentionDisabledSetting() {
    SimulatedAws.administrator(clients, REGION).disableAllowedImagesSettings(r -> {});
    cluster.apply("missing", "{existing: {imageId: ami-0123456789abcdef0}}");

    assertThat(awaitMessage("missing", "account 123456789012. Create"))
        .contains("ami-0123456789abcdef0");
  }

  /** Answers are shared, so the one of the test before is read again first. */
  private String awaitMessage(String name, String part) {
    AmiImageStatus status =
        cluster.awaitStatus(
            name, s -> s.conditions() != null && readyCondition(s).message().contains(part));
    return readyCondition(status).message();
  }
}
