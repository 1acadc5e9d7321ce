package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Permissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;

/** Launch permissions of an image: accounts, everyone, organizations and organizational units. */
final class LaunchPermissions {
  private static final int MAX_PERMISSIONS = 1000;
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern ORGANIZATION =
      Pattern.compile("arn:[\\w-]+:organizations::[0-9]{12}:organization/o-[a-z0-9]+");
  private static final Pattern UNIT =
      Pattern.compile("arn:[\\w-]+:organizations::[0-9]{12}:ou/o-[a-z0-9]+/ou-[a-z0-9-]+");

  private LaunchPermissions() {}

  /**
   * Adds and removes launch permissions; removing an absent permission is no error.
   *
   * @throws ApiError {@code InvalidAMIAttributeItemValue}, {@code IncorrectState}, {@code
   *     InvalidParameter} for encryption that cannot be shared, {@code OperationNotPermitted} while
   *     public access is blocked, {@code ResourceLimitExceeded}
   */
  static void modify(
      Call call, Image image, List<LaunchPermission> added, List<LaunchPermission> removed) {
    if (added.isEmpty() && removed.isEmpty()) {
      throw Ec2Errors.missingParameter("LaunchPermission");
    }
    added.forEach(LaunchPermissions::check);
    removed.forEach(LaunchPermissions::check);
    String state = image.state(call.now());
    if (!state.equals("available") && !state.equals("pending")) {
      throw Ec2Errors.incorrectState("The image '" + image.id() + "' is in state '" + state + "'");
    }
    checkCount(image, added, removed);
    checkEncryption(call, image, added);
    if (!image.sharing().everyone() && added.stream().anyMatch(LaunchPermissions::isPublic)) {
      checkMakePublic(call, image);
    }
    call.checkDryRun();
    removed.forEach(permission -> apply(image.sharing(), permission, false));
    added.forEach(permission -> apply(image.sharing(), permission, true));
  }

  private static boolean isPublic(LaunchPermission permission) {
    return "all".equals(permission.groupAsString());
  }

  private static void checkCount(
      Image image, List<LaunchPermission> added, List<LaunchPermission> removed) {
    if (image.sharing().size() + added.size() - removed.size() > MAX_PERMISSIONS) {
      throw new ApiError(
          "ResourceLimitExceeded",
          "An image can be shared with at most " + MAX_PERMISSIONS + " entities.");
    }
  }

  /**
   * Checks that no snapshot of the image has an AWS managed KMS key. Other accounts cannot use such
   * a key.
   */
  private static void checkEncryption(Call call, Image image, List<LaunchPermission> added) {
    boolean underAwsKey =
        image.blockDevices().stream()
            .map(device -> device.snapshotId())
            .filter(Objects::nonNull)
            .map(call.region().snapshots()::get)
            .filter(Objects::nonNull)
            .anyMatch(snapshot -> EbsEncryption.usesAwsManagedKey(call.region(), snapshot));
    if (!added.isEmpty() && underAwsKey) {
      throw new ApiError(
          "InvalidParameter",
          "Snapshots encrypted with the AWS Managed CMK can't be shared. Specify another"
              + " snapshot.");
    }
  }

  private static void checkMakePublic(Call call, Image image) {
    if (!image.watermarks().isEmpty()) {
      throw Ec2Errors.operationNotPermitted("AMIs with watermarks cannot be made public.");
    }
    if (image.encrypted()) {
      throw new ApiError(
          "InvalidParameter", "An image with encrypted snapshots cannot be made public.");
    }
    if (call.region().settings(call.accountId()).imagePublicAccessBlocked(call.now())) {
      throw Ec2Errors.operationNotPermitted(
          "You can\u2019t publicly share this image because block public access for AMIs is enabled"
              + " for this account. To publicly share the image, you must call the"
              + " DisableImageBlockPublicAccess API.");
    }
    int limit = call.cloudState().quotas().publicImages();
    long published =
        call.region().images().ownedBy(call.accountId()).values().stream()
            .filter(other -> other.sharing().everyone() && other.deregisteredAt() == null)
            .count();
    if (published >= limit) {
      throw new ApiError(
          "ResourceLimitExceeded",
          "You have reached your quota of " + limit + " public AMIs in this Region.");
    }
  }

  private static void check(LaunchPermission permission) {
    if (permission.groupAsString() != null && !permission.groupAsString().equals("all")) {
      throw invalidItem(permission.groupAsString(), "userGroup");
    }
    check(permission.userId(), ACCOUNT, "userId");
    check(permission.organizationArn(), ORGANIZATION, "organizationArn");
    check(permission.organizationalUnitArn(), UNIT, "organizationalUnitArn");
  }

  private static void check(String value, Pattern pattern, String kind) {
    if (value != null && !pattern.matcher(value).matches()) {
      throw invalidItem(value, kind);
    }
  }

  private static ApiError invalidItem(String value, String kind) {
    return new ApiError(
        "InvalidAMIAttributeItemValue",
        "Invalid attribute item value \"" + value + "\" for " + kind + " item type.");
  }

  private static void apply(Permissions permissions, LaunchPermission permission, boolean shared) {
    if (permission.groupAsString() != null) {
      permissions.everyone(shared);
    }
    apply(permissions.accountIds(), permission.userId(), shared);
    apply(permissions.organizationArns(), permission.organizationArn(), shared);
    apply(permissions.organizationalUnitArns(), permission.organizationalUnitArn(), shared);
  }

  private static void apply(Set<String> entities, String entity, boolean shared) {
    if (entity == null) {
      return;
    }
    if (shared) {
      entities.add(entity);
    } else {
      entities.remove(entity);
    }
  }
}
