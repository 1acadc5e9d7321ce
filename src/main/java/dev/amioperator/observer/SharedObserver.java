package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.BuildInstanceWrites;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ownership.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The observer that all reconcilers share: one {@link RegionObserver} for each place asked about.
 */
public final class SharedObserver implements Observer {
  /** What nobody asked for this long is forgotten. */
  private static final Duration EVICT_UNREQUESTED_AFTER = Duration.ofHours(1);

  private static final Duration EVICTION_INTERVAL = Duration.ofMinutes(10);

  private final Ec2Reads reads;
  private final ParameterReads parameters;
  private final BuildInstanceReads builders;
  private final ClusterId cluster;
  private final LogicalClock logicalClock;
  private final TaskScheduler taskScheduler;
  private final ObserverIntervals intervals;
  private final ReadInvalidation readInvalidation = new ReadInvalidation();
  private final Map<AccountRegion, RegionObserver> regionObservers = new ConcurrentHashMap<>();

  public SharedObserver(
      Ec2Reads reads,
      ParameterReads parameters,
      BuildInstanceReads builders,
      ClusterId cluster,
      InstantSource clock,
      TaskScheduler taskScheduler,
      ObserverIntervals intervals) {
    this.reads = reads;
    this.parameters = parameters;
    this.builders = builders;
    this.cluster = cluster;
    this.logicalClock = new LogicalClock(clock);
    this.taskScheduler = taskScheduler;
    this.intervals = intervals;
    taskScheduler.schedule(EVICTION_INTERVAL, this::evictUnrequested);
  }

  /** The same writes, but those this observer knows of: the ones to give to reconcilers. */
  public Ec2Writes invalidatingReads(Ec2Writes writes) {
    return new InvalidatingEc2Writes(writes, invalidatingWriter());
  }

  /** The same for writes about builders. */
  public BuildInstanceWrites invalidatingReads(BuildInstanceWrites writes) {
    return new InvalidatingBuildInstanceWrites(writes, invalidatingWriter());
  }

  private InvalidatingWriter invalidatingWriter() {
    return new InvalidatingWriter(readInvalidation, logicalClock::next);
  }

  @Override
  public Observation<OwnedResources> ownedResources(
      AccountRegion accountRegion, String owner, Instant notBefore) {
    regionObserver(accountRegion).keepScanning();
    return get(accountRegion, at -> at.ownedResources, owner, owner, notBefore);
  }

  @Override
  public Observation<Presence<Image>> image(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore) {
    return get(accountRegion, at -> at.images, owner, imageId, notBefore);
  }

  @Override
  public Observation<Presence<Image>> imageByName(
      AccountRegion accountRegion, String owner, String name, Instant notBefore) {
    Observation<Presence<Image>> observation =
        get(accountRegion, at -> at.imagesByName, owner, name, notBefore);
    return observation instanceof Observation.Known<Presence<Image>>(var presence, Instant askedAt)
        ? new Observation.Known<>(
            discountMissesBeforeWrites(accountRegion, owner, presence), askedAt)
        : observation;
  }

  @Override
  public Observation<Presence<Snapshot>> snapshot(
      AccountRegion accountRegion, String owner, String id, Instant notBefore) {
    return get(accountRegion, at -> at.snapshots, owner, id, notBefore);
  }

  @Override
  public Observation<Presence<RecycleBinEntry>> imageInRecycleBin(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore) {
    return get(accountRegion, at -> at.imagesInRecycleBin, owner, imageId, notBefore);
  }

  @Override
  public Observation<Presence<RecycleBinEntry>> snapshotInRecycleBin(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore) {
    return get(accountRegion, at -> at.snapshotsInRecycleBin, owner, snapshotId, notBefore);
  }

  @Override
  public Observation<List<Image>> imagesUsingSnapshot(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore) {
    return get(accountRegion, at -> at.imagesUsingSnapshot, owner, snapshotId, notBefore);
  }

  @Override
  public Observation<Optional<SnapshotLock>> snapshotLock(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore) {
    return get(accountRegion, at -> at.snapshotLocks, owner, snapshotId, notBefore);
  }

  @Override
  public Observation<List<Snapshot>> releasedSnapshots(
      AccountRegion accountRegion, String owner, Instant notBefore) {
    return get(
        accountRegion, at -> at.releasedSnapshots, owner, RegionObserver.WHOLE_REGION, notBefore);
  }

  @Override
  public Observation<LaunchPermissions> launchPermissions(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore) {
    return get(accountRegion, at -> at.launchPermissions, owner, imageId, notBefore);
  }

  @Override
  public Observation<Set<String>> snapshotPermissions(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore) {
    return get(accountRegion, at -> at.snapshotPermissions, owner, snapshotId, notBefore);
  }

  @Override
  public Observation<Boolean> publicSharingBlocked(
      AccountRegion accountRegion, String owner, Instant notBefore) {
    return get(
        accountRegion,
        at -> at.publicSharingBlocked,
        owner,
        RegionObserver.WHOLE_REGION,
        notBefore);
  }

  @Override
  public Observation<KmsKeyAccess> kmsKeyAccess(
      AccountRegion accountRegion, String owner, String keyArn, Instant notBefore) {
    return get(accountRegion, at -> at.kmsKeyAccess, owner, keyArn, notBefore);
  }

  @Override
  public Observation<FastLaunch> fastLaunch(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore) {
    return get(accountRegion, at -> at.fastLaunches, owner, imageId, notBefore);
  }

  @Override
  public Observation<List<ImageReference>> imageReferences(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore) {
    return get(accountRegion, at -> at.imageReferences, owner, imageId, notBefore);
  }

  @Override
  public Observation<List<ImageSummary>> searchImages(
      AccountRegion accountRegion, String owner, ImageSearch search, Instant notBefore) {
    return get(accountRegion, at -> at.imageSearches, owner, search.toKey(), notBefore);
  }

  @Override
  public Observation<Optional<String>> ssmParameter(
      AccountRegion accountRegion, String owner, String name, Instant notBefore) {
    return get(accountRegion, at -> at.parameters, owner, name, notBefore);
  }

  @Override
  public Observation<List<BuildInstance>> buildInstances(
      AccountRegion accountRegion, String owner, Instant notBefore) {
    return get(accountRegion, at -> at.buildInstances, owner, owner, notBefore);
  }

  @Override
  public Observation<List<BuildInstance>> buildInstances(
      AccountRegion accountRegion, Instant notBefore) {
    return regionObserver(accountRegion)
        .clusterBuildInstances
        .get(RegionObserver.WHOLE_REGION, notBefore, seen -> false);
  }

  @Override
  public Observation<String> consoleOutput(
      AccountRegion accountRegion, String owner, String instanceId, Instant notBefore) {
    return get(accountRegion, at -> at.consoleOutputs, owner, instanceId, notBefore);
  }

  @Override
  public Observation<List<Image>> accountImages(AccountRegion accountRegion, Instant notBefore) {
    return regionObserver(accountRegion).accountImages(notBefore);
  }

  /** That a name was free for long proves nothing just after the call that may have taken it. */
  private Presence<Image> discountMissesBeforeWrites(
      AccountRegion accountRegion, String owner, Presence<Image> presence) {
    return readInvalidation
        .lastWriteEnd(accountRegion, owner)
        .map(presence::possiblyCreatedAt)
        .orElse(presence);
  }

  private <T> Observation<T> get(
      AccountRegion accountRegion,
      Function<RegionObserver, QueryCache<T>> desk,
      String owner,
      String key,
      Instant notBefore) {
    return desk.apply(regionObserver(accountRegion))
        .get(key, notBefore, seen -> readInvalidation.invalidates(accountRegion, owner, seen));
  }

  private RegionObserver regionObserver(AccountRegion accountRegion) {
    return regionObservers.computeIfAbsent(
        accountRegion,
        key ->
            new RegionObserver(
                key,
                new ImageQueries(reads, parameters, builders, key, cluster),
                logicalClock,
                taskScheduler,
                intervals));
  }

  private void evictUnrequested() {
    taskScheduler.schedule(EVICTION_INTERVAL, this::evictUnrequested);
    Instant now = logicalClock.now();
    readInvalidation.evict(now.minus(CacheEntry.MAX_AGE));
    regionObservers.values().removeIf(place -> place.evict(now.minus(EVICT_UNREQUESTED_AFTER)));
  }
}
