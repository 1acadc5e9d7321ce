package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.ec2.Binned;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Holdings;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Observer;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.Presence;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.lifecycle.Asking;
import dev.amioperator.lifecycle.FastLaunching;
import dev.amioperator.lifecycle.Freshness;
import dev.amioperator.lifecycle.Permitted;
import dev.amioperator.lifecycle.Remains;
import dev.amioperator.lifecycle.RemainsLook;
import dev.amioperator.lifecycle.SharingLook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what a plan for one AmiImage needs to know, asking for no more than that. */
final class Look {
  private final Observer observer;
  private final Place place;
  private final Desired desired;
  private final Surroundings surroundings;
  private final Freshness freshness;
  private final Asking asking = new Asking();

  private Look(
      Observer observer,
      Place place,
      Desired desired,
      Surroundings surroundings,
      Freshness freshness) {
    this.observer = observer;
    this.place = place;
    this.desired = desired;
    this.surroundings = surroundings;
    this.freshness = freshness;
  }

  /**
   * What was seen.
   *
   * @throws Asking.NotYet when EC2 is still being asked, or could not be
   */
  static Observed at(
      Observer observer,
      Place place,
      Desired desired,
      Surroundings surroundings,
      Freshness freshness) {
    return new Look(observer, place, desired, surroundings, freshness).observe();
  }

  private Observed observe() {
    Holdings holdings = asking.value(observer.holdings(place, owner(), freshness.ofImages()));
    boolean held = Standing.inHoldings(desired, holdings).isPresent();
    Optional<Presence<Image>> byId = held ? Optional.empty() : desired.idToFind().map(this::image);
    boolean known = held || byId.flatMap(Presence::found).isPresent();
    Remains remains = byId.map(this::remains).orElseGet(Remains.Unasked::new);
    Optional<Presence<Image>> byName =
        known ? Optional.empty() : nameToHave(remains).map(this::named);
    Optional<Finding> finding =
        Optional.of(desired).filter(Desired::finds).map(d -> search().find(d.source().existing()));
    Map<String, Snapshot> related = related(holdings);
    Permitted permitted = permitted(holdings);
    FastLaunch fastLaunch = fastLaunch(holdings);
    Optional<BuildSight> build = build(known);
    return new Observed(
        holdings,
        byId,
        byName,
        related,
        permitted,
        fastLaunch,
        asking.since(),
        finding,
        build,
        remains);
  }

  private Optional<BuildSight> build(boolean imageStands) {
    return new BuildLook(observer, place, desired, freshness, asking).at(imageStands, surroundings);
  }

  private Search search() {
    return new Search(observer, place, owner(), freshness, asking);
  }

  private Presence<Image> image(String id) {
    return asking.value(observer.image(place, owner(), id, freshness.ofImages()));
  }

  private Presence<Image> named(String name) {
    return asking.value(observer.named(place, owner(), name, freshness.ofImages()));
  }

  /** The name that an image that is to come must find free; one that is adopted keeps its own. */
  private Optional<String> nameToHave(Remains remains) {
    if (remains instanceof Remains.Seen(Presence<Binned> image, var pieces)
        && image.found().isPresent()) {
      return image.found().map(Binned::name);
    }
    return desired.source().existing() == null
        ? Optional.of(desired.imageName())
        : Optional.empty();
  }

  /** The Recycle Bin is looked into only for an image of ours that EC2 does not show. */
  private Remains remains(Presence<Image> byId) {
    boolean there =
        byId.found().filter(image -> image.state() != Image.State.DEREGISTERED).isPresent();
    return there || desired.toRestore().isEmpty()
        ? new Remains.Unasked()
        : new RemainsLook(observer, place, owner(), freshness, asking)
            .at(desired.toRestore().get(), desired.ledger());
  }

  private Permitted permitted(Holdings holdings) {
    return found(holdings)
        .map(
            image ->
                new SharingLook(observer, place, owner(), freshness, asking)
                    .at(desired.attributes(), image, holdings.snapshots()))
        .orElse(Permitted.UNSEEN);
  }

  /** As seldom as permissions, but while it is not as it shall be. */
  private FastLaunch fastLaunch(Holdings holdings) {
    return found(holdings)
        .filter(image -> desired.managesFastLaunch(image) && FastLaunching.known(image))
        .map(
            image ->
                asking.value(
                    observer.fastLaunch(
                        place,
                        owner(),
                        image.id(),
                        freshness.settled()
                            ? freshness.ofPermissions(image.id())
                            : freshness.ofImages())))
        .orElse(FastLaunch.OFF);
  }

  private Optional<Image> found(Holdings holdings) {
    return Standing.inHoldings(desired, holdings)
        .filter(Standing.Found.class::isInstance)
        .map(found -> ((Standing.Found) found).image());
  }

  /** The snapshots that may have to be taken over and do not carry our tags yet. */
  private Map<String, Snapshot> related(Holdings holdings) {
    Map<String, Snapshot> related = new HashMap<>();
    for (String id : toTakeOver(holdings)) {
      if (holdings.snapshots().stream().noneMatch(snapshot -> snapshot.id().equals(id))) {
        asking
            .value(observer.snapshot(place, owner(), id, freshness.ofImages()))
            .found()
            .ifPresent(snapshot -> related.put(id, snapshot));
      }
    }
    return related;
  }

  private List<String> toTakeOver(Holdings holdings) {
    ImageSource source = desired.source();
    if (!desired.handedOver().isEmpty()) {
      return desired.handedOver();
    }
    if (source.existing() != null && source.existing().management() == Management.ADOPT) {
      return holdings.images().stream().flatMap(image -> image.snapshotIds().stream()).toList();
    }
    return List.of();
  }

  private String owner() {
    return desired.owner().resource();
  }
}
