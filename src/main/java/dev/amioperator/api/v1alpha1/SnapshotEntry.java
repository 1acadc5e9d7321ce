package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One line of the snapshot ledger: written before any call that could orphan the snapshot. */
public record SnapshotEntry(
    @JsonPropertyDescription("The snapshot.") @Required @Size(max = 32) String snapshotId,
    @JsonPropertyDescription(
            "Created: made with the image, or handed over, and deleted with it. Foreign: somebody"
                + " else's, never touched.")
        @Required
        Origin origin) {

  /** Whose the snapshot is. */
  public enum Origin {
    @JsonProperty("Created")
    CREATED,
    @JsonProperty("Foreign")
    FOREIGN
  }
}
