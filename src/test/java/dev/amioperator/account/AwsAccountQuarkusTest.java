package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.testing.Examples;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
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
  @Inject AccountAccess gate;

  /** It was deleted first, then the operator was started anew: each would wait for the other. */
  @Test
  void anAccountThatIsBeingDeletedLetsItsObjectsOutAfterARestart() {
    kubernetes.resource(account()).create();
    kubernetes.resource(image()).create();
    await().atMost(PATIENCE).until(() -> ready(imageThere().get()));
    accountThere().delete();
    gate.unverified(NAME);

    imageThere().delete();

    await().atMost(PATIENCE).until(() -> imageThere().get() == null);
    await().atMost(PATIENCE).until(() -> accountThere().get() == null);
    assertThat(gate.accessFor(NAME, Optional.of(account()), Manifests.HOME, null))
        .isInstanceOf(AccountAccess.Access.Unavailable.class);
  }

  private static boolean ready(AmiImage image) {
    return Optional.ofNullable(image)
        .map(AmiImage::getStatus)
        .filter(ConditionedStatus::ready)
        .isPresent();
  }

  private Resource<AmiImage> imageThere() {
    return kubernetes.resources(AmiImage.class).inNamespace(Manifests.NAMESPACE).withName("last");
  }

  private Resource<AwsAccount> accountThere() {
    return kubernetes.resources(AwsAccount.class).withName(NAME);
  }

  private static AwsAccount account() {
    AwsAccount account = Manifests.account();
    account.setMetadata(new ObjectMetaBuilder().withName(NAME).build());
    return account;
  }

  private AmiImage image() {
    String instanceId =
        ((SimulatedAws) clients)
            .cloud()
            .seeds()
            .target(Examples.ACCOUNT, Manifests.HOME)
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
