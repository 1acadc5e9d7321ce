package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.ImageAction.ModifyImageAttribute;
import dev.amioperator.ec2.ImageAction.ModifyLaunchPermissions;
import dev.amioperator.ec2.ImageAction.RequireImdsV2;
import dev.amioperator.ec2.ImageAction.SetDescription;
import dev.amioperator.ec2.LaunchPermissions;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.ImdsSupportValues;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.PermissionGroup;

/** SDK requests of the EC2 actions on an image. */
final class ImageRequests {
  private ImageRequests() {}

  static ModifyImageAttributeRequest modifyImageAttribute(ModifyImageAttribute action) {
    var request = ModifyImageAttributeRequest.builder().imageId(action.imageId());
    return switch (action) {
      case SetDescription(String id, String description) ->
          request.description(value -> value.value(description)).build();
      case ModifyLaunchPermissions(String id, var add, var remove) ->
          request
              .launchPermission(
                  change -> change.add(launchPermissions(add)).remove(launchPermissions(remove)))
              .build();
      case RequireImdsV2(String id) ->
          request.imdsSupport(value -> value.value(ImdsSupportValues.V2_0.toString())).build();
    };
  }

  private static List<LaunchPermission> launchPermissions(LaunchPermissions grantees) {
    List<LaunchPermission> permissions = new ArrayList<>();
    if (grantees.everyone()) {
      permissions.add(LaunchPermission.builder().group(PermissionGroup.ALL).build());
    }
    grantees.accountIds().stream()
        .sorted()
        .map(id -> LaunchPermission.builder().userId(id).build())
        .forEach(permissions::add);
    grantees.arns().stream()
        .sorted()
        .map(ImageRequests::organizationPermission)
        .forEach(permissions::add);
    return permissions.isEmpty() ? null : permissions;
  }

  /** A launch permission of an organization, or of a unit, whose ARN has {@code :ou/}. */
  private static LaunchPermission organizationPermission(String arn) {
    return arn.contains(":ou/")
        ? LaunchPermission.builder().organizationalUnitArn(arn).build()
        : LaunchPermission.builder().organizationArn(arn).build();
  }
}
