package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.attributes.FastLaunching;
import dev.amioperator.attributes.Permitted;
import dev.amioperator.attributes.SharingLook;
import dev.amioperator.ec2.Binned;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Holdings;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Asking;
import dev.amioperator.reconcile.Inquiry;
import dev.amioperator.recyclebin.Remains;
import dev.amioperator.recyclebin.RemainsLook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what a plan for one AmiImage needs to know, asking for no more than that. */
final class Look {
  private final Inquiry inquiry;
  private final Desired desired;
  private final Surroundings surroundings;

  private Look(Inquiry inquiry, Desired desired, Surroundings surroundings) {
    this.inquiry = inquiry;
    this.desired = desired;
    this.surroundings = surroundings;
  }

  /**
   * What was seen.
   *
   * @throws Asking.NotYet when EC2 is still being asked, or could not be
   */
  static Observed at(Inquiry inquiry, Desired desired, Surroundings surroundings) {
    return new Look(inquiry, desired, surroundings).observe();
  }

  private Observed observe() {
    Holdings holdings = inquiry.holdings();
    boolean held = Standing.inHoldings(desired, holdings).isPresent();
    Optional<Presence<Image>> byId =
        held ? Optional.empty() : desired.idToFind().map(inquiry::image);
    boolean known = held || byId.flatMap(Presence::found).isPresent();
    Remains remains = byId.map(this::remains).orElseGet(Remains.Unasked::new);
    Optional<Presence<Image>> byName =
        known ? Optional.empty() : nameToHave(remains).map(inquiry::named);
    Optional<Finding> finding =
        desired.finds()
            ? Optional.of(new Search(inquiry).find(desired.source().existing()))
            : Optional.empty();
    Map<String, Snapshot> related = related(holdings);
    Permitted permitted = permitted(holdings);
    FastLaunch fastLaunch = fastLaunch(holdings);
    Optional<BuildSight> build = new BuildLook(inquiry, desired).at(known, surroundings);
    return new Observed(
        holdings,
        byId,
        byName,
        related,
        permitted,
        fastLaunch,
        inquiry.since(),
        finding,
        build,
        remains);
  }

  /** The name that an image that is to come must find free; one that is adopted keeps its own. */
  private Optional<String> nameToHave(Remains remains) {
    if (remains instanceof Remains.Seen(Presence<Binned> image, var pieces)
        && image.found().isPresent()) {
      return image.found().map(Binned::name);
    }
    return desired.nameToMake();
  }

  private Remains remains(Presence<Image> byId) {
    return new RemainsLook(inquiry).of(byId, desired.toRestore(), desired.ledger());
  }

  private Permitted permitted(Holdings holdings) {
    return found(holdings)
        .map(
            image ->
                new SharingLook(inquiry)
                    .at(desired.attributes(), image, Observed.snapshotsOf(image, holdings)))
        .orElse(Permitted.UNSEEN);
  }

  private FastLaunch fastLaunch(Holdings holdings) {
    return found(holdings)
        .filter(image -> desired.managesFastLaunch(image) && FastLaunching.known(image))
        .map(image -> inquiry.fastLaunch(image.id()))
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
        inquiry.snapshot(id).found().ifPresent(snapshot -> related.put(id, snapshot));
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
}
