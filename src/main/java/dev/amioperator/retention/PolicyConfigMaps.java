package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.reconcile.ErrorReasons;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads and writes the ConfigMaps of policies, by name and without a watch. */
@ApplicationScoped
class PolicyConfigMaps {
  /** The label by which the ConfigMaps of a policy are found with kubectl. */
  static final String POLICY_LABEL = "amioperator.dev/policy";

  private static final Map<String, String> MANAGED_BY =
      Map.of("app.kubernetes.io/managed-by", "ami-operator");

  private final KubernetesClient kubernetes;
  private final PolicyConfigMapAccess access;

  PolicyConfigMaps(KubernetesClient kubernetes, PolicyConfigMapAccess access) {
    this.kubernetes = kubernetes;
    this.access = access;
  }

  /**
   * The content of a ConfigMap.
   *
   * @param binary not encoded
   */
  record Content(Map<String, String> text, Map<String, byte[]> binary) {}

  /** A ConfigMap that cannot be read or written now; the message says which, and what to do. */
  static final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
      super(message);
    }
  }

  /** The content of a ConfigMap, whoever wrote it; empty: there is none. */
  Optional<Content> read(AmiRetentionPolicy policy, String name) {
    return get(policy, name).map(PolicyConfigMaps::content);
  }

  /** Creates an immutable ConfigMap; one that exists stays as it is. */
  void createImmutable(AmiRetentionPolicy policy, String name, Content content) {
    if (get(policy, name).isEmpty()) {
      create(policy, name, content, true);
    }
  }

  /** Creates or replaces a ConfigMap of the policy; refuses to replace that of another owner. */
  void replace(AmiRetentionPolicy policy, String name, Content content) {
    Optional<ConfigMap> found = get(policy, name);
    if (found.isEmpty()) {
      create(policy, name, content, false);
      return;
    }
    if (!ownedBy(policy, found.get())) {
      throw new UnavailableException(
          "ConfigMap %s exists and is not this policy's. Rename or delete it".formatted(name));
    }
    ConfigMap updated = configMap(policy, name, content, false);
    updated.getMetadata().setResourceVersion(found.get().getMetadata().getResourceVersion());
    call(policy, name, () -> resource(policy, name, updated).lockResourceVersion().update());
  }

  /** Deletes a ConfigMap of the policy; that of another owner stays. */
  void delete(AmiRetentionPolicy policy, String name) {
    get(policy, name)
        .filter(found -> ownedBy(policy, found))
        .ifPresent(found -> call(policy, name, () -> resource(policy, name, found).delete()));
  }

  private Optional<ConfigMap> get(AmiRetentionPolicy policy, String name) {
    return Optional.ofNullable(
        call(
            policy,
            name,
            () -> kubernetes.configMaps().inNamespace(namespace(policy)).withName(name).get()));
  }

  private void create(AmiRetentionPolicy policy, String name, Content content, boolean immutable) {
    ConfigMap created = configMap(policy, name, content, immutable);
    call(policy, name, () -> resource(policy, name, created).create());
  }

  private Resource<ConfigMap> resource(AmiRetentionPolicy policy, String name, ConfigMap map) {
    return kubernetes.configMaps().inNamespace(namespace(policy)).resource(map);
  }

  private <T> T call(AmiRetentionPolicy policy, String name, Supplier<T> call) {
    String namespace = namespace(policy);
    if (!access.granted(namespace)) {
      throw new UnavailableException(
          ("the operator may not write ConfigMap %s in namespace %s. Set retention.configMaps to"
                  + " true in the values of its chart, and add the namespace to"
                  + " retention.namespaces")
              .formatted(name, namespace));
    }
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new UnavailableException(
            ("the API server refuses ConfigMap %s to the operator. Set retention.configMaps to"
                    + " true in the values of its chart, and add namespace %s to"
                    + " retention.namespaces")
                .formatted(name, namespace));
      }
      throw new UnavailableException(
          "ConfigMap %s cannot be read or written, which is retried: %s"
              .formatted(name, ErrorReasons.clause(e)));
    }
  }

  private static ConfigMap configMap(
      AmiRetentionPolicy policy, String name, Content content, boolean immutable) {
    ObjectMeta owner = policy.getMetadata();
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace(policy))
        .withName(name)
        .withLabels(MANAGED_BY)
        .addToLabels(POLICY_LABEL, owner.getName())
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(policy.getApiVersion())
                .withKind(policy.getKind())
                .withName(owner.getName())
                .withUid(owner.getUid())
                .withController(true)
                .build())
        .endMetadata()
        .withImmutable(immutable ? true : null)
        .withData(content.text())
        .withBinaryData(
            content.binary().entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Base64.getEncoder().encodeToString(entry.getValue()))))
        .build();
  }

  private static Content content(ConfigMap map) {
    return new Content(
        Optional.ofNullable(map.getData()).orElse(Map.of()),
        Optional.ofNullable(map.getBinaryData()).orElse(Map.of()).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> Base64.getDecoder().decode(entry.getValue()))));
  }

  private static boolean ownedBy(AmiRetentionPolicy policy, ConfigMap map) {
    return map.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(policy.getMetadata().getUid()));
  }

  private static String namespace(AmiRetentionPolicy policy) {
    return policy.getMetadata().getNamespace();
  }
}
