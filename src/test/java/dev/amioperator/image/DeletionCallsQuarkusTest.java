package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * EC2 calls for the deletion of many AmiImages at the same moment, counted by the journal.
 *
 * <p>The pause before absence can be proven is shortened here, so that EC2 is read about ten times
 * meanwhile; with pauses of their real length it is twice.
 */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class DeletionCallsQuarkusTest extends ImageTestBase {
  private static final int IMAGES = 50;
  private static final String OWNERSHIP_READ = "DescribeImages for ownership";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void deletesImagesWithFewCallsEach() {
    List<String> names = IntStream.range(0, IMAGES).mapToObj(i -> "many-" + i).toList();
    names.forEach(
        name -> apply(Manifests.fromInstance(name, seeds.instance(InstanceSeed.small()))));
    names.forEach(this::awaitReady);

    long before = cloud.journal().lastSequence();
    names.forEach(name -> cluster.resource(name).delete());
    await()
        .atMost(PATIENCE)
        .until(() -> names.stream().allMatch(name -> cluster.resource(name).get() == null));

    Map<String, Long> calls =
        cloud.journal().entriesAfter(before).stream()
            .filter(call -> call.region().equals(Manifests.HOME))
            .collect(
                Collectors.groupingBy(
                    DeletionCallsQuarkusTest::purpose, TreeMap::new, Collectors.counting()));
    long total = calls.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf(
        "deletion of %d images: %d EC2 calls, %.2f per image: %s%n",
        IMAGES, total, (double) total / IMAGES, calls);
    assertThat(calls.getOrDefault("DeregisterImage", 0L)).isEqualTo(IMAGES);
    assertThat(calls.get(OWNERSHIP_READ)).isBetween(1L, IMAGES / 5L);
    assertThat(total).isLessThanOrEqualTo(3 * IMAGES);
  }

  /** The action, and for reads of images and snapshots also what they are selected by. */
  private static String purpose(Journal.Entry call) {
    String parameters = call.parameters();
    if (!parameters.contains("Filters=")) {
      return call.action();
    }
    if (parameters.contains("Name=image-id")) {
      return parameters.contains("Owners=[self]") ? OWNERSHIP_READ : "DescribeImages by id";
    }
    if (parameters.contains("Name=snapshot-id")) {
      return "DescribeSnapshots by id";
    }
    return call.action()
        + (parameters.contains("tag:amioperator.dev/resource") ? " of owners" : " of cluster");
  }
}
