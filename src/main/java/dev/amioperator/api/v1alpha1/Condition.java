package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Kubernetes status condition, with every field required. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @JsonPropertyDescription("Ready always; Reconciling and Stalled only while True.") @Required
        Type type,
    @JsonPropertyDescription("True, False or Unknown.") @Required Status status,
    @JsonPropertyDescription("The spec generation that the condition refers to.")
        @Required
        @Min(0) @Max(Api.MAX_LONG) Long observedGeneration,
    @JsonPropertyDescription("When the status last changed, RFC 3339.") @Required @Size(max = 64) String lastTransitionTime,
    @JsonPropertyDescription("A CamelCase word from the documented list of reasons.")
        @Required
        @Size(max = 128) String reason,
    @JsonPropertyDescription("What happened, and what to do about it.") @Required @Size(max = 4096) String message) {

  /** The condition types of kstatus. */
  public enum Type {
    @JsonProperty("Ready")
    READY,
    @JsonProperty("Reconciling")
    RECONCILING,
    @JsonProperty("Stalled")
    STALLED
  }

  /** Status values of a Kubernetes condition. */
  public enum Status {
    @JsonProperty("True")
    TRUE,
    @JsonProperty("False")
    FALSE,
    @JsonProperty("Unknown")
    UNKNOWN
  }
}
