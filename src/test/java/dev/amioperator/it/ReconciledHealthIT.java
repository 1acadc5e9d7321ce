package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import dev.amioperator.testing.RealApiProfile;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Health by kstatus and Argo CD of every kind, in the statuses that the operator writes. */
@QuarkusTest
@TestProfile(RealApiProfile.class)
class ReconciledHealthIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MANAGER = "--field-manager=argocd-controller";
  private static final Map<String, String> KINDS =
      Map.of(
          "AwsAccount", "awsaccounts",
          "AmiImage", "amiimages",
          "AmiCopy", "amicopies",
          "AmiRetentionPolicy", "amiretentionpolicies");

  /** Each object with the reason of its Ready condition, and its health by kstatus and Argo CD. */
  private static final List<String> RECONCILED =
      List.of(
          "AwsAccount health-ready AccountReachable: Current Healthy",
          "AwsAccount health-denied Denied: Failed Degraded",
          "AmiImage web Observing: InProgress Progressing",
          "AmiImage web Available: Current Healthy",
          "AmiImage lost SourceNotFound: Failed Degraded",
          "AmiImage stranded AccountNotReady: InProgress Progressing",
          "AmiImage halted Suspended: InProgress Suspended",
          "AmiCopy early SourceNotReady: InProgress Progressing",
          "AmiCopy web Copying: InProgress Progressing",
          "AmiCopy web Available: Current Healthy",
          "AmiRetentionPolicy web Planned: Current Healthy",
          "AmiRetentionPolicy stranded AccountNotReady: InProgress Progressing");

  /** The image waits for the finalizer of another controller, and the account for all objects. */
  private static final List<String> DELETED =
      List.of(
          "AmiImage halted deleted Suspended: Terminating Progressing",
          "AwsAccount health-ready deleted InUse: Terminating Progressing");

  private static final String OBJECTS =
      """
      apiVersion: amioperator.dev/v1alpha1
      kind: AwsAccount
      metadata: {name: health-ready}
      spec: {namespaces: {all: true}, allow: {snapshots: {any: true}}}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AwsAccount
      metadata: {name: health-denied}
      spec: {namespaces: {all: true}, roleArn: "arn:aws:iam::111122223333:role/missing"}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiImage
      metadata: {name: web}
      spec: {accountRef: health-ready, region: eu-west-1, source: {snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64}}}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiImage
      metadata: {name: lost}
      spec: {accountRef: health-ready, region: eu-west-1, source: {snapshot: {snapshotId: snap-0fedcba9876543210, architecture: arm64}}}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiImage
      metadata: {name: stranded}
      spec: {accountRef: health-denied, region: eu-west-1, source: {snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64}}}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiImage
      metadata: {name: halted, finalizers: [example.com/held]}
      spec: {accountRef: health-ready, suspend: true, region: eu-west-1, source: {snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64}}}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiCopy
      metadata: {name: web}
      spec: {source: {imageRef: web}, destinations: [{region: us-east-1}]}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiCopy
      metadata: {name: early}
      spec: {source: {imageRef: lost}, destinations: [{region: us-east-1}]}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiRetentionPolicy
      metadata: {name: web}
      spec: {accountRefs: [health-ready], regions: [eu-west-1], select: {tags: {family: none}}, keep: {newest: 3}, retire: {deregister: 30d}}
      ---
      apiVersion: amioperator.dev/v1alpha1
      kind: AmiRetentionPolicy
      metadata: {name: stranded}
      spec: {accountRefs: [health-denied], regions: [eu-west-1], select: {tags: {family: none}}, keep: {newest: 3}, retire: {deregister: 30d}}
      """;

  private final ControlPlane controlPlane = ControlPlane.get();
  private final String namespace = controlPlane.namespace("health");
  private final Map<String, JsonNode> seen = new ConcurrentHashMap<>();

  @Test
  void isHealthyOnlyWhenReadyAndNeverDrifts() throws IOException {
    List<Watch> watches = KINDS.entrySet().stream().map(this::watch).toList();
    Path manifests = Files.writeString(Files.createTempFile("objects", ".yaml"), OBJECTS);

    succeed(kubectl(manifests, "apply", "--server-side", MANAGER));
    assertHealth(RECONCILED);
    succeed(kubectl(manifests, "diff", "--server-side", MANAGER));

    succeed(kubectl(manifests, "delete", "--wait=false"));
    assertHealth(DELETED);
    decideAsDocumented();
    succeed(
        controlPlane.kubectl(
            "patch",
            "amiimage/halted",
            "-n=" + namespace,
            "--type=merge",
            "-p={\"metadata\": {\"finalizers\": null}}"));
    await()
        .atMost(PATIENCE.multipliedBy(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> kubectl(manifests, "get", "--ignore-not-found").output().isBlank());
    watches.forEach(Watch::close);
    Files.delete(manifests);
  }

  private void assertHealth(List<String> expected) {
    List<String> actual = new ArrayList<>();
    for (String line : expected) {
      String state = line.substring(0, line.indexOf(':'));
      await().alias(state).atMost(PATIENCE).until(() -> seen.containsKey(state));
      GitOpsTools.Health health = GitOpsTools.health(seen.get(state));
      actual.add("%s: %s %s".formatted(state, health.kstatus(), health.argoCd()));
    }
    assertThat(actual).isEqualTo(expected);
  }

  /** The commands of the how-to for an object that is held, and not in Git any more. */
  private void decideAsDocumented() throws IOException {
    List<String> commands =
        Files.readString(Path.of("docs", "how-to", "gitops-with-argo-cd.md"))
            .lines()
            .map(String::strip)
            .filter(line -> line.matches("kubectl (patch|annotate) amiimage web-42 -n images .*"))
            .map(line -> line.replace("web-42 -n images", "halted -n " + namespace))
            .toList();
    assertThat(commands).hasSize(2);
    for (String command : commands) {
      succeed(
          ProgramResult.run(
              PATIENCE,
              List.of(
                  "env",
                  "PATH=" + controlPlane.programs(),
                  "KUBECONFIG=" + controlPlane.kubeconfig().toAbsolutePath(),
                  "/bin/sh",
                  "-c",
                  command)));
    }
  }

  /** Keeps each object in each of its states, however short. */
  private Watch watch(Map.Entry<String, String> kind) {
    boolean namespaced = !kind.getKey().equals("AwsAccount");
    var objects =
        controlPlane
            .client()
            .genericKubernetesResources(
                new ResourceDefinitionContext.Builder()
                    .withGroup("amioperator.dev")
                    .withVersion("v1alpha1")
                    .withKind(kind.getKey())
                    .withPlural(kind.getValue())
                    .withNamespaced(namespaced)
                    .build());
    Watcher<GenericKubernetesResource> recorder = new Recorder();
    return namespaced ? objects.inNamespace(namespace).watch(recorder) : objects.watch(recorder);
  }

  private final class Recorder implements Watcher<GenericKubernetesResource> {
    @Override
    public void eventReceived(Action action, GenericKubernetesResource resource) {
      JsonNode object = Serialization.jsonMapper().valueToTree(resource);
      for (JsonNode condition : object.at("/status/conditions")) {
        if (condition.get("type").asText().equals("Ready")) {
          String deleted =
              object.at("/metadata/deletionTimestamp").isMissingNode() ? "" : "deleted ";
          String state =
              "%s %s %s%s"
                  .formatted(
                      object.get("kind").asText(),
                      object.at("/metadata/name").asText(),
                      deleted,
                      condition.get("reason").asText());
          seen.put(state, object);
        }
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the watch ended", cause);
    }
  }

  private ProgramResult kubectl(Path manifests, String command, String... options) {
    return controlPlane.kubectl(
        Stream.concat(
                Stream.of(command, "--namespace=" + namespace, "-f", manifests.toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static void succeed(ProgramResult result) {
    assertThat(result.status()).as(result.output()).isZero();
  }
}
