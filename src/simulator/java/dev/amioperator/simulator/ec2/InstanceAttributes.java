package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.InstanceSettings;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.GetInstanceUefiDataRequest;
import software.amazon.awssdk.services.ec2.model.GetInstanceUefiDataResponse;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeResponse;

/** DescribeInstanceAttribute, ModifyInstanceAttribute and GetInstanceUefiData. */
public final class InstanceAttributes {
  private static final Set<String> SHUTDOWN_BEHAVIORS = Set.of("stop", "terminate");

  /** Members of a ModifyInstanceAttribute request that are not attributes, or are modelled. */
  private static final Set<String> MODELLED =
      Set.of(
          "DryRun",
          "InstanceId",
          "DisableApiStop",
          "DisableApiTermination",
          "InstanceInitiatedShutdownBehavior",
          "SourceDestCheck");

  /**
   * DescribeInstanceAttribute: a single attribute, empty if the instance does not have it.
   *
   * @throws ApiError {@code InvalidInstanceID.*}, {@code MissingParameter}, {@code
   *     InvalidParameterValue}
   */
  public DescribeInstanceAttributeResponse describe(
      Call call, DescribeInstanceAttributeRequest request) {
    Instance instance = ResourceLookup.instance(call, request.instanceId());
    String attribute = request.attributeAsString();
    if (attribute == null) {
      throw Ec2Errors.missingParameter("Attribute");
    }
    var answer = DescribeInstanceAttributeResponse.builder().instanceId(instance.id());
    show(call, instance, attribute, answer);
    return answer.build();
  }

  private static void show(
      Call call,
      Instance instance,
      String attribute,
      DescribeInstanceAttributeResponse.Builder answer) {
    InstanceSettings settings = instance.settings();
    switch (attribute) {
      case "instanceType" -> answer.instanceType(v -> v.value(instance.launch().instanceType()));
      case "userData" -> answer.userData(v -> v.value(instance.launch().userData()));
      case "disableApiTermination" ->
          answer.disableApiTermination(v -> v.value(settings.disableApiTermination()));
      case "disableApiStop" -> answer.disableApiStop(v -> v.value(settings.disableApiStop()));
      case "instanceInitiatedShutdownBehavior" ->
          answer.instanceInitiatedShutdownBehavior(
              v -> v.value(settings.terminateOnShutdown() ? "terminate" : "stop"));
      case "sourceDestCheck" -> answer.sourceDestCheck(v -> v.value(settings.sourceDestCheck()));
      case "ebsOptimized" -> answer.ebsOptimized(v -> v.value(settings.ebsOptimized()));
      case "groupSet" -> answer.groups(new InstanceNetworks(call, instance).groups());
      case "blockDeviceMapping" -> answer.blockDeviceMappings(devices(call, instance));
      default -> showTrait(instance, attribute, answer);
    }
  }

  private static void showTrait(
      Instance instance, String attribute, DescribeInstanceAttributeResponse.Builder answer) {
    switch (attribute) {
      case "kernel" -> answer.kernelId(v -> v.value(instance.traits().kernelId()));
      case "ramdisk" -> answer.ramdiskId(v -> v.value(instance.traits().ramdiskId()));
      case "rootDeviceName" ->
          answer.rootDeviceName(v -> v.value(instance.traits().rootDeviceName()));
      case "sriovNetSupport" ->
          answer.sriovNetSupport(v -> v.value(instance.traits().sriovNetSupport()));
      case "enaSupport" -> answer.enaSupport(v -> v.value(instance.traits().enaSupport()));
      case "enclaveOptions" -> answer.enclaveOptions(v -> v.enabled(false));
      case "productCodes" -> answer.productCodes(List.of());
      default -> throw Ec2Errors.invalidValue(attribute, "attribute", "Unknown attribute.");
    }
  }

  private static List<InstanceBlockDeviceMapping> devices(Call call, Instance instance) {
    return InstanceViews.show(call, instance).blockDeviceMappings();
  }

  /**
   * ModifyInstanceAttribute: protection against stopping and termination, shutdown behavior, and
   * source and destination check.
   *
   * @throws ApiError {@code InvalidInstanceID.*}, {@code InvalidParameterCombination}, {@code
   *     InvalidParameterValue}, {@code UnsupportedOperation} for other attributes
   */
  public ModifyInstanceAttributeResponse modify(Call call, ModifyInstanceAttributeRequest request) {
    Set<String> members = PojoMaps.toMap(request).keySet();
    String attribute =
        members.stream().filter(InstanceAttributes::isAttribute).findFirst().orElse(null);
    Instance instance =
        ResourceLookup.instance(call, request.instanceId(), ResourceKeys.attribute(attribute));
    checkModelled(members);
    String behavior =
        request.instanceInitiatedShutdownBehavior() == null
            ? null
            : Objects.requireNonNullElse(request.instanceInitiatedShutdownBehavior().value(), "");
    if (behavior != null && !SHUTDOWN_BEHAVIORS.contains(behavior)) {
      throw Ec2Errors.invalidValue(
          behavior, "instanceInitiatedShutdownBehavior", "It must be stop or terminate.");
    }
    call.checkDryRun();
    InstanceSettings settings = instance.settings();
    if (behavior != null) {
      settings.terminateOnShutdown(behavior.equals("terminate"));
    }
    if (request.disableApiTermination() != null) {
      settings.disableApiTermination(on(request.disableApiTermination()));
    }
    if (request.disableApiStop() != null) {
      settings.disableApiStop(on(request.disableApiStop()));
    }
    if (request.sourceDestCheck() != null) {
      settings.sourceDestCheck(on(request.sourceDestCheck()));
    }
    return ModifyInstanceAttributeResponse.builder().build();
  }

  private static boolean on(AttributeBooleanValue value) {
    return Boolean.TRUE.equals(value.value());
  }

  private static boolean isAttribute(String member) {
    return !member.equals("DryRun") && !member.equals("InstanceId");
  }

  private static void checkModelled(Set<String> members) {
    List<String> attributes = members.stream().filter(InstanceAttributes::isAttribute).toList();
    if (attributes.size() > 1) {
      throw Ec2Errors.invalidCombination("Fields for multiple attribute types specified");
    }
    attributes.stream()
        .filter(attribute -> !MODELLED.contains(attribute))
        .findFirst()
        .ifPresent(
            attribute -> {
              throw new ApiError(
                  "UnsupportedOperation",
                  "ModifyInstanceAttribute of " + attribute + " is not modelled");
            });
  }

  /** GetInstanceUefiData: the variable store that the image was registered with, if any. */
  public GetInstanceUefiDataResponse uefiData(Call call, GetInstanceUefiDataRequest request) {
    Instance instance = ResourceLookup.instance(call, request.instanceId());
    return GetInstanceUefiDataResponse.builder()
        .instanceId(instance.id())
        .uefiData(instance.traits().uefiData())
        .build();
  }
}
