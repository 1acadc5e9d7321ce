package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.SnapshotAction.ModifySnapshotAttribute;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;

/** SDK requests of the EC2 actions on a snapshot. */
final class SnapshotRequests {
  private SnapshotRequests() {}

  static ModifySnapshotAttributeRequest modifySnapshotAttribute(ModifySnapshotAttribute action) {
    return ModifySnapshotAttributeRequest.builder()
        .snapshotId(action.snapshotId())
        .attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION)
        .createVolumePermission(
            change ->
                change
                    .add(createVolumePermissions(action.add()))
                    .remove(createVolumePermissions(action.remove())))
        .build();
  }

  private static List<CreateVolumePermission> createVolumePermissions(Set<String> accountIds) {
    return accountIds.isEmpty()
        ? null
        : accountIds.stream()
            .sorted()
            .map(id -> CreateVolumePermission.builder().userId(id).build())
            .toList();
  }
}
