package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.Condition.Type;
import dev.amioperator.ec2.aws.ClientSource;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.Examples;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;

/** AmiImages on a mock API server, in a cloud whose clock is fast. */
abstract class ImageStage {
  @Inject KubernetesClient kubernetes;
  @Inject ClientSource clients;

  SimulatedCloud cloud;
  Seeds.Place seeds;
  Ec2Client ec2;

  @BeforeEach
  void account() {
    cloud = ((SimulatedAws) clients).cloud();
    seeds = cloud.seeds().in(Examples.ACCOUNT, "eu-west-1");
    ec2 = clients.ec2("default", "eu-west-1");
    kubernetes.resource(Manifests.account()).createOr(NonDeletingOperation::update);
  }

  List<Journal.Entry> refused(String action, String error) {
    return cloud.journal().entries().stream()
        .filter(call -> call.action().equals(action) && error.equals(call.error()))
        .toList();
  }

  List<String> launchPermissions(String imageId) {
    return ec2
        .describeImageAttribute(
            r -> r.imageId(imageId).attribute(ImageAttributeName.LAUNCH_PERMISSION))
        .launchPermissions()
        .stream()
        .map(LaunchPermission::userId)
        .toList();
  }

  static boolean stalled(AmiImageStatus status) {
    return status.conditions() != null
        && status.conditions().stream().anyMatch(c -> c.type() == Type.STALLED);
  }

  static Condition readyCondition(AmiImageStatus status) {
    return status.conditions().stream()
        .filter(c -> c.type() == Type.READY)
        .findFirst()
        .orElseThrow();
  }

  void apply(AmiImage image) {
    kubernetes.resource(image).create();
  }

  AmiImageStatus ready(String name) {
    return until(name, status -> status.ready());
  }

  AmiImageStatus until(String name, Predicate<AmiImageStatus> holds) {
    return await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                Optional.ofNullable(
                        kubernetes
                            .resources(AmiImage.class)
                            .inNamespace(NAMESPACE)
                            .withName(name)
                            .get())
                    .map(AmiImage::getStatus),
            status -> status.filter(holds).isPresent())
        .orElseThrow();
  }

  void delete(String name) {
    var resource = kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName(name);
    resource.delete();
    await().atMost(Duration.ofSeconds(40)).until(() -> resource.get() == null);
  }

  List<Image> imagesNamed(String name) {
    return ec2.describeImages(r -> r.owners("self").filters(f -> f.name("name").values(name)))
        .images();
  }
}
