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
import dev.amioperator.observer.Question.Fact;
import dev.amioperator.observer.Timeline.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is asked and known about one place: a desk for each kind of question, and the scans. */
final class PlaceObserver {
  static final String ALL = "all";

  private final Timeline timeline;
  private final Background background;
  private final Pace pace;
  private final Lookups lookups;
  private final Scans scans;
  private final List<Desk<?>> desks = new ArrayList<>();
  private final Batches<Holdings> ownersInBatches;

  final Desk<Holdings> holdings;
  final Desk<Presence<Image>> images;
  final Desk<Presence<Image>> names;
  final Desk<Presence<Snapshot>> snapshots;
  final Desk<Presence<RecycleBinEntry>> binnedImages;
  final Desk<Presence<RecycleBinEntry>> binnedSnapshots;
  final Desk<List<Image>> imagesOf;
  final Desk<Optional<SnapshotLock>> locks;
  final Desk<List<Snapshot>> released;
  final Desk<LaunchPermissions> launchPermissions;
  final Desk<Set<String>> snapshotPermissions;
  final Desk<Boolean> publicSharingBlocked;
  final Desk<KmsKeyAccess> keys;
  final Desk<FastLaunch> fastLaunches;
  final Desk<List<ImageReference>> references;
  final Desk<List<ImageSummary>> searches;
  final Desk<Optional<String>> parameters;
  final Desk<List<BuildInstance>> builders;
  final Desk<List<BuildInstance>> clusterBuilders;
  final Desk<String> consoles;
  private final Desk<List<Image>> inventory;

  PlaceObserver(
      AccountRegion accountRegion,
      Lookups lookups,
      Timeline timeline,
      Background background,
      Pace pace) {
    this.timeline = timeline;
    this.background = background;
    this.pace = pace;
    this.lookups = lookups;
    this.scans = new Scans(accountRegion, timeline, background, pace, lookups, new Round());
    this.holdings = kept(this::lookUpOwners, this::holdingsInScan);
    this.ownersInBatches = new Batches<>(timeline, lookups.holdings());
    this.images = desk(lookups.images(), id -> inScan(census -> census.imagesById().get(id)));
    this.names = desk(lookups.names());
    this.snapshots =
        desk(lookups.snapshots(), id -> inScan(census -> census.snapshotsById().get(id)));
    this.binnedImages = desk(lookups.ends().binnedImages());
    this.binnedSnapshots = desk(lookups.ends().binnedSnapshots());
    this.imagesOf = desk(lookups.ends().imagesOf());
    this.locks = desk(lookups.ends().locks());
    this.released = desk(lookups.ends().released(), all -> releasedInScan());
    this.launchPermissions = desk(lookups.launchPermissions());
    this.snapshotPermissions = desk(lookups.snapshotPermissions());
    this.publicSharingBlocked = desk(lookups.publicSharingBlocked());
    this.keys = desk(lookups.keys());
    this.fastLaunches = desk(lookups.fastLaunches());
    this.references = desk(lookups.references());
    this.searches = desk(lookups.searches());
    this.parameters = desk(lookups.parameters());
    this.builders = desk(lookups.ofBuilders().byOwner());
    this.clusterBuilders = desk(lookups.ofBuilders().ofCluster());
    this.consoles = desk(lookups.ofBuilders().consoles());
    this.inventory = kept(this::takeInventory, all -> Optional.empty());
  }

  /** Somebody has things of ours there. */
  void keepScanning() {
    scans.asked();
  }

  Sight<List<Image>> inventory(Instant notBefore) {
    return inventory.ask(ALL, notBefore, seen -> false);
  }

  /** Forgets what nobody asked for since then; whether that leaves nothing at all. */
  boolean forget(Instant notAskedSince) {
    // Each is told, whatever the others remember.
    long remembering = desks.stream().filter(desk -> !desk.forget(notAskedSince)).count();
    return remembering == 0 && scans.idle();
  }

  private <T> Desk<T> desk(Lookup<T> lookup) {
    return desk(lookup, key -> Optional.empty());
  }

  private <T> Desk<T> desk(Lookup<T> lookup, Function<String, Optional<Fact<T>>> glimpse) {
    return kept(new Batches<>(timeline, lookup)::run, glimpse);
  }

  private <T> Desk<T> kept(Desk.Errand<T> errand, Function<String, Optional<Fact<T>>> glimpse) {
    Desk<T> desk = new Desk<>(timeline, background, pace, errand, glimpse);
    desks.add(desk);
    return desk;
  }

  /** A batch of owners a call, unless a scan is due anyway or costs fewer calls. */
  private void lookUpOwners(Desk<Holdings> desk, List<String> owners) {
    if (scans.due() || (owners.size() > Lookups.FILTER_VALUES && scans.quick())) {
      scans.scanFor(owners);
    } else {
      ownersInBatches.run(desk, owners);
    }
  }

  private Optional<Fact<Holdings>> holdingsInScan(String owner) {
    return scans.latest().map(census -> new Fact<>(census.of(owner), census.began()));
  }

  private Optional<Fact<List<Snapshot>>> releasedInScan() {
    return scans.latest().map(census -> new Fact<>(census.released(), census.began()));
  }

  /** A scan proves that something is there; what it lacks may be somebody else's. */
  private <T> Optional<Fact<Presence<T>>> inScan(Function<Census, T> find) {
    return scans
        .latest()
        .flatMap(
            census ->
                Optional.ofNullable(find.apply(census))
                    .map(thing -> new Fact<>(Presence.of(thing), census.began())));
  }

  private void takeInventory(Desk<List<Image>> desk, List<String> all) {
    Moment began = timeline.mark();
    Listing.of(background, lookups::ownImages)
        .whenComplete(
            (found, thrown) -> {
              if (thrown == null) {
                desk.settled(all, key -> Optional.of(new Fact<>(List.copyOf(found), began)));
              } else {
                desk.failed(all, Scans.failure(thrown));
              }
            });
  }

  /** What goes with a scan: owners that waited for it, and images that it cannot show. */
  private final class Round implements Scans.Waiting {
    @Override
    public void roundBegins(Instant askedSince) {
      images.refresh(askedSince, id -> inScan(census -> census.imagesById().get(id)).isEmpty());
    }

    @Override
    public void scanned(List<String> owners) {
      holdings.settled(owners, owner -> Optional.empty());
    }

    @Override
    public void failed(List<String> owners, Ec2CallException failure) {
      holdings.failed(owners, failure);
    }
  }
}
