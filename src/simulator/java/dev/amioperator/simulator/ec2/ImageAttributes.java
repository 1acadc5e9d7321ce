package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.MachineTraits;
import dev.amioperator.simulator.state.Permissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeResponse;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ResetImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetImageAttributeResponse;

/** Describe-, Modify- and ResetImageAttribute. */
public final class ImageAttributes {
  /**
   * DescribeImageAttribute: a single attribute of an image of the caller.
   *
   * @throws ApiError {@code InvalidAMIID.*}, {@code AuthFailure}, {@code InvalidParameterValue}
   */
  public DescribeImageAttributeResponse describe(Call call, DescribeImageAttributeRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    if (request.attributeAsString() == null) {
      throw Ec2Errors.missingParameter("Attribute");
    }
    var answer = DescribeImageAttributeResponse.builder().imageId(image.id());
    return show(call, image, request.attributeAsString(), answer).build();
  }

  private static DescribeImageAttributeResponse.Builder show(
      Call call, Image image, String attribute, DescribeImageAttributeResponse.Builder answer) {
    MachineTraits traits = image.traits();
    return switch (attribute) {
      case "launchPermission" -> answer.launchPermissions(launchPermissions(image.sharing()));
      case "description" -> answer.description(value(image.description()));
      case "kernel" -> answer.kernelId(value(traits.kernelId()));
      case "ramdisk" -> answer.ramdiskId(value(traits.ramdiskId()));
      case "productCodes" -> answer.productCodes(List.of());
      case "blockDeviceMapping" ->
          answer.blockDeviceMappings(
              image.blockDevices().stream().map(BlockDeviceMapper::show).toList());
      case "sriovNetSupport" -> answer.sriovNetSupport(value(traits.sriovNetSupport()));
      case "bootMode" -> answer.bootMode(value(traits.bootMode()));
      case "tpmSupport" -> answer.tpmSupport(value(traits.tpmSupport()));
      case "uefiData" -> answer.uefiData(value(traits.uefiData()));
      case "imdsSupport" -> answer.imdsSupport(value(traits.imdsSupport()));
      case "lastLaunchedTime" ->
          answer.lastLaunchedTime(value(ImageViews.instant(image.lastLaunched(call.now()))));
      case "deregistrationProtection" ->
          answer.deregistrationProtection(value(image.protection().displayedState(call.now())));
      default -> throw unknownAttribute(attribute);
    };
  }

  /**
   * ModifyImageAttribute: description, IMDS support or launch permissions.
   *
   * @throws ApiError {@code InvalidAMIID.*}, {@code InvalidAMIAttributeItemValue}, {@code
   *     IncorrectState}, {@code ResourceLimitExceeded}
   */
  public ModifyImageAttributeResponse modify(Call call, ModifyImageAttributeRequest request) {
    Image image =
        ResourceLookup.ownImage(
            call, request.imageId(), ResourceKeys.attribute(attribute(request)));
    if (request.description() != null) {
      ImageNames.checkDescription(request.description().value());
      call.checkDryRun();
      image.description(request.description().value());
    } else if (request.imdsSupport() != null) {
      imdsSupport(call, image, request.imdsSupport().value());
    } else {
      modifyNamedAttribute(call, image, request);
    }
    return ModifyImageAttributeResponse.builder().build();
  }

  /** ResetImageAttribute: removes all launch permissions. */
  public ResetImageAttributeResponse reset(Call call, ResetImageAttributeRequest request) {
    Image image =
        ResourceLookup.ownImage(
            call, request.imageId(), ResourceKeys.attribute(request.attributeAsString()));
    if (!"launchPermission".equals(request.attributeAsString())) {
      throw unknownAttribute(request.attributeAsString());
    }
    call.checkDryRun();
    image.sharing().clear();
    return ResetImageAttributeResponse.builder().build();
  }

  private static String attribute(ModifyImageAttributeRequest request) {
    if (request.description() != null) {
      return "description";
    }
    if (request.imdsSupport() != null) {
      return "imdsSupport";
    }
    return request.launchPermission() == null ? request.attribute() : "launchPermission";
  }

  private static void modifyNamedAttribute(
      Call call, Image image, ModifyImageAttributeRequest request) {
    String attribute = request.attribute();
    if ("description".equals(attribute)) {
      ImageNames.checkDescription(request.value());
      call.checkDryRun();
      image.description(request.value());
    } else if ("imdsSupport".equals(attribute)) {
      imdsSupport(call, image, request.value());
    } else if (request.launchPermission() != null || "launchPermission".equals(attribute)) {
      LaunchPermissions.modify(call, image, permissionsAdded(request), permissionsRemoved(request));
    } else if (attribute == null) {
      throw Ec2Errors.invalidCombination("No attributes specified.");
    } else {
      throw unknownAttribute(attribute);
    }
  }

  private static void imdsSupport(Call call, Image image, String value) {
    if (!"v2.0".equals(value)) {
      throw Ec2Errors.invalidValue(
          value, "imdsSupport", "Only v2.0 can be set, and it cannot be removed.");
    }
    call.checkDryRun();
    image.traits(image.traits().withImdsSupport(value));
  }

  private static List<LaunchPermission> permissionsAdded(ModifyImageAttributeRequest request) {
    List<LaunchPermission> added = new ArrayList<>();
    if (request.launchPermission() != null) {
      added.addAll(request.launchPermission().add());
    }
    if ("add".equals(request.operationTypeAsString())) {
      flatPermissions(request).forEach(added::add);
    }
    return added;
  }

  private static List<LaunchPermission> permissionsRemoved(ModifyImageAttributeRequest request) {
    List<LaunchPermission> removed = new ArrayList<>();
    if (request.launchPermission() != null) {
      removed.addAll(request.launchPermission().remove());
    }
    if ("remove".equals(request.operationTypeAsString())) {
      flatPermissions(request).forEach(removed::add);
    }
    return removed;
  }

  /** Launch permissions in the older request form: a list per kind of entity. */
  private static Stream<LaunchPermission> flatPermissions(ModifyImageAttributeRequest request) {
    return Stream.of(
            request.userIds().stream().map(id -> LaunchPermission.builder().userId(id)),
            request.userGroups().stream().map(group -> LaunchPermission.builder().group(group)),
            request.organizationArns().stream()
                .map(arn -> LaunchPermission.builder().organizationArn(arn)),
            request.organizationalUnitArns().stream()
                .map(arn -> LaunchPermission.builder().organizationalUnitArn(arn)))
        .flatMap(permissions -> permissions)
        .map(LaunchPermission.Builder::build);
  }

  private static List<LaunchPermission> launchPermissions(Permissions permissions) {
    List<LaunchPermission> shown = new ArrayList<>();
    if (permissions.everyone()) {
      shown.add(LaunchPermission.builder().group("all").build());
    }
    addPermissions(shown, permissions.accountIds(), LaunchPermission.Builder::userId);
    addPermissions(
        shown, permissions.organizationArns(), LaunchPermission.Builder::organizationArn);
    addPermissions(
        shown,
        permissions.organizationalUnitArns(),
        LaunchPermission.Builder::organizationalUnitArn);
    return shown;
  }

  private static void addPermissions(
      List<LaunchPermission> shown,
      Set<String> values,
      BiConsumer<LaunchPermission.Builder, String> setter) {
    for (String value : values) {
      LaunchPermission.Builder permission = LaunchPermission.builder();
      setter.accept(permission, value);
      shown.add(permission.build());
    }
  }

  private static AttributeValue value(String text) {
    return AttributeValue.builder().value(text).build();
  }

  private static ApiError unknownAttribute(String attribute) {
    return Ec2Errors.invalidValue(attribute, "attribute", "Unknown attribute.");
  }
}
