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
 * answer means. What gives a value throws {@link ObservationReader.ObservationPendingException}
 * when EC2 is still being asked or could not be; where a failure says something too, the {@link
 * Observation} itself is given.
 */
public final class ObservationSession {
  private final Observer observer;
  private final AccountRegion accountRegion;
  private final String owner;
  private final Freshness freshness;
  private final ObservationReader reader = new ObservationReader();

  /**
   * @param owner the object that asks; what it writes makes earlier answers stale
   */
  public ObservationSession(
      Observer observer, AccountRegion accountRegion, Owner owner, Freshness freshness) {
    this.observer = observer;
    this.accountRegion = accountRegion;
    this.owner = owner.resource();
    this.freshness = freshness;
  }

  public AccountRegion accountRegion() {
    return accountRegion;
  }

  /** The moment of the reconcile. */
  public Instant now() {
    return freshness.now();
  }

  /** When the oldest answer of this round was asked for. */
  public Instant oldestObservedAt() {
    return reader.oldestObservedAt();
  }

  public OwnedResources ownedResources() {
    return reader.value(observer.ownedResources(accountRegion, owner, freshness.imagesNotBefore()));
  }

  public Presence<Image> image(String imageId) {
    return reader.value(observer.image(accountRegion, owner, imageId, freshness.imagesNotBefore()));
  }

  public Presence<Image> imageByName(String imageName) {
    return reader.value(
        observer.imageByName(accountRegion, owner, imageName, freshness.imagesNotBefore()));
  }

  public Presence<Snapshot> snapshot(String snapshotId) {
    return value(snapshotObservation(snapshotId));
  }

  public List<Image> imagesUsingSnapshot(String snapshotId) {
    return reader.value(
        observer.imagesUsingSnapshot(
            accountRegion, owner, snapshotId, freshness.imagesNotBefore()));
  }

  public List<BuildInstance> buildInstances() {
    return reader.value(observer.buildInstances(accountRegion, owner, freshness.imagesNotBefore()));
  }

  public LaunchPermissions launchPermissions(String imageId) {
    return reader.value(
        observer.launchPermissions(
            accountRegion, owner, imageId, freshness.permissionsNotBefore(imageId)));
  }

  public Set<String> createVolumePermissions(String snapshotId) {
    return reader.value(
        observer.snapshotPermissions(
            accountRegion, owner, snapshotId, freshness.permissionsNotBefore(snapshotId)));
  }

  public boolean publicSharingBlocked() {
    return reader.value(
        observer.publicSharingBlocked(accountRegion, owner, freshness.imagesNotBefore()));
  }

  public KmsKeyAccess kmsKeyAccess(String keyArn) {
    return reader.value(
        observer.kmsKeyAccess(accountRegion, owner, keyArn, freshness.infrequentNotBefore(keyArn)));
  }

  public FastLaunch fastLaunch(String imageId) {
    return reader.value(
        observer.fastLaunch(accountRegion, owner, imageId, freshness.infrequentNotBefore(imageId)));
  }

  public List<ImageSummary> searchImages(ImageSearch search) {
    return reader.value(
        observer.searchImages(accountRegion, owner, search, freshness.searchesNotBefore()));
  }

  public Optional<String> ssmParameter(String name) {
    return reader.value(
        observer.ssmParameter(accountRegion, owner, name, freshness.searchesNotBefore()));
  }

  public Observation<Presence<Snapshot>> snapshotObservation(String snapshotId) {
    return observer.snapshot(accountRegion, owner, snapshotId, freshness.imagesNotBefore());
  }

  public Observation<Presence<RecycleBinEntry>> imageInRecycleBin(String imageId) {
    return observer.imageInRecycleBin(accountRegion, owner, imageId, freshness.imagesNotBefore());
  }

  public Observation<Presence<RecycleBinEntry>> snapshotInRecycleBin(String snapshotId) {
    return observer.snapshotInRecycleBin(
        accountRegion, owner, snapshotId, freshness.imagesNotBefore());
  }

  public Observation<Optional<SnapshotLock>> snapshotLock(String snapshotId) {
    return observer.snapshotLock(accountRegion, owner, snapshotId, freshness.imagesNotBefore());
  }

  public Observation<List<ImageReference>> imageReferences(String imageId) {
    return observer.imageReferences(accountRegion, owner, imageId, freshness.imagesNotBefore());
  }

  public Observation<String> consoleOutput(String instanceId) {
    return observer.consoleOutput(accountRegion, owner, instanceId, freshness.imagesNotBefore());
  }

  /** The answer that a sight holds. */
  public <T> T value(Observation<T> observation) {
    return reader.value(observation);
  }
}
