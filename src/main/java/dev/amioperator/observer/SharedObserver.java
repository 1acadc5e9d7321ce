package dev.amioperator.observer;

import dev.amioperator.ec2.Binned;
import dev.amioperator.ec2.Builder;
import dev.amioperator.ec2.BuilderReads;
import dev.amioperator.ec2.BuilderWrites;
import dev.amioperator.ec2.Candidate;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.KeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.Place;
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
  private final BuilderReads builders;
  private final ClusterId cluster;
  private final Timeline timeline;
  private final Background background;
  private final Pace pace;
  private final WriteMarks marks = new WriteMarks();
  private final Map<Place, PlaceObserver> places = new ConcurrentHashMap<>();

  public SharedObserver(
      Ec2Reads reads,
      ParameterReads parameters,
      BuilderReads builders,
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
  public BuilderWrites watch(BuilderWrites writes) {
    return new ObservedBuilderWrites(writes, marking());
  }

  private Marking marking() {
    return new Marking(marks, timeline::mark);
  }

  @Override
  public Sight<Holdings> holdings(Place place, String owner, Instant notBefore) {
    at(place).keepScanning();
    return ask(place, at -> at.holdings, owner, owner, notBefore);
  }

  @Override
  public Sight<Presence<Image>> image(
      Place place, String owner, String imageId, Instant notBefore) {
    return ask(place, at -> at.images, owner, imageId, notBefore);
  }

  @Override
  public Sight<Presence<Image>> named(Place place, String owner, String name, Instant notBefore) {
    Sight<Presence<Image>> sight = ask(place, at -> at.names, owner, name, notBefore);
    return sight instanceof Sight.Seen<Presence<Image>>(var presence, Instant askedAt)
        ? new Sight.Seen<>(afterWrites(place, owner, presence), askedAt)
        : sight;
  }

  @Override
  public Sight<Presence<Snapshot>> snapshot(
      Place place, String owner, String id, Instant notBefore) {
    return ask(place, at -> at.snapshots, owner, id, notBefore);
  }

  @Override
  public Sight<Presence<Binned>> binnedImage(
      Place place, String owner, String imageId, Instant notBefore) {
    return ask(place, at -> at.binnedImages, owner, imageId, notBefore);
  }

  @Override
  public Sight<Presence<Binned>> binnedSnapshot(
      Place place, String owner, String snapshotId, Instant notBefore) {
    return ask(place, at -> at.binnedSnapshots, owner, snapshotId, notBefore);
  }

  @Override
  public Sight<List<Image>> imagesOf(
      Place place, String owner, String snapshotId, Instant notBefore) {
    return ask(place, at -> at.imagesOf, owner, snapshotId, notBefore);
  }

  @Override
  public Sight<Optional<SnapshotLock>> lock(
      Place place, String owner, String snapshotId, Instant notBefore) {
    return ask(place, at -> at.locks, owner, snapshotId, notBefore);
  }

  @Override
  public Sight<List<Snapshot>> released(Place place, String owner, Instant notBefore) {
    return ask(place, at -> at.released, owner, PlaceObserver.ALL, notBefore);
  }

  @Override
  public Sight<LaunchPermissions> launchPermissions(
      Place place, String owner, String imageId, Instant notBefore) {
    return ask(place, at -> at.launchPermissions, owner, imageId, notBefore);
  }

  @Override
  public Sight<Set<String>> snapshotPermissions(
      Place place, String owner, String snapshotId, Instant notBefore) {
    return ask(place, at -> at.snapshotPermissions, owner, snapshotId, notBefore);
  }

  @Override
  public Sight<Boolean> publicSharingBlocked(Place place, String owner, Instant notBefore) {
    return ask(place, at -> at.publicSharingBlocked, owner, PlaceObserver.ALL, notBefore);
  }

  @Override
  public Sight<KeyAccess> keyAccess(Place place, String owner, String keyArn, Instant notBefore) {
    return ask(place, at -> at.keys, owner, keyArn, notBefore);
  }

  @Override
  public Sight<FastLaunch> fastLaunch(
      Place place, String owner, String imageId, Instant notBefore) {
    return ask(place, at -> at.fastLaunches, owner, imageId, notBefore);
  }

  @Override
  public Sight<List<ImageReference>> references(
      Place place, String owner, String imageId, Instant notBefore) {
    return ask(place, at -> at.references, owner, imageId, notBefore);
  }

  @Override
  public Sight<List<Candidate>> search(
      Place place, String owner, ImageSearch search, Instant notBefore) {
    return ask(place, at -> at.searches, owner, search.text(), notBefore);
  }

  @Override
  public Sight<Optional<String>> parameter(
      Place place, String owner, String name, Instant notBefore) {
    return ask(place, at -> at.parameters, owner, name, notBefore);
  }

  @Override
  public Sight<List<Builder>> builders(Place place, String owner, Instant notBefore) {
    return ask(place, at -> at.builders, owner, owner, notBefore);
  }

  @Override
  public Sight<List<Builder>> builders(Place place, Instant notBefore) {
    return at(place).clusterBuilders.ask(PlaceObserver.ALL, notBefore, seen -> false);
  }

  @Override
  public Sight<String> console(Place place, String owner, String instanceId, Instant notBefore) {
    return ask(place, at -> at.consoles, owner, instanceId, notBefore);
  }

  @Override
  public Sight<List<Image>> inventory(Place place, Instant notBefore) {
    return at(place).inventory(notBefore);
  }

  /** That a name was free for long proves nothing just after the call that may have taken it. */
  private Presence<Image> afterWrites(Place place, String owner, Presence<Image> presence) {
    return marks.lastEnd(place, owner).map(presence::perhapsMadeAt).orElse(presence);
  }

  private <T> Sight<T> ask(
      Place place,
      Function<PlaceObserver, Desk<T>> desk,
      String owner,
      String key,
      Instant notBefore) {
    return desk.apply(at(place)).ask(key, notBefore, seen -> marks.outdates(place, owner, seen));
  }

  private PlaceObserver at(Place place) {
    return places.computeIfAbsent(
        place,
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
