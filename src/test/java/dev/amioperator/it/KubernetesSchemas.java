package dev.amioperator.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.amioperator.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * JSON schemas for kubeconform, made from the OpenAPI document of an API server, with the kinds of
 * its CRDs. Unknown fields are refused.
 */
final class KubernetesSchemas {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEFINITIONS = "definitions.json";
  private static final String KIND = "x-kubernetes-group-version-kind";

  private KubernetesSchemas() {}

  /**
   * Writes a schema for each kind, once the API server publishes those of new CRDs.
   *
   * @param newest a kind whose CRD was installed last
   * @return where kubeconform finds them ({@code -schema-location})
   */
  static String write(ControlPlane controlPlane, String newest, Path directory) throws IOException {
    String document =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> controlPlane.kubectl("get", "--raw", "/openapi/v2").output(),
                text -> text.contains("\"" + newest + "\""));
    ObjectNode definitions = (ObjectNode) JSON.readTree(document).get("definitions");
    definitions.forEach(KubernetesSchemas::close);
    // Both are strings in OpenAPI 2, which has no choice of types.
    types(definitions, "io.k8s.apimachinery.pkg.util.intstr.IntOrString", "integer");
    types(definitions, "io.k8s.apimachinery.pkg.api.resource.Quantity", "number");
    JSON.writeValue(
        directory.resolve(DEFINITIONS).toFile(),
        JSON.createObjectNode().set("definitions", definitions));
    for (var definition : definitions.properties()) {
      for (JsonNode kind : definition.getValue().path(KIND)) {
        Files.writeString(
            directory.resolve(file(kind)),
            "{\"$ref\": \"%s#/definitions/%s\"}".formatted(DEFINITIONS, definition.getKey()));
      }
    }
    return directory + "/{{.Group}}_{{.ResourceAPIVersion}}_{{.ResourceKind}}.json";
  }

  private static String file(JsonNode kind) {
    String version = kind.get("version").asText();
    String group = kind.get("group").asText();
    return "%s_%s_%s.json"
        .formatted(
            group.isEmpty() ? version : group,
            version,
            kind.get("kind").asText().toLowerCase(Locale.ROOT));
  }

  private static void types(ObjectNode definitions, String name, String other) {
    ObjectNode definition = (ObjectNode) definitions.get(name);
    definition.remove("format");
    definition.putArray("type").add("string").add(other);
  }

  /** Refuses unknown fields in the objects of a schema whose fields are known. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.has("properties")
          && !object.has("additionalProperties")
          && !object.has("x-kubernetes-preserve-unknown-fields")) {
        object.put("additionalProperties", false);
      }
      object.path("properties").forEach(KubernetesSchemas::close);
      close(object.path("items"));
      close(object.path("additionalProperties"));
    }
  }
}
