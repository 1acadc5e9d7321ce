package dev.amioperator.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** What the status of a life's object remembers, for an operator that comes back. */
record CrashMemory(NamespaceableResource<HasMetadata> object) {
  /** What the operator doesn't remember things by, or what depends on the time. */
  private static final List<String> FLEETING =
      List.of("conditions", "observedGeneration", "progress", "message");

  JsonNode status() {
    return Serialization.jsonMapper().valueToTree(object.get()).path("status");
  }

  boolean ready() {
    for (JsonNode condition : status().path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  JsonNode all() {
    JsonNode status = status().deepCopy();
    forget(status);
    return status;
  }

  /** As far as it concerns one region, for each is decided by itself. */
  JsonNode of(String region) {
    JsonNode memory = all();
    if (memory.path("regions") instanceof ArrayNode regions) {
      ((ObjectNode) memory).remove("copies");
      regions.removeIf(entry -> !entry.path("region").asText().equals(region));
    }
    return memory;
  }

  private static void forget(JsonNode node) {
    if (node instanceof ObjectNode fields) {
      fields.remove(FLEETING);
    }
    node.forEach(CrashMemory::forget);
  }
}
