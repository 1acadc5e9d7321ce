package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource.KeyRef;
import dev.amioperator.reconcile.ErrorReasons;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Reads the user data of build instances from ConfigMaps, at launch and without a watch. */
@ApplicationScoped
class BuildUserData {
  /** EC2's limit before base64 encoding, in bytes (RunInstances, UserData). */
  private static final int MAX_BYTES = 16 * 1024;

  private final KubernetesClient kubernetes;
  private final ConfigMapAccess access;

  BuildUserData(KubernetesClient kubernetes, ConfigMapAccess access) {
    this.kubernetes = kubernetes;
    this.access = access;
  }

  /** User data under a key of a ConfigMap. */
  sealed interface ReadResult {
    record Script(byte[] bytes) implements ReadResult {}

    record Unavailable(String message) implements ReadResult {}
  }

  ReadResult read(String namespace, KeyRef key) {
    if (!access.granted(namespace)) {
      return new ReadResult.Unavailable(
          ("the operator may not read ConfigMaps of namespace %s; install its chart with"
                  + " builds.enabled: true and this namespace in builds.namespaces")
              .formatted(namespace));
    }
    try {
      ConfigMap map = kubernetes.configMaps().inNamespace(namespace).withName(key.name()).get();
      return map == null
          ? new ReadResult.Unavailable(
              "there is no ConfigMap %s in this namespace".formatted(key.name()))
          : script(map, key);
    } catch (KubernetesClientException e) {
      return new ReadResult.Unavailable(
          "the ConfigMap %s cannot be read: %s".formatted(key.name(), ErrorReasons.clause(e)));
    }
  }

  private static ReadResult script(ConfigMap map, KeyRef key) {
    Optional<byte[]> bytes =
        find(map.getData(), key.key())
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .or(() -> find(map.getBinaryData(), key.key()).map(Base64.getDecoder()::decode));
    if (bytes.isEmpty()) {
      return new ReadResult.Unavailable(
          "the ConfigMap %s has no key %s".formatted(key.name(), key.key()));
    }
    int length = bytes.get().length;
    return length <= MAX_BYTES
        ? new ReadResult.Script(bytes.get())
        : new ReadResult.Unavailable(
            "the key %s of ConfigMap %s has %d bytes, and user data at most %d; let it fetch the rest"
                .formatted(key.key(), key.name(), length, MAX_BYTES));
  }

  private static Optional<String> find(Map<String, String> data, String key) {
    return data == null ? Optional.empty() : Optional.ofNullable(data.get(key));
  }
}
