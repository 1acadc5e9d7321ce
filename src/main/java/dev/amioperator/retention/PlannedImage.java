package dev.amioperator.retention;

import java.util.List;

/**
 * An image in a plan that can be approved, with all that its retirement may delete.
 *
 * @param lastStep the last step of the ladder that the policy takes with it
 * @param snapshotIds the snapshots of its block devices: of these, those that EC2 created with the
 *     image are deleted, and no others
 */
record PlannedImage(
    String accountId, String region, String imageId, String lastStep, List<String> snapshotIds) {
  /** The image of a decision: its block devices do not change while it exists. */
  static PlannedImage of(Decision decision) {
    return new PlannedImage(
        decision.accountRegion().accountId(),
        decision.accountRegion().region(),
        decision.imageId(),
        decision.steps().last().map(RetireStep::value).orElse("None"),
        decision.image().snapshotIds().stream().sorted().toList());
  }

  /** The image as a line of JSON; ids of EC2 need no escapes. */
  String line() {
    String snapshots = snapshotIds.isEmpty() ? "" : "\"" + String.join("\",\"", snapshotIds) + "\"";
    return "{\"account\":\""
        + accountId
        + "\",\"region\":\""
        + region
        + "\",\"image\":\""
        + imageId
        + "\",\"lastStep\":\""
        + lastStep
        + "\",\"snapshots\":["
        + snapshots
        + "]}";
  }
}
