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
 * The observer that all reconcilers share: one {@link PlaceObserver} for each place asked about.
 */
public final class SharedObserver implements Observer {
  /** What nobody asked for this long is forgotten. */
  private static final Duration MEMORY = Duration.ofHours(1);

  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final Ec2Reads reads;
  private final ParameterReads parameters;
  private final BuildInstanceReads builders;
  private final ClusterId cluster;
  private final Timeline timeline;
  private final Background background;
  private final Pace pace;
  private final WriteMarks marks = new WriteMarks();
  private final Map<AccountRegion, PlaceObserver> places = new ConcurrentHashMap<>();

  public SharedObserver(
      Ec2Reads reads,
      ParameterReads parameters,
      BuildInstanceReads builders,
      ClusterId cluster,
      InstantSource clock,
      Background background,
      Pace pace) {
    this.reads = reads;
    this.parameters = parameters;
    this.builders = builders;
    this.cluster = cluster;
    this.timeline = new Timeline(clock);
    this.background = background;
    this.pace = pace;
    background.after(SWEEP, this::sweep);
  }

  /** The same writes, but those this observer knows of: the ones to give to reconcilers. */
  public Ec2Writes watch(Ec2Writes writes) {
    return new ObservedWrites(writes, marking());
  }

  /** The same for writes about builders. */
  public BuildInstanceWrites watch(BuildInstanceWrites writes) {
    return new ObservedBuilderWrites(writes, marking());
  }

  private Marking marking() {
    return new Marking(marks, timeline::mark);
  }

  @Override
  public Sight<Holdings> holdings(AccountRegion accountRegion, String owner, Instant notBefore) {
    at(accountRegion).keepScanning();
    return ask(accountRegion, at -> at.holdings, owner, owner, notBefore);
  }

  @Override
  public Sight<Presence<Image>> image(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore) {
    return ask(accountRegion, at -> at.images, owner, imageId, notBefore);
  }

  @Override
  public Sight<Presence<Image>> named(
      AccountRegion accountRegion, String owner, String name, Instant notBefore) {
    Sight<Presence<Image>> sight = ask(accountRegion, at -> at.names, owner, name, notBefore);
    return sight instanceof Sight.Seen<Presence<Image>>(var presence, Instant askedAt)
        ? new Sight.Seen<>(afterWrites(accountRegion, owner, presence), askedAt)
        : sight;
  }

  @Override
  public Sight<Presence<Snapshot>> snapshot(
      AccountRegion accountRegion, String owner, String id, Instant notBefore) {
    return ask(accountRegion, at -> at.snapshots, owner, id, notBefore);
  }

  @Override
  public Sight<Presence<RecycleBinEntry>> binnedImage(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore) {
    return ask(accountRegion, at -> at.binnedImages, owner, imageId, notBefore);
  }

  @Override
  public Sight<Presence<RecycleBinEntry>> binnedSnapshot(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore) {
    return ask(accountRegion, at -> at.binnedSnapshots, owner, snapshotId, notBefore);
  }

  @Override
  public Sight<List<Image>> imagesOf(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore) {
    return ask(accountRegion, at -> at.imagesOf, owner, snapshotId, notBefore);
  }

  @Override
  public Sight<Optional<SnapshotLock>> lock(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore) {
    return ask(accountRegion, at -> at.locks, owner, snapshotId, notBefore);
  }

  @Override
  public Sight<List<Snapshot>> released(
      AccountRegion accountRegion, String owner, Instant notBefore) {
    return ask(accountRegion, at -> at.released, owner, PlaceObserver.ALL, notBefore);
  }

  @Override
  public Sight<LaunchPermissions> launchPermissions(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore) {
    return ask(accountRegion, at -> at.launchPermissions, owner, imageId, notBefore);
  }

  @Override
  public Sight<Set<String>> snapshotPermissions(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore) {
    return ask(accountRegion, at -> at.snapshotPermissions, owner, snapshotId, notBefore);
  }

  @Override
  public Sight<Boolean> publicSharingBlocked(
      AccountRegion accountRegion, String owner, Instant notBefore) {
    return ask(accountRegion, at -> at.publicSharingBlocked, owner, PlaceObserver.ALL, notBefore);
  }

  @Override
  public Sight<KmsKeyAccess> keyAccess(
      AccountRegion accountRegion, String owner, String keyArn, Instant notBefore) {
    return ask(accountRegion, at -> at.keys, owner, keyArn, notBefore);
  }

  @Override
  public Sight<FastLaunch> fastLaunch(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore) {
    return ask(accountRegion, at -> at.fastLaunches, owner, imageId, notBefore);
  }

  @Override
  public Sight<List<ImageReference>> references(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore) {
    return ask(accountRegion, at -> at.references, owner, imageId, notBefore);
  }

  @Override
  public Sight<List<ImageSummary>> search(
      AccountRegion accountRegion, String owner, ImageSearch search, Instant notBefore) {
    return ask(accountRegion, at -> at.searches, owner, search.toKey(), notBefore);
  }

  @Override
  public Sight<Optional<String>> parameter(
      AccountRegion accountRegion, String owner, String name, Instant notBefore) {
    return ask(accountRegion, at -> at.parameters, owner, name, notBefore);
  }

  @Override
  public Sight<List<BuildInstance>> builders(
      AccountRegion accountRegion, String owner, Instant notBefore) {
    return ask(accountRegion, at -> at.builders, owner, owner, notBefore);
  }

  @Override
  public Sight<List<BuildInstance>> builders(AccountRegion accountRegion, Instant notBefore) {
    return at(accountRegion).clusterBuilders.ask(PlaceObserver.ALL, notBefore, seen -> false);
  }

  @Override
  public Sight<String> console(
      AccountRegion accountRegion, String owner, String instanceId, Instant notBefore) {
    return ask(accountRegion, at -> at.consoles, owner, instanceId, notBefore);
  }

  @Override
  public Sight<List<Image>> inventory(AccountRegion accountRegion, Instant notBefore) {
    return at(accountRegion).inventory(notBefore);
  }

  /** That a name was free for long proves nothing just after the call that may have taken it. */
  private Presence<Image> afterWrites(
      AccountRegion accountRegion, String owner, Presence<Image> presence) {
    return marks.lastEnd(accountRegion, owner).map(presence::perhapsMadeAt).orElse(presence);
  }

  private <T> Sight<T> ask(
      AccountRegion accountRegion,
      Function<PlaceObserver, Desk<T>> desk,
      String owner,
      String key,
      Instant notBefore) {
    return desk.apply(at(accountRegion))
        .ask(key, notBefore, seen -> marks.outdates(accountRegion, owner, seen));
  }

  private PlaceObserver at(AccountRegion accountRegion) {
    return places.computeIfAbsent(
        accountRegion,
        key ->
            new PlaceObserver(
                key,
                new Lookups(reads, parameters, builders, key, cluster),
                timeline,
                background,
                pace));
  }

  private void sweep() {
    background.after(SWEEP, this::sweep);
    Instant now = timeline.now();
    marks.forget(now.minus(Question.OLDEST));
    places.values().removeIf(place -> place.forget(now.minus(MEMORY)));
  }
}
