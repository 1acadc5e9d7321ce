package dev.amioperator.reconcile;

import dev.amioperator.ec2.BuildInstanceWrites;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.ImageChange;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One thing to do to EC2, as planners say it. Each is one call, and safe to repeat. */
public sealed interface Action {
  record CreateFromInstance(Ec2Writes.FromInstance request) implements Action {}

  record RegisterFromSnapshot(Ec2Writes.FromSnapshot request) implements Action {}

  record RegisterFromManifest(Ec2Writes.FromManifest request) implements Action {}

  record RestoreFromObject(Ec2Writes.FromObject request) implements Action {}

  record Copy(Ec2Writes.FromImage request) implements Action {}

  record Tag(List<String> ids, Map<String, String> tags) implements Action {}

  record Untag(List<String> ids, Set<String> keys) implements Action {}

  record Change(String imageId, ImageChange change) implements Action {}

  record ShareSnapshot(String snapshotId, Set<String> add, Set<String> remove) implements Action {}

  /**
   * @param withSnapshots whether the snapshots go in the same call: only if all are ours
   */
  record Deregister(String imageId, boolean withSnapshots) implements Action {}

  record DeleteSnapshot(String snapshotId) implements Action {}

  record Launch(BuildInstanceWrites.LaunchRequest request) implements Action {}

  record Terminate(String instanceId) implements Action {}

  record CancelSpotRequest(String requestId) implements Action {}

  record RestoreBinnedImage(String imageId) implements Action {}

  record RestoreBinnedSnapshot(String snapshotId) implements Action {}
}
