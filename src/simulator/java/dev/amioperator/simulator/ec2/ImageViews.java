package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.MachineTraits;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.StateReason;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Images as DescribeImages shows them to a caller at a time. */
final class ImageViews {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private ImageViews() {}

  /** Timestamp of an image attribute, with milliseconds. */
  static String instant(Instant instant) {
    return instant == null ? null : MILLIS.format(instant);
  }

  /** Tags of a resource as EC2 shows them: none are left out, and not an empty list. */
  static List<Tag> tags(Map<String, String> tags) {
    if (tags.isEmpty()) {
      return null;
    }
    return tags.entrySet().stream()
        .map(entry -> Tag.builder().key(entry.getKey()).value(entry.getValue()).build())
        .toList();
  }

  /** Image as the EC2 API shows it; tags that are not shared and origin are for its owner. */
  static software.amazon.awssdk.services.ec2.model.Image show(Call call, Image image) {
    Instant now = call.now();
    var view =
        software.amazon.awssdk.services.ec2.model.Image.builder()
            .imageId(image.id())
            .name(image.name())
            .description(image.description())
            .ownerId(image.ownerId())
            .imageOwnerAlias(image.origin().ownerAlias())
            .imageLocation(image.origin().location())
            .state(image.state(now))
            .stateReason(reason(image, now))
            .creationDate(instant(image.created()))
            .publicLaunchPermissions(image.sharing().everyone())
            .imageAllowed(AllowedImages.allowed(call, image))
            .imageWatermarks(image.watermarks().stream().map(Watermarks::show).toList())
            .imageType("machine")
            .hypervisor("xen")
            .applyMutation(builder -> showTraits(builder, image.traits()))
            .deprecationTime(instant(image.deprecationTime()))
            .blockDeviceMappings(
                image.blockDevices().stream().map(BlockDeviceMapper::show).toList());
    view.tags(tags(TagRules.sharedTags(image.tags())));
    if (image.ownerId().equals(call.accountId())) {
      showForOwner(view, image, now);
    }
    return view.build();
  }

  private static void showForOwner(
      software.amazon.awssdk.services.ec2.model.Image.Builder view, Image image, Instant now) {
    view.tags(tags(image.tags()))
        .deregistrationProtection(image.protection().displayedState(now))
        .lastLaunchedTime(instant(image.lastLaunched(now)))
        .sourceInstanceId(image.origin().sourceInstanceId())
        .sourceImageId(image.origin().sourceImageId())
        .sourceImageRegion(image.origin().sourceImageRegion());
  }

  private static void showTraits(
      software.amazon.awssdk.services.ec2.model.Image.Builder view, MachineTraits traits) {
    view.architecture(traits.architecture())
        .rootDeviceName(traits.rootDeviceName())
        .rootDeviceType(traits.rootDeviceType())
        .virtualizationType(traits.virtualizationType())
        .enaSupport(traits.enaSupport())
        .sriovNetSupport(traits.sriovNetSupport())
        .bootMode(traits.bootMode())
        .tpmSupport(traits.tpmSupport())
        .imdsSupport(traits.imdsSupport())
        .kernelId(traits.kernelId())
        .ramdiskId(traits.ramdiskId())
        .platform(traits.platform())
        .platformDetails(traits.platformDetails())
        .usageOperation(traits.usageOperation());
  }

  private static StateReason reason(Image image, Instant now) {
    if (!image.state(now).equals("failed")) {
      return null;
    }
    return StateReason.builder()
        .code(image.failure().code())
        .message(image.failure().message())
        .build();
  }
}
