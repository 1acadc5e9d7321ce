package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/** Status with conditions, common to all kinds. */
public interface ConditionedStatus {
  /** Generation of the spec that the status reflects. */
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
