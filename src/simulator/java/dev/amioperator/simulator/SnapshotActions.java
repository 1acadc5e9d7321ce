package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.CopySnapshots;
import dev.amioperator.simulator.ec2.DescribeSnapshots;
import dev.amioperator.simulator.ec2.SnapshotAttributes;
import dev.amioperator.simulator.ec2.SnapshotImports;
import dev.amioperator.simulator.ec2.SnapshotLocks;
import dev.amioperator.simulator.ec2.Snapshots;
import software.amazon.awssdk.services.ec2.model.CopySnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CopySnapshotResponse;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImportSnapshotTasksRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImportSnapshotTasksResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLockedSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLockedSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.ImportSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.ImportSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.LockSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.LockSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ResetSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetSnapshotAttributeResponse;
import software.amazon.awssdk.services.ec2.model.UnlockSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.UnlockSnapshotResponse;

/** EC2 actions on snapshots. */
interface SnapshotActions extends Ec2ActionGroup {
  Snapshots SNAPSHOTS = new Snapshots();
  CopySnapshots COPY_SNAPSHOTS = new CopySnapshots();
  DescribeSnapshots DESCRIBE_SNAPSHOTS = new DescribeSnapshots();
  SnapshotAttributes SNAPSHOT_ATTRIBUTES = new SnapshotAttributes();
  SnapshotLocks SNAPSHOT_LOCKS = new SnapshotLocks();
  SnapshotImports SNAPSHOT_IMPORTS = new SnapshotImports();

  @Override
  default CreateSnapshotResponse createSnapshot(CreateSnapshotRequest request) {
    return serve("CreateSnapshot", request, SNAPSHOTS::create);
  }

  @Override
  default DeleteSnapshotResponse deleteSnapshot(DeleteSnapshotRequest request) {
    return serve("DeleteSnapshot", request, SNAPSHOTS::delete);
  }

  @Override
  default DescribeSnapshotsResponse describeSnapshots(DescribeSnapshotsRequest request) {
    return serve("DescribeSnapshots", request, DESCRIBE_SNAPSHOTS::describe);
  }

  @Override
  default DescribeSnapshotAttributeResponse describeSnapshotAttribute(
      DescribeSnapshotAttributeRequest request) {
    return serve("DescribeSnapshotAttribute", request, SNAPSHOT_ATTRIBUTES::describe);
  }

  @Override
  default ModifySnapshotAttributeResponse modifySnapshotAttribute(
      ModifySnapshotAttributeRequest request) {
    return serve("ModifySnapshotAttribute", request, SNAPSHOT_ATTRIBUTES::modify);
  }

  @Override
  default ResetSnapshotAttributeResponse resetSnapshotAttribute(
      ResetSnapshotAttributeRequest request) {
    return serve("ResetSnapshotAttribute", request, SNAPSHOT_ATTRIBUTES::reset);
  }

  @Override
  default LockSnapshotResponse lockSnapshot(LockSnapshotRequest request) {
    return serve("LockSnapshot", request, SNAPSHOT_LOCKS::lock);
  }

  @Override
  default UnlockSnapshotResponse unlockSnapshot(UnlockSnapshotRequest request) {
    return serve("UnlockSnapshot", request, SNAPSHOT_LOCKS::unlock);
  }

  @Override
  default DescribeLockedSnapshotsResponse describeLockedSnapshots(
      DescribeLockedSnapshotsRequest request) {
    return serve("DescribeLockedSnapshots", request, SNAPSHOT_LOCKS::describe);
  }

  @Override
  default CopySnapshotResponse copySnapshot(CopySnapshotRequest request) {
    return serve("CopySnapshot", request, COPY_SNAPSHOTS::copy);
  }

  @Override
  default ImportSnapshotResponse importSnapshot(ImportSnapshotRequest request) {
    return serve("ImportSnapshot", request, SNAPSHOT_IMPORTS::start);
  }

  @Override
  default DescribeImportSnapshotTasksResponse describeImportSnapshotTasks(
      DescribeImportSnapshotTasksRequest request) {
    return serve("DescribeImportSnapshotTasks", request, SNAPSHOT_IMPORTS::describe);
  }
}
