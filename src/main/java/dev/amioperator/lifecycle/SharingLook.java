package dev.amioperator.lifecycle;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Observer;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.Snapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks who may use an image, and no more of it than is managed: EC2 tells it one by one. */
public final class SharingLook {
  private final Observer observer;
  private final Place place;
  private final String owner;
  private final Freshness freshness;
  private final Asking asking;

  /**
   * @param owner the object that asks
   * @param asking the round of questions that this is a part of
   */
  public SharingLook(
      Observer observer, Place place, String owner, Freshness freshness, Asking asking) {
    this.observer = observer;
    this.place = place;
    this.owner = owner;
    this.freshness = freshness;
    this.asking = asking;
  }

  /**
   * What is to be known before sharing is put right.
   *
   * @param snapshots those that were made with the image
   * @throws Asking.NotYet when EC2 is still being asked, or could not be
   */
  public Permitted at(Attributes attributes, Image image, Collection<Snapshot> snapshots) {
    if (!attributes.shares(image.state())) {
      return Permitted.UNSEEN;
    }
    Optional<LaunchPermissions> launching =
        attributes.sharing().launching().map(wanted -> launching(image));
    Map<String, Set<String>> copying = new HashMap<>();
    if (attributes.sharing().copying().isPresent()) {
      snapshots.forEach(snapshot -> copying.put(snapshot.id(), copying(snapshot)));
    }
    return new Permitted(
        launching,
        copying,
        attributes.sharing().added(launching).everyone() && publicBlocked(),
        attributes.sharing().withAnybody() ? keys(snapshots) : Map.of());
  }

  private LaunchPermissions launching(Image image) {
    return asking.value(
        observer.launchPermissions(place, owner, image.id(), freshness.ofPermissions(image.id())));
  }

  private Set<String> copying(Snapshot snapshot) {
    return asking.value(
        observer.snapshotPermissions(
            place, owner, snapshot.id(), freshness.ofPermissions(snapshot.id())));
  }

  private boolean publicBlocked() {
    return asking.value(observer.publicSharingBlocked(place, owner, freshness.ofImages()));
  }

  /** As seldom as permissions, but while one who mends a key's policy waits for it. */
  private Map<String, KeyAccess> keys(Collection<Snapshot> snapshots) {
    Map<String, KeyAccess> keys = new HashMap<>();
    for (Snapshot snapshot : snapshots) {
      snapshot.kmsKeyArn().ifPresent(arn -> keys.put(snapshot.id(), key(arn)));
    }
    return keys;
  }

  private KeyAccess key(String arn) {
    return asking.value(
        observer.keyAccess(
            place,
            owner,
            arn,
            freshness.settled() ? freshness.ofPermissions(arn) : freshness.ofImages()));
  }
}
