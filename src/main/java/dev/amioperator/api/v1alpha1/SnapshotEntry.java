package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Entry of the snapshot ledger, recorded before any call that could orphan the snapshot. */
public record SnapshotEntry(
    @JsonPropertyDescription("The snapshot.") @Required @Size(max = 32) String snapshotId,
    @JsonPropertyDescription(
            "Created: created with the image, or handed over, and deleted with it. Foreign: owned"
                + " outside the operator, never touched.")
        @Required
        Origin origin) {

  /** Ownership of a snapshot. */
  public enum Origin {
    @JsonProperty("Created")
    CREATED,
    @JsonProperty("Foreign")
    FOREIGN
  }
}
