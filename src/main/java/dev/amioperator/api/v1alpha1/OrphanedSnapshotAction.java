package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an {@link AmiRetentionPolicy} does with snapshots that images left behind. */
public enum OrphanedSnapshotAction {
  @JsonProperty("Keep")
  KEEP,
  @JsonProperty("Delete")
  DELETE
}
