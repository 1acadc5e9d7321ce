package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.observer.CacheEntry.FetchedValue;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is asked and known about one place: a desk for each kind of question, and the scans. */
final class RegionObserver {
  static final String WHOLE_REGION = "all";

  private final LogicalClock logicalClock;
  private final TaskScheduler taskScheduler;
  private final ObserverIntervals intervals;
  private final ImageQueries imageQueries;
  private final RegionScanner scanner;
  private final List<QueryCache<?>> caches = new ArrayList<>();
  private final QueryBatcher<OwnedResources> ownerBatcher;

  final QueryCache<OwnedResources> ownedResources;
  final QueryCache<Presence<Image>> images;
  final QueryCache<Presence<Image>> imagesByName;
  final QueryCache<Presence<Snapshot>> snapshots;
  final QueryCache<Presence<RecycleBinEntry>> imagesInRecycleBin;
  final QueryCache<Presence<RecycleBinEntry>> snapshotsInRecycleBin;
  final QueryCache<List<Image>> imagesUsingSnapshot;
  final QueryCache<Optional<SnapshotLock>> snapshotLocks;
  final QueryCache<List<Snapshot>> releasedSnapshots;
  final QueryCache<LaunchPermissions> launchPermissions;
  final QueryCache<Set<String>> snapshotPermissions;
  final QueryCache<Boolean> publicSharingBlocked;
  final QueryCache<KmsKeyAccess> kmsKeyAccess;
  final QueryCache<FastLaunch> fastLaunches;
  final QueryCache<List<ImageReference>> imageReferences;
  final QueryCache<List<ImageSummary>> imageSearches;
  final QueryCache<Optional<String>> parameters;
  final QueryCache<List<BuildInstance>> buildInstances;
  final QueryCache<List<BuildInstance>> clusterBuildInstances;
  final QueryCache<String> consoleOutputs;
  private final QueryCache<List<Image>> accountImages;

  RegionObserver(
      AccountRegion accountRegion,
      ImageQueries imageQueries,
      LogicalClock logicalClock,
      TaskScheduler taskScheduler,
      ObserverIntervals intervals) {
    this.logicalClock = logicalClock;
    this.taskScheduler = taskScheduler;
    this.intervals = intervals;
    this.imageQueries = imageQueries;
    this.scanner =
        new RegionScanner(
            accountRegion,
            logicalClock,
            taskScheduler,
            intervals,
            imageQueries,
            new RegionScanListener());
    this.ownedResources = newCache(this::fetchOwners, this::ownedResourcesFromScan);
    this.ownerBatcher = new QueryBatcher<>(logicalClock, imageQueries.ownedResources());
    this.images =
        batchedCache(
            imageQueries.images(),
            id -> presenceFromScan(scanResult -> scanResult.imagesById().get(id)));
    this.imagesByName = batchedCache(imageQueries.imagesByName());
    this.snapshots =
        batchedCache(
            imageQueries.snapshots(),
            id -> presenceFromScan(scanResult -> scanResult.snapshotsById().get(id)));
    this.imagesInRecycleBin = batchedCache(imageQueries.recycleBinQueries().imagesInRecycleBin());
    this.snapshotsInRecycleBin =
        batchedCache(imageQueries.recycleBinQueries().snapshotsInRecycleBin());
    this.imagesUsingSnapshot = batchedCache(imageQueries.recycleBinQueries().imagesUsingSnapshot());
    this.snapshotLocks = batchedCache(imageQueries.recycleBinQueries().snapshotLocks());
    this.releasedSnapshots =
        batchedCache(
            imageQueries.recycleBinQueries().releasedSnapshots(),
            all -> releasedSnapshotsFromScan());
    this.launchPermissions = batchedCache(imageQueries.launchPermissions());
    this.snapshotPermissions = batchedCache(imageQueries.snapshotPermissions());
    this.publicSharingBlocked = batchedCache(imageQueries.publicSharingBlocked());
    this.kmsKeyAccess = batchedCache(imageQueries.kmsKeyAccess());
    this.fastLaunches = batchedCache(imageQueries.fastLaunches());
    this.imageReferences = batchedCache(imageQueries.imageReferences());
    this.imageSearches = batchedCache(imageQueries.imageSearches());
    this.parameters = batchedCache(imageQueries.parameters());
    this.buildInstances = batchedCache(imageQueries.buildInstanceQueries().byOwner());
    this.clusterBuildInstances = batchedCache(imageQueries.buildInstanceQueries().byCluster());
    this.consoleOutputs = batchedCache(imageQueries.buildInstanceQueries().consoleOutputs());
    this.accountImages = newCache(this::fetchAccountImages, all -> Optional.empty());
  }

  /** Somebody has things of ours there. */
  void keepScanning() {
    scanner.keepScanning();
  }

  Observation<List<Image>> accountImages(Instant notBefore) {
    return accountImages.get(WHOLE_REGION, notBefore, seen -> false);
  }

  /** Forgets what nobody asked for since then; whether that leaves nothing at all. */
  boolean evict(Instant notAskedSince) {
    // Each is told, whatever the others remember.
    long remembering =
        caches.stream().filter(queryCache -> !queryCache.evict(notAskedSince)).count();
    return remembering == 0 && scanner.idle();
  }

  private <T> QueryCache<T> batchedCache(QueryType<T> queryType) {
    return batchedCache(queryType, key -> Optional.empty());
  }

  private <T> QueryCache<T> batchedCache(
      QueryType<T> queryType, Function<String, Optional<FetchedValue<T>>> glimpse) {
    return newCache(new QueryBatcher<>(logicalClock, queryType)::execute, glimpse);
  }

  private <T> QueryCache<T> newCache(
      QueryCache.QueryExecutor<T> queryExecutor,
      Function<String, Optional<FetchedValue<T>>> glimpse) {
    QueryCache<T> queryCache =
        new QueryCache<>(logicalClock, taskScheduler, intervals, queryExecutor, glimpse);
    caches.add(queryCache);
    return queryCache;
  }

  /** A batch of owners a call, unless a scan is due anyway or costs fewer calls. */
  private void fetchOwners(QueryCache<OwnedResources> queryCache, List<String> owners) {
    if (scanner.due() || (owners.size() > ImageQueries.FILTER_VALUES && scanner.fast())) {
      scanner.scanFor(owners);
    } else {
      ownerBatcher.execute(queryCache, owners);
    }
  }

  private Optional<FetchedValue<OwnedResources>> ownedResourcesFromScan(String owner) {
    return scanner
        .latest()
        .map(scanResult -> new FetchedValue<>(scanResult.of(owner), scanResult.startedAt()));
  }

  private Optional<FetchedValue<List<Snapshot>>> releasedSnapshotsFromScan() {
    return scanner
        .latest()
        .map(
            scanResult ->
                new FetchedValue<>(scanResult.releasedSnapshots(), scanResult.startedAt()));
  }

  /** A scan proves that something is there; what it lacks may be somebody else's. */
  private <T> Optional<FetchedValue<Presence<T>>> presenceFromScan(Function<ScanResult, T> find) {
    return scanner
        .latest()
        .flatMap(
            scanResult ->
                Optional.ofNullable(find.apply(scanResult))
                    .map(thing -> new FetchedValue<>(Presence.of(thing), scanResult.startedAt())));
  }

  private void fetchAccountImages(QueryCache<List<Image>> queryCache, List<String> all) {
    LogicalTime began = logicalClock.next();
    PagedListing.start(taskScheduler, imageQueries::accountImages)
        .whenComplete(
            (found, thrown) -> {
              if (thrown == null) {
                queryCache.completed(
                    all, key -> Optional.of(new FetchedValue<>(List.copyOf(found), began)));
              } else {
                queryCache.failed(all, RegionScanner.toEc2CallException(thrown));
              }
            });
  }

  /** What goes with a scan: owners that waited for it, and images that it cannot show. */
  private final class RegionScanListener implements RegionScanner.ScanListener {
    @Override
    public void scanStarting(Instant askedSince) {
      images.refresh(
          askedSince,
          id -> presenceFromScan(scanResult -> scanResult.imagesById().get(id)).isEmpty());
    }

    @Override
    public void scanCompleted(List<String> owners) {
      ownedResources.completed(owners, owner -> Optional.empty());
    }

    @Override
    public void scanFailed(List<String> owners, Ec2CallException failure) {
      ownedResources.failed(owners, failure);
    }
  }
}
