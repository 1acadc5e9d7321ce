package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/** A status that says how things are going: what all kinds have in common. */
public interface ConditionedStatus {
  /** The generation of the spec that the status was made from. */
  Long observedGeneration();

  /** Ready always; Reconciling and Stalled only while True. */
  List<Condition> conditions();

  /** Whether the condition Ready is True. */
  @JsonIgnore
  default boolean ready() {
    return conditions() != null
        && conditions().stream()
            .anyMatch(c -> c.type() == Condition.Type.READY && c.status() == Condition.Status.TRUE);
  }
}
