package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.SnapshotAction.ModifySnapshotAttribute;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.PermissionGroup;
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

  private static List<CreateVolumePermission> createVolumePermissions(Set<String> entities) {
    return entities.isEmpty()
        ? null
        : entities.stream().sorted().map(SnapshotRequests::createVolumePermission).toList();
  }

  private static CreateVolumePermission createVolumePermission(String entity) {
    var permission = CreateVolumePermission.builder();
    return entity.equals(SnapshotAction.EVERYONE)
        ? permission.group(PermissionGroup.ALL).build()
        : permission.userId(entity).build();
  }
}
