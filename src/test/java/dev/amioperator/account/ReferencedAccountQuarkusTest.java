package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** An AwsAccount that is deleted while objects name it. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class ReferencedAccountQuarkusTest {
  private static final String NAME = "referenced";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  @Test
  void namesObjectsThatKeepAccount() {
    AwsAccount account = Manifests.account(NAME);
    kubernetes.resource(account).create();
    for (String name : new String[] {"first-of-two", "second-of-two"}) {
      kubernetes.resource(image(name)).create();
      await(() -> status(name).filter(ConditionedStatus::ready).isPresent());
    }

    account().delete();
    await(() -> message().contains("2 objects still use this AwsAccount, such as AmiImage"));

    images("first-of-two").delete();
    await(() -> message().contains("/second-of-two still uses this AwsAccount. Delete it first."));

    images("second-of-two").delete();
    await(() -> account().get() == null);
  }

  private void await(Callable<Boolean> condition) {
    ((SimulatedAws) clients).await().atMost(PATIENCE).until(condition);
  }

  /** The message of the account's Ready condition. */
  private String message() {
    return Optional.ofNullable(account().get())
        .map(CustomResource::getStatus)
        .flatMap(
            status ->
                status.conditions().stream()
                    .filter(condition -> condition.type() == Condition.Type.READY)
                    .findFirst())
        .map(Condition::message)
        .orElse("");
  }

  private Resource<AwsAccount> account() {
    return kubernetes.resources(AwsAccount.class).withName(NAME);
  }

  private Resource<AmiImage> images(String name) {
    return kubernetes.resources(AmiImage.class).inNamespace(Manifests.NAMESPACE).withName(name);
  }

  private Optional<ConditionedStatus> status(String name) {
    return Optional.ofNullable(images(name).get()).map(AmiImage::getStatus);
  }

  private AmiImage image(String name) {
    return Manifests.image(
        name,
        """
        region: eu-west-1
        accountRef: referenced
        source: {instance: {instanceId: %s, noReboot: true}}
        """
            .formatted(instanceId()));
  }

  private String instanceId() {
    return ((SimulatedAws) clients)
        .cloud()
        .seeds()
        .target(Ec2Fixtures.ACCOUNT, Manifests.HOME)
        .instance(InstanceSeed.small());
  }
}
