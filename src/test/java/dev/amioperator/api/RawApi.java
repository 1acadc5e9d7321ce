package dev.amioperator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AwsAccount;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/**
 * Plain HTTP access to the API server with manifests exactly as written. A typed client would
 * normalize them. Unknown fields are rejected, as kubectl does.
 */
record RawApi(KubernetesClient client, String namespace) {
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "AmiImage", AmiImage.class,
          "AmiCopy", AmiCopy.class,
          "AmiRetentionPolicy", AmiRetentionPolicy.class,
          "AwsAccount", AwsAccount.class);

  /** The object as the API server would store it, if it is accepted. */
  String tryCreate(ObjectNode object, String fieldValidation) {
    return client.raw(
        collection(object) + "?dryRun=All&fieldValidation=" + fieldValidation, "POST", object);
  }

  void create(ObjectNode object) {
    client.raw(collection(object), "POST", object);
  }

  void tryReplace(ObjectNode object) {
    String path = collection(object) + "/" + object.at("/metadata/name").asText();
    JsonNode there =
        client.getKubernetesSerialization().unmarshal(client.raw(path), JsonNode.class);
    object.withObject("/metadata").set("resourceVersion", there.at("/metadata/resourceVersion"));
    client.raw(path + "?dryRun=All&fieldValidation=Strict", "PUT", object);
  }

  void delete(ObjectNode object) {
    client.raw(collection(object) + "/" + object.at("/metadata/name").asText(), "DELETE", null);
  }

  /** The object as the operator's informers read it. */
  HasMetadata read(ObjectNode object, String answer) {
    return client.getKubernetesSerialization().unmarshal(answer, kind(object));
  }

  private String collection(ObjectNode object) {
    Class<? extends HasMetadata> kind = kind(object);
    String scope = kind == AwsAccount.class ? "" : "/namespaces/" + namespace;
    return "/apis/" + HasMetadata.getApiVersion(kind) + scope + "/" + HasMetadata.getPlural(kind);
  }

  private static Class<? extends HasMetadata> kind(ObjectNode object) {
    return KINDS.get(object.get("kind").asText());
  }
}
