package dev.amioperator.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** Recorded status of a run's object, as a restarted operator finds it. */
record RecordedStatus(NamespaceableResource<HasMetadata> object) {
  /** Status fields that the operator does not read back, or that depend on the time. */
  private static final List<String> FLEETING =
      List.of(
          "conditions",
          "observedGeneration",
          "progress",
          "message",
          "enforcedScope",
          "hash",
          "approvablePlans");

  JsonNode status() {
    return status(object.get());
  }

  private static JsonNode status(HasMetadata current) {
    return Serialization.jsonMapper().valueToTree(current).path("status");
  }

  /** Whether the object is Ready with its current spec, and needs no grants on its source. */
  boolean isSettled() {
    HasMetadata current = object.get();
    JsonNode status = status(current);
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True")
            && condition.path("observedGeneration").asLong()
                == current.getMetadata().getGeneration()
            && status.path("grants").isEmpty();
      }
    }
    return false;
  }

  JsonNode recorded() {
    JsonNode status = status().deepCopy();
    removeVolatileFields(status);
    return status;
  }

  /** The recorded status of a single region, as regions are independent. */
  JsonNode recordedFor(String region) {
    JsonNode memory = recorded();
    if (memory.path("regions") instanceof ArrayNode regions) {
      ((ObjectNode) memory).remove("copies");
      regions.removeIf(entry -> !entry.path("region").asText().equals(region));
    }
    return memory;
  }

  private static void removeVolatileFields(JsonNode node) {
    if (node instanceof ObjectNode fields) {
      fields.remove(FLEETING);
    }
    node.forEach(RecordedStatus::removeVolatileFields);
  }
}
