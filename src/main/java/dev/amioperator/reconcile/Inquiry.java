package dev.amioperator.reconcile;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One round of questions that an object asks about one place: see {@link Observer} for what each
 * answer means. What gives a value throws {@link Asking.NotYet} when EC2 is still being asked or
 * could not be; where a failure says something too, the {@link Observation} itself is given.
 */
public final class Inquiry {
  private final Observer observer;
  private final AccountRegion place;
  private final String owner;
  private final Freshness freshness;
  private final Asking asking = new Asking();

  /**
   * @param owner the object that asks; what it writes makes earlier answers stale
   */
  public Inquiry(Observer observer, AccountRegion accountRegion, Owner owner, Freshness freshness) {
    this.observer = observer;
    this.place = accountRegion;
    this.owner = owner.resource();
    this.freshness = freshness;
  }

  public AccountRegion place() {
    return place;
  }

  /** The moment of the reconcile. */
  public Instant now() {
    return freshness.now();
  }

  /** When the oldest answer of this round was asked for. */
  public Instant since() {
    return asking.since();
  }

  public OwnedResources holdings() {
    return asking.value(observer.ownedResources(place, owner, freshness.ofImages()));
  }

  public Presence<Image> image(String imageId) {
    return asking.value(observer.image(place, owner, imageId, freshness.ofImages()));
  }

  public Presence<Image> named(String imageName) {
    return asking.value(observer.imageByName(place, owner, imageName, freshness.ofImages()));
  }

  public Presence<Snapshot> snapshot(String snapshotId) {
    return value(snapshotSight(snapshotId));
  }

  public List<Image> imagesOf(String snapshotId) {
    return asking.value(
        observer.imagesUsingSnapshot(place, owner, snapshotId, freshness.ofImages()));
  }

  public List<BuildInstance> builders() {
    return asking.value(observer.buildInstances(place, owner, freshness.ofImages()));
  }

  public LaunchPermissions launchPermissions(String imageId) {
    return asking.value(
        observer.launchPermissions(place, owner, imageId, freshness.ofPermissions(imageId)));
  }

  public Set<String> snapshotPermissions(String snapshotId) {
    return asking.value(
        observer.snapshotPermissions(
            place, owner, snapshotId, freshness.ofPermissions(snapshotId)));
  }

  public boolean publicSharingBlocked() {
    return asking.value(observer.publicSharingBlocked(place, owner, freshness.ofImages()));
  }

  public KmsKeyAccess keyAccess(String keyArn) {
    return asking.value(observer.kmsKeyAccess(place, owner, keyArn, freshness.ofRarities(keyArn)));
  }

  public FastLaunch fastLaunch(String imageId) {
    return asking.value(observer.fastLaunch(place, owner, imageId, freshness.ofRarities(imageId)));
  }

  public List<ImageSummary> search(ImageSearch search) {
    return asking.value(observer.searchImages(place, owner, search, freshness.ofSearches()));
  }

  public Optional<String> parameter(String name) {
    return asking.value(observer.ssmParameter(place, owner, name, freshness.ofSearches()));
  }

  public Observation<Presence<Snapshot>> snapshotSight(String snapshotId) {
    return observer.snapshot(place, owner, snapshotId, freshness.ofImages());
  }

  public Observation<Presence<RecycleBinEntry>> binnedImage(String imageId) {
    return observer.imageInRecycleBin(place, owner, imageId, freshness.ofImages());
  }

  public Observation<Presence<RecycleBinEntry>> binnedSnapshot(String snapshotId) {
    return observer.snapshotInRecycleBin(place, owner, snapshotId, freshness.ofImages());
  }

  public Observation<Optional<SnapshotLock>> lock(String snapshotId) {
    return observer.snapshotLock(place, owner, snapshotId, freshness.ofImages());
  }

  public Observation<List<ImageReference>> references(String imageId) {
    return observer.imageReferences(place, owner, imageId, freshness.ofImages());
  }

  public Observation<String> console(String instanceId) {
    return observer.consoleOutput(place, owner, instanceId, freshness.ofImages());
  }

  /** The answer that a sight holds. */
  public <T> T value(Observation<T> observation) {
    return asking.value(observation);
  }
}
