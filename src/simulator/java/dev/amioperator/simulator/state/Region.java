package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One region with the resources of every account in it. */
public final class Region {
  private record NameKey(String ownerId, String name) {}

  private record TokenKey(String ownerId, String action, String token) {}

  /**
   * Something that is not modelled but refers to an image, such as an Image Builder recipe.
   *
   * @param type EC2's word, {@code imagebuilder:ImageRecipe} for one
   */
  public record Reference(String ownerId, String imageId, String type, String arn) {}

  /** What a client token stands for: the request it came with and the resource it made. */
  public record IdempotentResult(Object parameters, String resourceId) {}

  private final String name;
  private final ResourceTable<Image> images = new ResourceTable<>();
  private final ResourceTable<Snapshot> snapshots = new ResourceTable<>();
  private final ResourceTable<Instance> instances = new ResourceTable<>();
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
  private final Map<NameKey, Parameter> parameters = new LinkedHashMap<>();
  private final ScalingGroups scalingGroups = new ScalingGroups();
  private final List<Reference> references = new ArrayList<>();
  private final RecycleBin recycleBin = new RecycleBin();
  private final KmsKeys kmsKeys;
  private final Deque<Image> recentlyDeregistered = new ArrayDeque<>();
  private final Map<TokenKey, IdempotentResult> clientTokens = new HashMap<>();

  Region(String name, IdGenerator idGenerator) {
    this.name = name;
    this.kmsKeys = new KmsKeys(name, idGenerator);
    tables.put("ami", images);
    tables.put("snap", snapshots);
    tables.put("i", instances);
    tables.put("sir", spotRequests);
    tables.put("lt", launchTemplates);
    tables.put("amiur", usageReports);
    tables.put("import-snap", importTasks);
  }

  public String name() {
    return name;
  }

  /** Images, to read; they come and go by {@link #add} and {@link #deregister}. */
  public ResourceTable<Image> images() {
    return images;
  }

  public ResourceTable<Snapshot> snapshots() {
    return snapshots;
  }

  public ResourceTable<Instance> instances() {
    return instances;
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

  /** Fast launch by image id; changeable. */
  public NavigableMap<String, FastLaunch> fastLaunches() {
    return fastLaunches;
  }

  /** Every SSM parameter. */
  public Collection<Parameter> parameters() {
    return parameters.values();
  }

  /** The SSM parameter that an account knows by this name: its own, or one of AWS's. */
  public Optional<Parameter> parameter(String accountId, String parameterName) {
    String owner = Parameter.ownerOf(accountId, parameterName);
    return Optional.ofNullable(parameters.get(new NameKey(owner, parameterName)));
  }

  /** Puts an SSM parameter in the place of one of that name. */
  public void put(Parameter parameter) {
    parameters.put(new NameKey(parameter.ownerId(), parameter.name()), parameter);
  }

  public void remove(Parameter parameter) {
    parameters.remove(new NameKey(parameter.ownerId(), parameter.name()));
  }

  public ScalingGroups scalingGroups() {
    return scalingGroups;
  }

  /** What else refers to images; changeable. */
  public List<Reference> references() {
    return references;
  }

  /** Registers an image: from here its name is taken and its snapshots are in use. */
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

  /** Marks an image as deregistered: its name and snapshots are free, it lingers in listings. */
  public void deregister(Image image, Instant at) {
    releaseNameAndSnapshots(image);
    image.deregisteredAt(at);
    recentlyDeregistered.add(image);
  }

  /** Takes a deregistered image back. */
  public void restore(Image image) {
    recentlyDeregistered.remove(image);
    images.remove(image.id());
    image.deregisteredAt(null);
    add(image);
  }

  /**
   * Lets time do its work: forgets deregistered images that lingered long enough and empties the
   * Recycle Bin of what was kept long enough.
   */
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

  /** An image that is or was registered here: ancestry outlives deregistration. */
  public Optional<Image> findImageEverRegistered(String id) {
    Image image = images.get(id);
    return Optional.ofNullable(image != null ? image : deregisteredImages.get(id));
  }

  /** What an account has set for itself here. */
  public RegionSettings settings(String accountId) {
    return settings.computeIfAbsent(accountId, id -> new RegionSettings());
  }

  /** What was deleted under a retention rule. */
  public RecycleBin recycleBin() {
    return recycleBin;
  }

  /** The KMS keys of every account. */
  public KmsKeys kmsKeys() {
    return kmsKeys;
  }

  /** The image of an account that has this name, if any. */
  public Optional<Image> imageByName(String ownerId, String imageName) {
    return Optional.ofNullable(imageNames.get(new NameKey(ownerId, imageName))).map(images::get);
  }

  /** The registered images that use a snapshot. */
  public List<String> imagesUsing(String snapshotId) {
    return List.copyOf(imagesBySnapshot.getOrDefault(snapshotId, List.of()));
  }

  /** The table a resource belongs to, by the prefix of its id; empty for kinds not modelled. */
  public Optional<ResourceTable<? extends Resource>> tableOf(String id) {
    int dash = id.lastIndexOf('-');
    return Optional.ofNullable(dash < 0 ? null : tables.get(id.substring(0, dash)));
  }

  /** Every resource of an account that can have tags. */
  public Stream<Resource> taggableResources(String ownerId) {
    return tables.values().stream()
        .flatMap(resourceTable -> resourceTable.ownedBy(ownerId).values().stream());
  }

  /** What an earlier call with this client token asked and made. */
  public Optional<IdempotentResult> idempotentResult(String ownerId, String action, String token) {
    return Optional.ofNullable(clientTokens.get(new TokenKey(ownerId, action, token)));
  }

  /** Keeps what a client token stands for. */
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
