package dev.amioperator.lifecycle;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Snapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks who may use an image, and no more of it than is managed: EC2 tells it one by one. */
public final class SharingLook {
  private final Inquiry inquiry;

  public SharingLook(Inquiry inquiry) {
    this.inquiry = inquiry;
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
        attributes.sharing().launching().map(wanted -> inquiry.launchPermissions(image.id()));
    Map<String, Set<String>> copying = new HashMap<>();
    if (attributes.sharing().copying().isPresent()) {
      snapshots.forEach(
          snapshot -> copying.put(snapshot.id(), inquiry.snapshotPermissions(snapshot.id())));
    }
    return new Permitted(
        launching,
        copying,
        attributes.sharing().added(launching).everyone() && inquiry.publicSharingBlocked(),
        attributes.sharing().withAnybody() ? keys(snapshots) : Map.of());
  }

  private Map<String, KeyAccess> keys(Collection<Snapshot> snapshots) {
    Map<String, KeyAccess> keys = new HashMap<>();
    for (Snapshot snapshot : snapshots) {
      snapshot.kmsKeyArn().ifPresent(arn -> keys.put(snapshot.id(), inquiry.keyAccess(arn)));
    }
    return keys;
  }
}
