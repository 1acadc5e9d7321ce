package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AwsAccountQuarkusTest {
  private static final String NAME = "leaving";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;
  @Inject AccountAccess access;

  /**
   * The account is deleted before the operator restarts: account and objects must not wait for each
   * other.
   */
  @Test
  void cleansUpObjectsOfDeletedAccountAfterRestart() {
    kubernetes.resource(account()).create();
    kubernetes.resource(image()).create();
    ((SimulatedAws) clients).await().atMost(PATIENCE).until(() -> awaitReady(imageExists().get()));
    accountExists().delete();
    access.unverified(NAME);

    imageExists().delete();

    ((SimulatedAws) clients).await().atMost(PATIENCE).until(() -> imageExists().get() == null);
    ((SimulatedAws) clients).await().atMost(PATIENCE).until(() -> accountExists().get() == null);
    assertThat(access.accessFor(NAME, Optional.of(account()), Manifests.HOME, null))
        .isInstanceOf(AccountAccess.Access.Unavailable.class);
  }

  private static boolean awaitReady(AmiImage image) {
    return Optional.ofNullable(image)
        .map(AmiImage::getStatus)
        .filter(ConditionedStatus::ready)
        .isPresent();
  }

  private Resource<AmiImage> imageExists() {
    return kubernetes.resources(AmiImage.class).inNamespace(Manifests.NAMESPACE).withName("last");
  }

  private Resource<AwsAccount> accountExists() {
    return kubernetes.resources(AwsAccount.class).withName(NAME);
  }

  private static AwsAccount account() {
    return Manifests.account(NAME);
  }

  private AmiImage image() {
    String instanceId =
        ((SimulatedAws) clients)
            .cloud()
            .seeds()
            .target(Ec2Fixtures.ACCOUNT, Manifests.HOME)
            .instance(InstanceSeed.small());
    return Manifests.image(
        "last",
        """
        region: eu-west-1
        accountRef: leaving
        source: {instance: {instanceId: %s, noReboot: true}}
        """
            .formatted(instanceId));
  }
}
