package dev.amioperator.simulator;

import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.IdGenerator;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.MachineTraits;
import dev.amioperator.simulator.state.Parameter;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.RecycleBin;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.ResourceTable;
import dev.amioperator.simulator.state.S3Storage;
import dev.amioperator.simulator.state.Snapshot;
import dev.amioperator.simulator.state.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Creation of seeded AWS resources in an account and region. */
record Seeder(Region region, String accountId, IdGenerator ids, Instant now) {

  String put(InstanceSeed seed) {
    Instant launched = seed.launched() == null ? now : seed.launched();
    Instance instance =
        new Instance(
            seed.id() == null ? ids.next("i") : seed.id(),
            accountId,
            new Instance.Launch(
                ids.next("r"),
                seed.imageId() == null ? ids.next("ami") : seed.imageId(),
                seed.instanceType(),
                Instance.Network.DEFAULT,
                null,
                null,
                false,
                false,
                null,
                null,
                null,
                launched),
            traits(seed),
            seed.volumes().stream().map(this::volume).toList(),
            seed.running() ? Instance.State.RUNNING : Instance.State.STOPPED);
    region
        .findImageEverRegistered(String.valueOf(seed.imageId()))
        .ifPresent(i -> i.recordLaunch(launched));
    region.add(instance);
    seed.tags().forEach((key, value) -> region.instances().tag(instance, key, value));
    return instance.id();
  }

  /** Machine traits of an instance, from its image. */
  private MachineTraits traits(InstanceSeed seed) {
    boolean windows =
        region
            .findImageEverRegistered(String.valueOf(seed.imageId()))
            .filter(image -> "windows".equals(image.traits().platform()))
            .isPresent();
    String root = rootDevice(seed.volumes());
    return windows
        ? MachineTraits.windows(seed.architecture(), root)
        : MachineTraits.linux(seed.architecture(), root);
  }

  private Volume volume(VolumeSeed seed) {
    return new Volume(
        ids.next("vol"),
        seed.deviceName(),
        seed.sizeGib(),
        seed.type(),
        new Snapshot.Encryption(seed.kmsKeyArn() != null, seed.kmsKeyArn()),
        seed.deleteOnTermination(),
        null,
        seed.type().equals("gp3") ? 3000 : null,
        seed.type().equals("gp3") ? 125 : null);
  }

  String put(SnapshotSeed seed) {
    Instant started = seed.started() == null ? now : seed.started();
    Snapshot snapshot =
        new Snapshot(
            seed.id() == null ? ids.next("snap") : seed.id(),
            accountId,
            ids.next("vol"),
            seed.sizeGib(),
            seed.description(),
            new Snapshot.Encryption(seed.kmsKeyArn() != null, seed.kmsKeyArn()),
            AsyncOperation.completed(started),
            null);
    snapshot.sharing().accountIds().addAll(seed.sharedWith());
    snapshot.sharing().everyone(seed.shared());
    return add(region.snapshots(), snapshot, seed.tags());
  }

  String put(ImageSeed seed) {
    Instant created = seed.created() == null ? now : seed.created();
    String id = seed.id() == null ? ids.next("ami") : seed.id();
    List<BlockDevice> devices = new ArrayList<>();
    for (VolumeSeed volume : seed.volumes()) {
      devices.add(device(volume, snapshotFor(seed, volume, created, id)));
    }
    Image image =
        new Image(
            id,
            accountId,
            new Image.Origin(
                seed.name(),
                seed.ownerAlias(),
                (seed.ownerAlias() == null ? accountId : seed.ownerAlias()) + "/" + seed.name(),
                null,
                null,
                null),
            traits(seed),
            devices,
            AsyncOperation.completed(created),
            created);
    image.description(seed.description());
    image.sharing().everyone(seed.publicImage());
    image.sharing().accountIds().addAll(seed.sharedWith());
    image.deprecationTime(seed.deprecated());
    region.add(image);
    seed.tags().forEach((k, v) -> region.images().tag(image, k, v));
    return id;
  }

  /** Seeded image as an object in S3, without its snapshots. */
  S3Storage.S3Object toStoredImage(ImageSeed seed) {
    return new S3Storage.S3Object.StoredImage(
        seed.name(),
        seed.description(),
        traits(seed),
        seed.volumes().stream().map(volume -> device(volume, ids.next("snap"))).toList(),
        Map.copyOf(seed.tags()),
        Map.of(),
        List.of(),
        ids.next("ami"),
        region.name(),
        AsyncOperation.completed(now));
  }

  private static MachineTraits traits(ImageSeed seed) {
    String root = rootDevice(seed.volumes());
    return "windows".equals(seed.platform())
        ? MachineTraits.windows(seed.architecture(), root)
        : MachineTraits.linux(seed.architecture(), root);
  }

  private String snapshotFor(ImageSeed seed, VolumeSeed volume, Instant created, String imageId) {
    if (volume.snapshotId() != null) {
      return volume.snapshotId();
    }
    return put(
        SnapshotSeed.of(volume.sizeGib())
            .withDescription("Created by CreateImage(i-0e0e0e0e0e0e0e0e0) for " + imageId)
            .encryptedWith(volume.kmsKeyArn())
            .startedAt(created)
            .withTags(seed.snapshotTags())
            .shared(seed.publicSnapshots()));
  }

  private BlockDevice device(VolumeSeed volume, String snapshotId) {
    return new BlockDevice(
        volume.deviceName(),
        null,
        snapshotId,
        volume.sizeGib(),
        volume.type(),
        volume.deleteOnTermination(),
        volume.kmsKeyArn() != null,
        volume.type().equals("gp3") ? 3000 : null,
        volume.type().equals("gp3") ? 125 : null);
  }

  void putParameter(String name, String dataType, String value) {
    Parameter parameter =
        new Parameter(name, Parameter.ownerOf(accountId, name), "String", dataType);
    Parameter.Description description =
        Parameter.Description.plain(Partition.of(region.name()).root(accountId));
    parameter.put(new Parameter.Version(1, value, now, description), now);
    region.parameters().put(parameter);
  }

  void putRule(String resourceType, int days) {
    if (days < 1 || days > 365) {
      throw new IllegalArgumentException("The days of a retention rule must be from 1 to 365");
    }
    String type =
        switch (resourceType) {
          case "image" -> "EC2_IMAGE";
          case "snapshot" -> "EBS_SNAPSHOT";
          default ->
              throw new IllegalArgumentException(
                  "The resource type of a retention rule must be image or snapshot, not "
                      + resourceType);
        };
    String id = ids.nextUuid().substring(0, 8);
    region
        .recycleBin()
        .put(new RecycleBin.Rule(id, accountId, type, days, List.of(), List.of(), null));
  }

  private <R extends Resource> String add(
      ResourceTable<R> resourceTable, R resource, Map<String, String> tags) {
    resourceTable.add(resource);
    tags.forEach((key, value) -> resourceTable.tag(resource, key, value));
    return resource.id();
  }

  private static String rootDevice(List<VolumeSeed> volumes) {
    return volumes.isEmpty() ? "/dev/xvda" : volumes.getFirst().deviceName();
  }
}
