package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.Condition.Type;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;

/** Runs AmiImages on an {@link ImageTestCluster}. */
abstract class ImageTestBase {
  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  SimulatedCloud cloud;
  Seeds.SeedTarget seeds;
  Ec2Client ec2;

  ImageTestCluster cluster;

  @BeforeEach
  void prepareCluster() {
    cluster = new ImageTestCluster(kubernetes, clients);
    cloud = cluster.cloud();
    seeds = cluster.seeds();
    ec2 = cluster.ec2();
  }

  ConditionFactory await() {
    return cluster.await();
  }

  List<Journal.Entry> failedCalls(String action, String error) {
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

  static boolean isStalled(AmiImageStatus status) {
    return status.conditions() != null
        && status.conditions().stream().anyMatch(c -> c.type() == Type.STALLED);
  }

  static Condition readyCondition(AmiImageStatus status) {
    return ImageTestCluster.readyCondition(status);
  }

  void apply(AmiImage image) {
    kubernetes.resource(image).create();
  }

  AmiImageStatus awaitReady(String name) {
    return cluster.awaitReady(name);
  }

  AmiImageStatus awaitStatus(String name, Predicate<AmiImageStatus> holds) {
    return cluster.awaitStatus(name, holds);
  }

  void delete(String name) {
    cluster.delete(name);
  }

  List<Image> imagesNamed(String name) {
    return ec2.describeImages(r -> r.owners("self").filters(f -> f.name("name").values(name)))
        .images();
  }
}
