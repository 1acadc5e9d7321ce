package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Permissions;
import dev.amioperator.simulator.state.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ResetSnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetSnapshotAttributeResponse;

/** Create volume permissions of a snapshot: accounts and the group {@code all}. */
public final class SnapshotAttributes {

  /** DescribeSnapshotAttribute, for a snapshot of the caller. */
  public DescribeSnapshotAttributeResponse describe(
      Call call, DescribeSnapshotAttributeRequest request) {
    Snapshot snapshot = ResourceLookup.ownSnapshot(call, request.snapshotId());
    var answer = DescribeSnapshotAttributeResponse.builder().snapshotId(snapshot.id());
    String attribute = request.attributeAsString();
    if (attribute == null) {
      throw Ec2Errors.missingParameter("Attribute");
    }
    return switch (attribute) {
      case "createVolumePermission" ->
          answer.createVolumePermissions(createVolumePermissions(snapshot.sharing())).build();
      case "productCodes" -> answer.productCodes(List.of()).build();
      default -> throw Ec2Errors.invalidValue(attribute, "attribute", "Unknown attribute.");
    };
  }

  /**
   * ModifySnapshotAttribute.
   *
   * @throws ApiError {@code InvalidParameterValue}, {@code OperationNotPermitted} for making an
   *     encrypted snapshot public or sharing a snapshot under the default key
   */
  public ModifySnapshotAttributeResponse modify(Call call, ModifySnapshotAttributeRequest request) {
    Snapshot snapshot =
        ResourceLookup.ownSnapshot(
            call, request.snapshotId(), ResourceKeys.attribute("createVolumePermission"));
    List<CreateVolumePermission> added = new ArrayList<>();
    List<CreateVolumePermission> removed = new ArrayList<>();
    if (request.createVolumePermission() != null) {
      added.addAll(request.createVolumePermission().add());
      removed.addAll(request.createVolumePermission().remove());
    }
    flatPermissions(request)
        .forEach("add".equals(request.operationTypeAsString()) ? added::add : removed::add);
    if (added.isEmpty() && removed.isEmpty()) {
      throw Ec2Errors.missingParameter("CreateVolumePermission");
    }
    Stream.concat(added.stream(), removed.stream()).forEach(SnapshotAttributes::check);
    checkSharing(call, snapshot, added);
    call.checkDryRun();
    removed.forEach(permission -> apply(snapshot.sharing(), permission, false));
    added.forEach(permission -> apply(snapshot.sharing(), permission, true));
    return ModifySnapshotAttributeResponse.builder().build();
  }

  /** ResetSnapshotAttribute: removes all create volume permissions. */
  public ResetSnapshotAttributeResponse reset(Call call, ResetSnapshotAttributeRequest request) {
    Snapshot snapshot =
        ResourceLookup.ownSnapshot(
            call, request.snapshotId(), ResourceKeys.attribute(request.attributeAsString()));
    if (!"createVolumePermission".equals(request.attributeAsString())) {
      throw Ec2Errors.invalidValue(request.attributeAsString(), "attribute", "Unknown attribute.");
    }
    call.checkDryRun();
    snapshot.sharing().clear();
    return ResetSnapshotAttributeResponse.builder().build();
  }

  private static Stream<CreateVolumePermission> flatPermissions(
      ModifySnapshotAttributeRequest request) {
    return Stream.concat(
        request.userIds().stream().map(id -> CreateVolumePermission.builder().userId(id).build()),
        request.groupNames().stream()
            .map(group -> CreateVolumePermission.builder().group(group).build()));
  }

  private static void check(CreateVolumePermission permission) {
    if (permission.groupAsString() != null && !permission.groupAsString().equals("all")) {
      throw Ec2Errors.invalidValue(permission.groupAsString(), "group", "Only all is a group.");
    }
    if (permission.userId() != null && !permission.userId().matches("[0-9]{12}")) {
      throw Ec2Errors.invalidValue(permission.userId(), "userId", "Invalid account id.");
    }
  }

  private static void checkSharing(
      Call call, Snapshot snapshot, List<CreateVolumePermission> added) {
    boolean toAll = added.stream().anyMatch(permission -> permission.groupAsString() != null);
    boolean encrypted = snapshot.encryption().encrypted();
    if (toAll && encrypted) {
      throw Ec2Errors.operationNotPermitted("Encrypted snapshots cannot be shared publicly");
    }
    if (!added.isEmpty() && EbsEncryption.usesAwsManagedKey(call.region(), snapshot)) {
      throw Ec2Errors.operationNotPermitted(
          "Encrypted snapshots with EBS default key cannot be shared");
    }
    String block = call.region().settings(call.accountId()).snapshotPublicAccessState();
    if (toAll && !block.equals("unblocked")) {
      throw Ec2Errors.operationNotPermitted(
          "Public sharing of snapshots is blocked in this account and Region (" + block + ")");
    }
  }

  private static List<CreateVolumePermission> createVolumePermissions(Permissions permissions) {
    Stream<CreateVolumePermission> everyone =
        permissions.everyone()
            ? Stream.of(CreateVolumePermission.builder().group("all").build())
            : Stream.empty();
    return Stream.concat(
            everyone,
            permissions.accountIds().stream()
                .map(id -> CreateVolumePermission.builder().userId(id).build()))
        .toList();
  }

  private static void apply(
      Permissions permissions, CreateVolumePermission permission, boolean shared) {
    if (permission.groupAsString() != null) {
      permissions.everyone(shared);
    }
    if (permission.userId() != null) {
      if (shared) {
        permissions.accountIds().add(permission.userId());
      } else {
        permissions.accountIds().remove(permission.userId());
      }
    }
  }
}
