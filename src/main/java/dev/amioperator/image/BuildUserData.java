package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource.KeyRef;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Reads the user data of builders, when one is launched: nobody watches ConfigMaps for it. */
@ApplicationScoped
class BuildUserData {
  /** EC2 takes no more, before it is encoded (RunInstances, UserData). */
  private static final int MAX_BYTES = 16 * 1024;

  private static final int FORBIDDEN = 403;

  private final KubernetesClient kubernetes;

  BuildUserData(KubernetesClient kubernetes) {
    this.kubernetes = kubernetes;
  }

  /** What was found under a key. */
  sealed interface ReadResult {
    record Script(byte[] bytes) implements ReadResult {}

    record Unavailable(String message) implements ReadResult {}
  }

  ReadResult read(String namespace, KeyRef key) {
    Optional<ConfigMap> map;
    try {
      map = Optional.ofNullable(configMap(namespace, key.name()));
    } catch (KubernetesClientException e) {
      return new ReadResult.Unavailable(
          e.getCode() == FORBIDDEN
              ? "the operator may not read ConfigMaps; install its chart with builds.enabled: true"
              : "the ConfigMap %s cannot be read: %s".formatted(key.name(), e.getMessage()));
    }
    if (map.isEmpty()) {
      return new ReadResult.Unavailable(
          "there is no ConfigMap %s in this namespace".formatted(key.name()));
    }
    return value(map.get(), key.key())
        .<ReadResult>map(bytes -> withinSizeLimit(bytes, key))
        .orElseGet(
            () ->
                new ReadResult.Unavailable(
                    "the ConfigMap %s has no key %s".formatted(key.name(), key.key())));
  }

  private ConfigMap configMap(String namespace, String name) {
    return kubernetes.configMaps().inNamespace(namespace).withName(name).get();
  }

  private static ReadResult withinSizeLimit(byte[] bytes, KeyRef key) {
    return bytes.length <= MAX_BYTES
        ? new ReadResult.Script(bytes)
        : new ReadResult.Unavailable(
            "the key %s of ConfigMap %s has %d bytes, and user data at most %d; let it fetch the rest"
                .formatted(key.key(), key.name(), bytes.length, MAX_BYTES));
  }

  private static Optional<byte[]> value(ConfigMap map, String key) {
    return find(map.getData(), key)
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .or(() -> find(map.getBinaryData(), key).map(Base64.getDecoder()::decode));
  }

  private static Optional<String> find(Map<String, String> data, String key) {
    return data == null ? Optional.empty() : Optional.ofNullable(data.get(key));
  }
}
