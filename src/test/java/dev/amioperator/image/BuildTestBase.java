package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.VolumeSeed;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Runs AmiImage builds on a mock API server with access to their instances. */
abstract class BuildTestBase extends ImageTestBase {
  static final String DONE = "echo AMI-BUILD-SUCCEEDED\nshutdown -h now\n";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  void applyBuild(String name, String script, String more) {
    applyUserData(name, script);
    String base =
        seeds.image(
            ImageSeed.named("base-of-" + name)
                .withVolumes(VolumeSeed.of("/dev/xvda", 8), VolumeSeed.of("/dev/sdf", 4)));
    cluster.apply(
        name,
        """
        {build: {base: {imageId: %s}, instanceType: t3.small, timeout: 10m,
          userData: {configMapKeyRef: {name: %s, key: script}}%s}}\
        """
            .formatted(base, name, more.isEmpty() ? "" : ", " + more));
  }

  void applyUserData(String name, String script) {
    kubernetes
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .addToData("script", script)
                .build())
        .createOr(existing -> existing.update());
  }

  Instance onlyBuildInstanceOf(String name) {
    List<Instance> instances = buildInstancesOf(name);
    assertThat(instances).hasSize(1);
    return instances.getFirst();
  }

  List<Instance> buildInstancesOf(String name) {
    return ec2
        .describeInstances(
            r ->
                r.filters(
                    f ->
                        f.name("tag:amioperator.dev/resource")
                            .values("AmiImage/" + NAMESPACE + "/" + name)))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  void assertTerminated(String name) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(onlyBuildInstanceOf(name).state().name())
                    .isEqualTo(InstanceStateName.TERMINATED));
  }

  List<Journal.Entry> calls(String action) {
    return cloud.journal().entries().stream().filter(call -> call.action().equals(action)).toList();
  }

  static boolean isFor(Journal.Entry call, String name) {
    return call.toString().contains(NAMESPACE + "/" + name);
  }
}
