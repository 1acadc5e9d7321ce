package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.RealApiProfile;
import dev.amioperator.testing.SimulatorAdmin;
import dev.amioperator.testing.SimulatorResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * JOSDK's own status patch drops edits and deletions whose events arrive while it is under way. So
 * each status patch is answered with an immediate edit, five times an object, and then with a
 * deletion. The operator reconciles a settled object only every ten minutes, so a lost event ends
 * the sequence of an object.
 */
@QuarkusTest
@TestProfile(RealApiProfile.class)
class LostEditsIT {
  private static final int OBJECTS = 50;
  private static final int EDITS = 5;

  @ConfigProperty(name = SimulatorResource.ADMIN)
  URI admin;

  private final KubernetesClient kubernetes = ControlPlane.get().client();
  private final String namespace = ControlPlane.get().namespace("edits");
  private final Map<String, AtomicInteger> edits = new ConcurrentHashMap<>();
  private final AtomicInteger deletions = new AtomicInteger();

  @Test
  void losesNoEditOrDeletion() throws Exception {
    Manifests.apply(kubernetes, Manifests.account());
    try (ExecutorService editors = Executors.newVirtualThreadPerTaskExecutor();
        Watch watch = images().watch(new Editor(editors))) {
      for (int i = 0; i < OBJECTS; i++) {
        kubernetes.resource(image("edited-" + i)).create();
      }
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> images().list().getItems().isEmpty());
    }
    assertThat(deletions).hasValue(OBJECTS);
    assertThat(edits.values()).hasSize(OBJECTS).allSatisfy(n -> assertThat(n).hasValue(EDITS));
    SimulatorAdmin simulator = new SimulatorAdmin(admin);
    assertThat(simulator.calls("RegisterImage")).hasSizeGreaterThanOrEqualTo(OBJECTS);
    assertThat(simulator.leftovers()).isEmpty();
  }

  private final class Editor implements Watcher<AmiImage> {
    private final ExecutorService editors;
    private final Map<String, Long> edited = new ConcurrentHashMap<>();

    private Editor(ExecutorService editors) {
      this.editors = editors;
    }

    @Override
    public void eventReceived(Action action, AmiImage image) {
      String name = image.getMetadata().getName();
      boolean reconciled =
          action == Action.MODIFIED
              && image.getStatus() != null
              && image.getStatus().imageId() != null
              && image.getMetadata().getGeneration().equals(image.getStatus().observedGeneration())
              && image.getMetadata().getDeletionTimestamp() == null;
      // Once a generation: its first status patch is the patch whose response is still pending.
      if (reconciled
          && !image
              .getMetadata()
              .getGeneration()
              .equals(edited.put(name, image.getMetadata().getGeneration()))) {
        editors.submit(() -> editOrDelete(name));
      }
    }

    private void editOrDelete(String name) {
      int edit = edits.computeIfAbsent(name, n -> new AtomicInteger()).getAndIncrement();
      if (edit < EDITS) {
        images()
            .withName(name)
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"spec\":{\"tags\":{\"edit\":\"%d\"}}}".formatted(edit));
      } else {
        edits.get(name).decrementAndGet();
        deletions.incrementAndGet();
        images().withName(name).delete();
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the watch ended", cause);
    }
  }

  private io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
          AmiImage,
          io.fabric8.kubernetes.api.model.KubernetesResourceList<AmiImage>,
          io.fabric8.kubernetes.client.dsl.Resource<AmiImage>>
      images() {
    return kubernetes.resources(AmiImage.class).inNamespace(namespace);
  }

  private AmiImage image(String name) {
    AmiImage image =
        Manifests.image(
            name,
            """
            region: eu-west-1
            source: {snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64}}
            tags: {edit: none}
            deletionGuard: None
            """);
    image.getMetadata().setNamespace(namespace);
    return image;
  }
}
