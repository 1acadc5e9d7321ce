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
  public record Remembered(Object parameters, String resourceId) {}

  private final String name;
  private final Table<Image> images = new Table<>();
  private final Table<Snapshot> snapshots = new Table<>();
  private final Table<Instance> instances = new Table<>();
  private final Table<SpotRequest> spotRequests = new Table<>();
  private final Table<LaunchTemplate> launchTemplates = new Table<>();
  private final Table<UsageReport> usageReports = new Table<>();
  private final Table<ImportTask> importTasks = new Table<>();
  private final Map<String, Table<? extends Resource>> tables = new HashMap<>();
  private final Map<NameKey, String> imageNames = new HashMap<>();
  private final Map<String, List<String>> imagesBySnapshot = new HashMap<>();
  private final Map<String, RegionSettings> settings = new HashMap<>();
  private final Map<String, Image> former = new HashMap<>();
  private final NavigableMap<String, FastLaunch> fastLaunches = new TreeMap<>();
  private final Map<NameKey, Parameter> parameters = new LinkedHashMap<>();
  private final ScalingGroups scalingGroups = new ScalingGroups();
  private final List<Reference> references = new ArrayList<>();
  private final RecycleBin bin = new RecycleBin();
  private final Keys keys;
  private final Deque<Image> lingering = new ArrayDeque<>();
  private final Map<TokenKey, Remembered> clientTokens = new HashMap<>();

  Region(String name, Ids ids) {
    this.name = name;
    this.keys = new Keys(name, ids);
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
  public Table<Image> images() {
    return images;
  }

  public Table<Snapshot> snapshots() {
    return snapshots;
  }

  public Table<Instance> instances() {
    return instances;
  }

  public Table<SpotRequest> spotRequests() {
    return spotRequests;
  }

  public Table<LaunchTemplate> launchTemplates() {
    return launchTemplates;
  }

  public Table<UsageReport> usageReports() {
    return usageReports;
  }

  public Table<ImportTask> importTasks() {
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
    String owner = Parameter.owner(accountId, parameterName);
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

  private void release(Image image) {
    imageNames.remove(new NameKey(image.ownerId(), image.name()), image.id());
    snapshotsOf(image)
        .forEach(
            id ->
                imagesBySnapshot.computeIfPresent(
                    id, (s, users) -> users.remove(image.id()) && users.isEmpty() ? null : users));
  }

  /** Marks an image as deregistered: its name and snapshots are free, it lingers in listings. */
  public void deregister(Image image, Instant at) {
    release(image);
    image.deregisteredAt(at);
    lingering.add(image);
  }

  /** Takes a deregistered image back. */
  public void restore(Image image) {
    lingering.remove(image);
    images.remove(image.id());
    image.deregisteredAt(null);
    add(image);
  }

  /**
   * Lets time do its work: forgets deregistered images that lingered long enough and empties the
   * Recycle Bin of what was kept long enough.
   */
  public void catchUp(Instant now, Duration linger) {
    Instant before = now.minus(linger);
    while (!lingering.isEmpty() && !lingering.peek().deregisteredAt().isAfter(before)) {
      Image gone = lingering.poll();
      images.remove(gone.id());
      former.put(gone.id(), gone);
    }
    bin.expire(now);
    fastLaunches.values().removeIf(launch -> launch.state(now).equals("disabled"));
  }

  /** An image that is or was registered here: ancestry outlives deregistration. */
  public Optional<Image> everRegistered(String id) {
    Image image = images.get(id);
    return Optional.ofNullable(image != null ? image : former.get(id));
  }

  /** What an account has set for itself here. */
  public RegionSettings settings(String accountId) {
    return settings.computeIfAbsent(accountId, id -> new RegionSettings());
  }

  /** What was deleted under a retention rule. */
  public RecycleBin bin() {
    return bin;
  }

  /** The KMS keys of every account. */
  public Keys keys() {
    return keys;
  }

  /** The image of an account that has this name, if any. */
  public Optional<Image> imageNamed(String ownerId, String imageName) {
    return Optional.ofNullable(imageNames.get(new NameKey(ownerId, imageName))).map(images::get);
  }

  /** The registered images that use a snapshot. */
  public List<String> imagesUsing(String snapshotId) {
    return List.copyOf(imagesBySnapshot.getOrDefault(snapshotId, List.of()));
  }

  /** The table a resource belongs to, by the prefix of its id; empty for kinds not modelled. */
  public Optional<Table<? extends Resource>> tableOf(String id) {
    int dash = id.lastIndexOf('-');
    return Optional.ofNullable(dash < 0 ? null : tables.get(id.substring(0, dash)));
  }

  /** Every resource of an account that can have tags. */
  public Stream<Resource> taggable(String ownerId) {
    return tables.values().stream().flatMap(table -> table.ownedBy(ownerId).values().stream());
  }

  /** What an earlier call with this client token asked and made. */
  public Optional<Remembered> remembered(String ownerId, String action, String token) {
    return Optional.ofNullable(clientTokens.get(new TokenKey(ownerId, action, token)));
  }

  /** Keeps what a client token stands for. */
  public void remember(String ownerId, String action, String token, Remembered what) {
    clientTokens.put(new TokenKey(ownerId, action, token), what);
  }

  private static Stream<String> snapshotsOf(Image image) {
    return image.blockDevices().stream()
        .map(BlockDevice::snapshotId)
        .filter(id -> id != null)
        .distinct();
  }
}
