package dev.amioperator.reconcile;

import dev.amioperator.ec2.BuildInstanceWrites;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.ImageChange;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One thing to do to EC2, as planners say it. Each is one call, and safe to repeat. */
public sealed interface AwsAction {
  record CreateImage(Ec2Writes.FromInstance request) implements AwsAction {}

  record RegisterImageFromSnapshot(Ec2Writes.FromSnapshot request) implements AwsAction {}

  record RegisterImageFromManifest(Ec2Writes.FromManifest request) implements AwsAction {}

  record CreateRestoreImageTask(Ec2Writes.FromObject request) implements AwsAction {}

  record CopyImage(Ec2Writes.FromImage request) implements AwsAction {}

  record CreateTags(List<String> ids, Map<String, String> tags) implements AwsAction {}

  record DeleteTags(List<String> ids, Set<String> keys) implements AwsAction {}

  record ModifyImage(String imageId, ImageChange change) implements AwsAction {}

  record ModifySnapshotAttribute(String snapshotId, Set<String> add, Set<String> remove)
      implements AwsAction {}

  /**
   * @param withSnapshots whether the snapshots go in the same call: only if all are ours
   */
  record DeregisterImage(String imageId, boolean withSnapshots) implements AwsAction {}

  record DeleteSnapshot(String snapshotId) implements AwsAction {}

  record RunInstances(BuildInstanceWrites.LaunchRequest request) implements AwsAction {}

  record TerminateInstances(String instanceId) implements AwsAction {}

  record CancelSpotInstanceRequests(String requestId) implements AwsAction {}

  record RestoreImageFromRecycleBin(String imageId) implements AwsAction {}

  record RestoreSnapshotFromRecycleBin(String snapshotId) implements AwsAction {}
}
