package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** AWS region with the resources of every account. */
public final class Region {
  private record NameKey(String ownerId, String name) {}

  private record TokenKey(String ownerId, String action, String token) {}

  /**
   * Reference to an image from a resource that is not modelled.
   *
   * @param type type in EC2, such as {@code imagebuilder:ImageRecipe}
   */
  public record Reference(String ownerId, String imageId, String type, String arn) {}

  /** Request and EC2 resource of a client token. */
  public record IdempotentResult(Object parameters, String resourceId) {}

  private final String name;
  private final ResourceTable<Image> images = new ResourceTable<>();
  private final ResourceTable<Snapshot> snapshots = new ResourceTable<>();
  private final ResourceTable<Instance> instances = new ResourceTable<>();
  private final ResourceTable<AttachedVolume> volumes = new ResourceTable<>();
  private final ResourceTable<SpotRequest> spotRequests = new ResourceTable<>();
  private final ResourceTable<LaunchTemplate> launchTemplates = new ResourceTable<>();
  private final ResourceTable<UsageReport> usageReports = new ResourceTable<>();
  private final ResourceTable<ImportTask> importTasks = new ResourceTable<>();
  private final Map<String, ResourceTable<? extends Resource>> tables = new HashMap<>();
  private final Map<NameKey, String> imageNames = new HashMap<>();
  private final Map<String, List<String>> imagesBySnapshot = new HashMap<>();
  private final Map<String, RegionSettings> settings = new HashMap<>();
  private final Map<String, Image> deregisteredImages = new HashMap<>();
  private final NavigableMap<String, FastLaunch> fastLaunches = new TreeMap<>();
  private final ParameterStore parameters = new ParameterStore();
  private final Fleets fleets = new Fleets();
  private final ScalingGroups scalingGroups = new ScalingGroups();
  private final List<Reference> references = new ArrayList<>();
  private final RecycleBin recycleBin = new RecycleBin();
  private final KmsKeys kmsKeys;
  private final Networks networks;
  private final Deque<Image> recentlyDeregistered = new ArrayDeque<>();
  private final Map<TokenKey, IdempotentResult> clientTokens = new HashMap<>();

  Region(String name, IdGenerator idGenerator) {
    this.name = name;
    this.kmsKeys = new KmsKeys(name, idGenerator);
    this.networks = new Networks(name);
    tables.putAll(networks.tables());
    tables.put("ami", images);
    tables.put("snap", snapshots);
    tables.put("i", instances);
    tables.put("vol", volumes);
    tables.put("sir", spotRequests);
    tables.put("lt", launchTemplates);
    tables.put("amiur", usageReports);
    tables.put("import-snap", importTasks);
  }

  public String name() {
    return name;
  }

  /** Images of the region; {@link #add} and {@link #deregister} change them. */
  public ResourceTable<Image> images() {
    return images;
  }

  public ResourceTable<Snapshot> snapshots() {
    return snapshots;
  }

  public ResourceTable<Instance> instances() {
    return instances;
  }

  /** Volumes of the region's instances, including terminated instances. */
  public ResourceTable<AttachedVolume> volumes() {
    return volumes;
  }

  /** Adds an instance with its volumes. */
  public void add(Instance instance) {
    instances.add(instance);
    instance.volumes().forEach(volume -> volumes.add(new AttachedVolume(volume, instance)));
  }

  public Networks networks() {
    return networks;
  }

  public ResourceTable<SpotRequest> spotRequests() {
    return spotRequests;
  }

  public ResourceTable<LaunchTemplate> launchTemplates() {
    return launchTemplates;
  }

  public ResourceTable<UsageReport> usageReports() {
    return usageReports;
  }

  public ResourceTable<ImportTask> importTasks() {
    return importTasks;
  }

  /** Mutable map of fast launches by image id. */
  public NavigableMap<String, FastLaunch> fastLaunches() {
    return fastLaunches;
  }

  /** SSM parameters of the region. */
  public ParameterStore parameters() {
    return parameters;
  }

  public Fleets fleets() {
    return fleets;
  }

  public ScalingGroups scalingGroups() {
    return scalingGroups;
  }

  /** Mutable list of other references to images. */
  public List<Reference> references() {
    return references;
  }

  /** Registers an image, with its name and snapshots in use. */
  public void add(Image image) {
    images.add(image);
    imageNames.put(new NameKey(image.ownerId(), image.name()), image.id());
    snapshotsOf(image)
        .forEach(
            id -> imagesBySnapshot.computeIfAbsent(id, s -> new ArrayList<>(1)).add(image.id()));
  }

  private void releaseNameAndSnapshots(Image image) {
    imageNames.remove(new NameKey(image.ownerId(), image.name()), image.id());
    snapshotsOf(image)
        .forEach(
            id ->
                imagesBySnapshot.computeIfPresent(
                    id, (s, users) -> users.remove(image.id()) && users.isEmpty() ? null : users));
  }

  /** Deregisters an image: frees its name and snapshots, and keeps it listed for a while. */
  public void deregister(Image image, Instant at) {
    releaseNameAndSnapshots(image);
    image.deregisteredAt(at);
    recentlyDeregistered.add(image);
  }

  /** Restores a deregistered image. */
  public void restore(Image image) {
    recentlyDeregistered.remove(image);
    images.remove(image.id());
    image.deregisteredAt(null);
    add(image);
  }

  /** Advances the region to a time and removes expired images and snapshots. */
  public void advanceTo(Instant now, Duration linger) {
    Instant before = now.minus(linger);
    while (!recentlyDeregistered.isEmpty()
        && !recentlyDeregistered.peek().deregisteredAt().isAfter(before)) {
      Image gone = recentlyDeregistered.poll();
      images.remove(gone.id());
      deregisteredImages.put(gone.id(), gone);
    }
    recycleBin.removeExpired(now);
    fastLaunches.values().removeIf(launch -> launch.state(now).equals("disabled"));
  }

  /** Image that is or was registered in the region, for its ancestry. */
  public Optional<Image> findImageEverRegistered(String id) {
    Image image = images.get(id);
    return Optional.ofNullable(image != null ? image : deregisteredImages.get(id));
  }

  /** Settings of an AWS account in the region. */
  public RegionSettings settings(String accountId) {
    return settings.computeIfAbsent(
        accountId, id -> new RegionSettings(!CloudState.OPT_IN_REGIONS.contains(name)));
  }

  /** Recycle Bin of the region. */
  public RecycleBin recycleBin() {
    return recycleBin;
  }

  /** KMS keys of every account in the region. */
  public KmsKeys kmsKeys() {
    return kmsKeys;
  }

  /** Image of an account with this name, if any. */
  public Optional<Image> imageByName(String ownerId, String imageName) {
    return Optional.ofNullable(imageNames.get(new NameKey(ownerId, imageName))).map(images::get);
  }

  /** Ids of registered images that use a snapshot. */
  public List<String> imagesUsing(String snapshotId) {
    return List.copyOf(imagesBySnapshot.getOrDefault(snapshotId, List.of()));
  }

  /** Table of an EC2 resource by its id prefix; empty for unknown kinds. */
  public Optional<ResourceTable<? extends Resource>> tableOf(String id) {
    int dash = id.lastIndexOf('-');
    return Optional.ofNullable(dash < 0 ? null : tables.get(id.substring(0, dash)));
  }

  /** EC2 resources of an account that can have tags. */
  public Stream<Resource> taggableResources(String ownerId) {
    return tables.values().stream()
        .flatMap(resourceTable -> resourceTable.ownedBy(ownerId).values().stream());
  }

  /** Request and EC2 resource of an earlier call with this client token. */
  public Optional<IdempotentResult> idempotentResult(String ownerId, String action, String token) {
    return Optional.ofNullable(clientTokens.get(new TokenKey(ownerId, action, token)));
  }

  /** Stores the request and the EC2 resource of a client token. */
  public void putIdempotentResult(
      String ownerId, String action, String token, IdempotentResult what) {
    clientTokens.put(new TokenKey(ownerId, action, token), what);
  }

  private static Stream<String> snapshotsOf(Image image) {
    return image.blockDevices().stream()
        .map(BlockDevice::snapshotId)
        .filter(id -> id != null)
        .distinct();
  }
}
