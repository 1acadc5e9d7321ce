package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.Maturing;
import dev.amioperator.simulator.state.Snapshot;
import dev.amioperator.simulator.state.Volume;
import dev.amioperator.simulator.state.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageResponse;

/** CreateImage: an image of an instance, with a snapshot of each of its volumes. */
public final class CreateImages {
  private static final Set<String> TAGGABLE = Set.of("image", "snapshot");

  /**
   * CreateImage. It has no client token: a second call with the name of the first is refused.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidInstanceID.*}, {@code
   *     InvalidAMIName.*}, {@code IncorrectState}, {@code InvalidBlockDeviceMapping}
   */
  public CreateImageResponse create(Call call, CreateImageRequest request) {
    Instance instance = Lookup.instance(call, request.instanceId());
    ImageNames.check(call, request.name());
    checkState(call, instance);
    Map<String, String> imageTags = TagRules.of(request.tagSpecifications(), "image", TAGGABLE);
    Map<String, String> snapshotTags =
        TagRules.of(request.tagSpecifications(), "snapshot", TAGGABLE);
    List<Planned> plan = plan(call, instance, request.blockDeviceMappings());
    NewImages.checkQuota(call);
    call.authorizeNew("image", imageTags);
    call.authorizeNew("snapshot", snapshotTags);
    call.proceed();
    if (!Boolean.TRUE.equals(request.noReboot())) {
      instance.rebootedAt(call.now());
    }

    String imageId = call.newId("ami");
    String description = "Created by CreateImage(" + instance.id() + ") for " + imageId;
    List<BlockDevice> devices = new ArrayList<>();
    Duration longest = call.timing().overhead();
    for (Planned planned : plan) {
      if (planned.volume() == null) {
        devices.add(planned.device());
        continue;
      }
      Snapshot snapshot = snapshot(call, planned.volume(), description);
      call.region().snapshots().add(snapshot);
      snapshotTags.forEach((k, v) -> call.region().snapshots().tag(snapshot, k, v));
      devices.add(planned.device().with(snapshot.id(), planned.volume().encryption().encrypted()));
      longest = longer(longest, call.timing().ofSnapshot(snapshot.sizeGib()));
    }
    Maturing making = Maturing.over(call.now(), longest).failing(call.laterFailure());
    Image image =
        NewImages.register(
            call,
            imageId,
            origin(call, instance, request.name()),
            instance.traits(),
            devices,
            making);
    image.description(request.description());
    watermarks(call, instance).forEach(image.watermarks()::add);
    imageTags.forEach((k, v) -> call.region().images().tag(image, k, v));
    return CreateImageResponse.builder().imageId(imageId).build();
  }

  /** A device of the image to be, and the volume to make its snapshot from; null for none. */
  private record Planned(BlockDevice device, Volume volume) {}

  private static void checkState(Call call, Instance instance) {
    Instance.State state = instance.state(call.now());
    switch (state) {
      case RUNNING, STOPPED, STOPPING -> {}
      case PENDING, SHUTTING_DOWN, TERMINATED ->
          throw Errors.incorrectState(
              "The instance '"
                  + instance.id()
                  + "' is in state '"
                  + state.word()
                  + "', which is not valid for this operation.");
    }
  }

  private static List<Planned> plan(
      Call call, Instance instance, List<BlockDeviceMapping> overrides) {
    Map<String, Planned> plan = new LinkedHashMap<>();
    for (Volume volume : instance.volumes()) {
      plan.put(volume.deviceName(), new Planned(Mappings.of(volume), volume));
    }
    for (BlockDeviceMapping mapping : overrides) {
      String name = Mappings.deviceName(mapping);
      if (mapping.noDevice() != null) {
        refuseRoot(instance, name);
        plan.remove(name);
        continue;
      }
      Volume volume = plan.containsKey(name) ? plan.get(name).volume() : null;
      BlockDevice base = plan.containsKey(name) ? plan.get(name).device() : null;
      refuseEncryption(mapping);
      plan.put(name, new Planned(Mappings.read(call, mapping, base), volume));
    }
    return List.copyOf(plan.values());
  }

  private static void refuseRoot(Instance instance, String device) {
    if (device.equals(instance.traits().rootDeviceName())) {
      throw Mappings.invalid("The root device '" + device + "' cannot be left out of the image");
    }
  }

  private static void refuseEncryption(BlockDeviceMapping mapping) {
    if (mapping.ebs() != null
        && (mapping.ebs().encrypted() != null || mapping.ebs().kmsKeyId() != null)) {
      throw Mappings.invalid(
          "The encryption of '"
              + mapping.deviceName()
              + "' cannot be changed by CreateImage; copy the image to encrypt it");
    }
  }

  private static Snapshot snapshot(Call call, Volume volume, String description) {
    Instant now = call.now();
    return new Snapshot(
        call.newId("snap"),
        call.accountId(),
        volume.id(),
        volume.sizeGib(),
        description,
        volume.encryption(),
        Maturing.over(now, call.timing().ofSnapshot(volume.sizeGib())).failing(call.laterFailure()),
        null);
  }

  private static Image.Origin origin(Call call, Instance instance, String name) {
    return new Image.Origin(
        name,
        null,
        call.accountId() + "/" + name,
        instance.id(),
        instance.launch().imageId(),
        instance.launch().imageId() == null ? null : call.region().name());
  }

  private static List<Watermark> watermarks(Call call, Instance instance) {
    return call.region()
        .everRegistered(String.valueOf(instance.launch().imageId()))
        .map(Image::watermarks)
        .orElse(List.of());
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
