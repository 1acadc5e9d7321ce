package dev.amioperator.lifecycle;

import dev.amioperator.ec2.Image;
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
  private SharingLook() {}

  /**
   * What is to be known before sharing is put right.
   *
   * @param snapshots those that were made with the image
   * @throws Asking.NotYet when EC2 is still being asked, or could not be
   */
  public static Permitted at(
      Observer observer,
      Place place,
      String owner,
      Attributes attributes,
      Image image,
      Collection<Snapshot> snapshots,
      Freshness freshness,
      Asking asking) {
    if (!attributes.shares(image.state())) {
      return Permitted.UNSEEN;
    }
    Optional<LaunchPermissions> launching =
        attributes
            .sharing()
            .launching()
            .map(
                wanted ->
                    asking.value(
                        observer.launchPermissions(
                            place, owner, image.id(), freshness.ofPermissions(image.id()))));
    Map<String, Set<String>> copying = new HashMap<>();
    if (attributes.sharing().copying().isPresent()) {
      for (Snapshot snapshot : snapshots) {
        copying.put(
            snapshot.id(),
            asking.value(
                observer.snapshotPermissions(
                    place, owner, snapshot.id(), freshness.ofPermissions(snapshot.id()))));
      }
    }
    return new Permitted(launching, copying);
  }
}
