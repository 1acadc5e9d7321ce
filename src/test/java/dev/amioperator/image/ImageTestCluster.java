package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.Condition.Type;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;

/** AmiImages on a mock API server with the EC2 simulator in process. */
final class ImageTestCluster {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final KubernetesClient kubernetes;
  private final SimulatedAws aws;
  private final Ec2Client ec2;

  ImageTestCluster(KubernetesClient kubernetes, AwsClientProvider clients) {
    this.kubernetes = kubernetes;
    this.aws = (SimulatedAws) clients;
    this.ec2 = SimulatedAws.administrator(clients, Manifests.HOME);
    Manifests.apply(kubernetes, Manifests.account());
  }

  SimulatedCloud cloud() {
    return aws.cloud();
  }

  ConditionFactory await() {
    return aws.await();
  }

  Ec2Client ec2() {
    return ec2;
  }

  Seeds.SeedTarget seeds() {
    return seeds(Ec2Fixtures.ACCOUNT);
  }

  Seeds.SeedTarget seeds(String accountId) {
    return cloud().seeds().target(accountId, Manifests.HOME);
  }

  /** Applies an AmiImage with only this source in YAML. */
  void apply(String name, String source) {
    String spec =
        """
        region: eu-west-1
        source: %s
        """;
    kubernetes.resource(Manifests.image(name, spec.formatted(source))).create();
  }

  Resource<AmiImage> resource(String name) {
    return kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName(name);
  }

  AmiImageStatus awaitReady(String name) {
    return awaitStatus(name, AmiImageStatus::ready);
  }

  AmiImageStatus awaitStalled(String name) {
    return awaitStatus(
        name,
        status ->
            status.conditions() != null
                && status.conditions().stream().anyMatch(c -> c.type() == Type.STALLED));
  }

  AmiImageStatus awaitStatus(String name, Predicate<AmiImageStatus> holds) {
    return await()
        .alias(name)
        .atMost(PATIENCE)
        .until(
            () -> Optional.ofNullable(resource(name).get()).map(AmiImage::getStatus),
            status -> status.filter(holds).isPresent())
        .orElseThrow();
  }

  void delete(String name) {
    resource(name).delete();
    await().alias(name).atMost(PATIENCE).until(() -> resource(name).get() == null);
  }

  static Condition readyCondition(AmiImageStatus status) {
    return status.conditions().stream()
        .filter(c -> c.type() == Type.READY)
        .findFirst()
        .orElseThrow();
  }

  /** Notes of the Kubernetes events of an object with this reason. */
  List<String> events(String name, String reason) {
    return kubernetes.resources(Event.class).inNamespace(NAMESPACE).list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(name))
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getNote)
        .toList();
  }

  /** The account's image with the default name of an object. */
  Image imageOf(String name) {
    return imagesOf(name).getFirst();
  }

  List<Image> imagesOf(String name) {
    return ec2.describeImages(
            r -> r.owners("self").filters(f -> f.name("name").values(NAMESPACE + "/" + name)))
        .images();
  }
}
