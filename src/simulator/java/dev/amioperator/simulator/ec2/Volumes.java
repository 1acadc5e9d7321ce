package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AttachedVolume;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** DescribeVolumes: the volumes of instances, and those that outlive their instance. */
public final class Volumes {
  private static final Pattern ID = Pattern.compile("vol-([0-9a-f]{8}|[0-9a-f]{17})");

  private static final Filters<AttachedVolume> FILTERS =
      Filters.<AttachedVolume>ofResource()
          .onCall("attachment.attach-time", attached((c, v) -> time(v.instance().launch().at())))
          .onCall(
              "attachment.delete-on-termination",
              attached((c, v) -> v.volume().deleteOnTermination()))
          .onCall("attachment.device", attached((c, v) -> v.volume().deviceName()))
          .onCall("attachment.instance-id", attached((c, v) -> v.instance().id()))
          .onCall("attachment.status", attached((c, v) -> "attached"))
          .onCall("availability-zone", (c, v) -> new InstanceNetworks(c, v.instance()).zone())
          .on("create-time", volume -> time(volume.instance().launch().at()))
          .on("encrypted", volume -> volume.volume().encryption().encrypted())
          .on("multi-attach-enabled", volume -> false)
          .on("operator.managed", volume -> false)
          .on("size", volume -> volume.volume().sizeGib())
          .on("snapshot-id", volume -> snapshotId(volume))
          .onCall("status", (call, volume) -> state(call, volume))
          .on("volume-id", AttachedVolume::id)
          .on("volume-type", volume -> volume.volume().type());

  private static BiFunction<Call, AttachedVolume, Object> attached(
      BiFunction<Call, AttachedVolume, Object> value) {
    return (call, volume) -> volume.attached(call.now()) ? value.apply(call, volume) : null;
  }

  /**
   * DescribeVolumes.
   *
   * @throws ApiError {@code InvalidVolume.NotFound}, {@code InvalidVolumeID.Malformed}
   */
  public DescribeVolumesResponse describe(Call call, DescribeVolumesRequest request) {
    Paging paging =
        new Paging(call, "DescribeVolumes", request.maxResults(), request.nextToken())
            .requireMinResults(5)
            .rejectWithIds(request.volumeIds(), "volumesSet");
    NavigableMap<String, AttachedVolume> candidates = new TreeMap<>();
    request.volumeIds().forEach(id -> candidates.put(id, find(call, id)));
    if (request.volumeIds().isEmpty()) {
      candidates.putAll(call.region().volumes().ownedBy(call.accountId()));
      candidates.values().removeIf(volume -> !volume.exists(call.now()));
    }
    Paging.Page<AttachedVolume> page =
        paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeVolumesResponse.builder()
        .volumes(page.items().stream().map(volume -> show(call, volume)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /**
   * Volume of the caller.
   *
   * @throws ApiError {@code InvalidVolume.NotFound}, {@code InvalidVolumeID.Malformed}
   */
  static AttachedVolume find(Call call, String id) {
    if (!ID.matcher(id).matches()) {
      throw new ApiError(
          "InvalidVolumeID.Malformed", "Invalid id: \"" + id + "\" (expecting \"vol-...\")");
    }
    AttachedVolume volume = call.region().volumes().ownedBy(call.accountId()).get(id);
    if (volume == null || !volume.exists(call.now())) {
      throw new ApiError("InvalidVolume.NotFound", "The volume '" + id + "' does not exist.");
    }
    call.authorize(volume);
    return volume;
  }

  private static Volume show(Call call, AttachedVolume resource) {
    var volume = resource.volume();
    return Volume.builder()
        .volumeId(volume.id())
        .availabilityZone(new InstanceNetworks(call, resource.instance()).zone())
        .createTime(resource.instance().launch().at())
        .state(state(call, resource))
        .size(volume.sizeGib())
        .volumeType(volume.type())
        .iops(iops(volume))
        .throughput(volume.throughput())
        .snapshotId(snapshotId(resource))
        .encrypted(volume.encryption().encrypted())
        .kmsKeyId(volume.encryption().kmsKeyArn())
        .multiAttachEnabled(false)
        .operator(operator -> operator.managed(false))
        .attachments(resource.attached(call.now()) ? List.of(attachment(resource)) : List.of())
        .tags(ImageViews.tags(resource.tags()))
        .build();
  }

  private static VolumeAttachment attachment(AttachedVolume resource) {
    return VolumeAttachment.builder()
        .volumeId(resource.id())
        .instanceId(resource.instance().id())
        .device(resource.volume().deviceName())
        .state("attached")
        .attachTime(resource.instance().launch().at())
        .deleteOnTermination(resource.volume().deleteOnTermination())
        .build();
  }

  /** IOPS of a volume: gp2 has three a GiB, from 100 to 16,000; magnetic volumes have none. */
  private static Integer iops(dev.amioperator.simulator.state.Volume volume) {
    return volume.type().equals("gp2")
        ? Integer.valueOf(Math.clamp(3L * volume.sizeGib(), 100, 16_000))
        : volume.iops();
  }

  private static String state(Call call, AttachedVolume volume) {
    return volume.attached(call.now()) ? "in-use" : "available";
  }

  /** Snapshot of a volume; EC2 shows an empty text for none. */
  private static String snapshotId(AttachedVolume volume) {
    return Objects.requireNonNullElse(volume.volume().snapshotId(), "");
  }

  private static String time(Instant instant) {
    return ImageViews.instant(instant);
  }
}
