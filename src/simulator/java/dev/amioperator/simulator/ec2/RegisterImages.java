package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.MachineTraits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.RegisterImageResponse;

/** RegisterImage: an image of existing snapshots, or of a manifest in S3. */
public final class RegisterImages {
  private static final Set<String> TAGGABLE = Set.of("image");
  private static final Set<String> ARCHITECTURES =
      Set.of("i386", "x86_64", "arm64", "x86_64_mac", "arm64_mac");
  private static final int MAX_UEFI_DATA = 64_000;

  private static final Set<String> BOOT_MODES = Set.of("legacy-bios", "uefi", "uefi-preferred");

  /**
   * Registers an image, without a client token. Tags are for the image only, as the snapshots exist
   * already.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidAMIName.*}, {@code
   *     InvalidBlockDeviceMapping}, {@code InvalidSnapshot.NotFound}, {@code InvalidParameterValue}
   */
  public RegisterImageResponse register(Call call, RegisterImageRequest request) {
    ImageNames.check(call, request.name());
    ImageNames.checkDescription(request.description());
    Map<String, String> tags = TagRules.tagsFor(request.tagSpecifications(), "image", TAGGABLE);
    MachineTraits traits = traits(request);
    List<BlockDevice> devices = devices(call, request.blockDeviceMappings());
    boolean fromManifest = request.imageLocation() != null;
    if (!fromManifest) {
      checkRoot(request, devices);
    }
    ImageRegistration.checkQuota(call);
    call.authorizeCreate("image", tags);
    call.checkDryRun();

    String id = call.newId("ami");
    String location =
        fromManifest ? request.imageLocation() : call.accountId() + "/" + request.name();
    Image image =
        ImageRegistration.register(
            call,
            id,
            new Image.Origin(request.name(), null, location, null, null, null),
            traits,
            devices,
            AsyncOperation.lasting(call.now(), call.timing().registration())
                .withFailure(call.asyncFailure()));
    image.description(request.description());
    tags.forEach((k, v) -> call.region().images().tag(image, k, v));
    return RegisterImageResponse.builder().imageId(id).build();
  }

  private static MachineTraits traits(RegisterImageRequest request) {
    String architecture = Objects.requireNonNullElse(request.architectureAsString(), "i386");
    checkKnown(architecture, "architecture", ARCHITECTURES);
    String virtualization = Objects.requireNonNullElse(request.virtualizationType(), "paravirtual");
    checkKnown(virtualization, "virtualizationType", Set.of("hvm", "paravirtual"));
    checkSupport(request);
    return new MachineTraits(
        architecture,
        request.rootDeviceName(),
        request.imageLocation() == null ? "ebs" : "instance-store",
        virtualization,
        Boolean.TRUE.equals(request.enaSupport()),
        request.sriovNetSupport(),
        request.bootModeAsString(),
        request.tpmSupportAsString(),
        request.imdsSupportAsString(),
        request.uefiData(),
        request.kernelId(),
        request.ramdiskId(),
        null,
        "Linux/UNIX",
        "RunInstances");
  }

  private static void checkSupport(RegisterImageRequest request) {
    if (request.bootModeAsString() != null) {
      checkKnown(request.bootModeAsString(), "bootMode", BOOT_MODES);
    }
    if (request.imdsSupportAsString() != null) {
      checkKnown(request.imdsSupportAsString(), "imdsSupport", Set.of("v2.0"));
    }
    if (request.uefiData() != null && request.uefiData().length() > MAX_UEFI_DATA) {
      throw Ec2Errors.invalidValue(
          "...", "UefiData", "It has at most " + MAX_UEFI_DATA + " characters.");
    }
    if (request.tpmSupportAsString() != null) {
      checkKnown(request.tpmSupportAsString(), "tpmSupport", Set.of("v2.0"));
      if (!"uefi".equals(request.bootModeAsString())) {
        throw Ec2Errors.invalidCombination("The parameter tpmSupport requires the boot mode uefi");
      }
    }
  }

  private static List<BlockDevice> devices(Call call, List<BlockDeviceMapping> mappings) {
    List<BlockDevice> devices = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (BlockDeviceMapping mapping : mappings) {
      if (!names.add(BlockDeviceMapper.deviceName(mapping))) {
        throw BlockDeviceMapper.invalidMapping(
            "The device '" + mapping.deviceName() + "' is used more than once");
      }
      if (mapping.noDevice() != null) {
        continue;
      }
      if (mapping.ebs() != null
          && mapping.ebs().snapshotId() != null
          && mapping.ebs().encrypted() != null) {
        throw BlockDeviceMapper.invalidMapping(
            "Encrypted flag cannot be specified since the device has a snapshot");
      }
      devices.add(BlockDeviceMapper.fromMapping(call, mapping, null));
    }
    return devices;
  }

  private static void checkRoot(RegisterImageRequest request, List<BlockDevice> devices) {
    if (request.rootDeviceName() == null || request.rootDeviceName().isEmpty()) {
      throw Ec2Errors.missingParameter("RootDeviceName");
    }
    boolean present =
        devices.stream()
            .anyMatch(
                device ->
                    device.deviceName().equals(request.rootDeviceName())
                        && device.snapshotId() != null);
    if (!present) {
      throw BlockDeviceMapper.invalidMapping("No root snapshot specified in device mapping.");
    }
  }

  private static void checkKnown(String value, String parameter, Set<String> values) {
    if (!values.contains(value)) {
      throw Ec2Errors.invalidValue(value, parameter, "Unknown value.");
    }
  }
}
