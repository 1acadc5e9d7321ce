package dev.amioperator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.amioperator.testing.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Validation of manifests by the API server, and deserialization of all accepted manifests. */
class ManifestValidationIT {
  private static RawApi api;

  @BeforeAll
  static void start() {
    ControlPlane controlPlane = ControlPlane.separate("manifests");
    api = new RawApi(controlPlane.client(), controlPlane.namespace("manifests"));
  }

  @AfterAll
  static void clear() {
    api.client().namespaces().withName(api.namespace()).delete();
  }

  static List<Manifest> valid() {
    return Manifest.all("valid-");
  }

  static List<Manifest> invalid() {
    return Manifest.all("invalid-");
  }

  static List<Manifest> nasty() {
    return Manifest.all("nasty-");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void acceptsValidManifest(Manifest manifest) {
    ObjectNode object = manifest.object();

    HasMetadata read = api.read(object, api.tryCreate(object, "Strict"));

    assertThat(written(read).get("spec")).isEqualTo(object.get("spec"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void rejectsInvalidManifestWithReason(Manifest manifest) {
    if (manifest.previous().isPresent()) {
      ObjectNode former = createSuspended(manifest.previous().get());
      assertRefused(manifest, () -> api.tryReplace(manifest.object()));
      api.delete(former);
    } else {
      assertRefused(manifest, () -> api.tryCreate(manifest.object(), "Strict"));
    }
  }

  @ParameterizedTest
  @MethodSource("nasty")
  void readsEveryManifestTheSchemaAccepts(Manifest manifest) {
    ObjectNode object = manifest.object();
    String kept = api.tryCreate(object, "Ignore");

    assertThatCode(() -> api.read(object, kept)).doesNotThrowAnyException();
  }

  /** Suspended, so that a running operator ignores the object. */
  private static ObjectNode createSuspended(Manifest manifest) {
    ObjectNode object = manifest.object();
    object.withObject("/spec").put("suspend", true);
    api.create(object);
    return object;
  }

  private static void assertRefused(
      Manifest manifest, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .as(manifest.name())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getStatus().getMessage()).contains(manifest.expected()));
  }

  private static ObjectNode written(HasMetadata read) {
    return api.client().getKubernetesSerialization().convertValue(read, ObjectNode.class);
  }
}
