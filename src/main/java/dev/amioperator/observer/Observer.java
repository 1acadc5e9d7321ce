package dev.amioperator.observer;

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
import dev.amioperator.ownership.TagKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one who looks at EC2. Reconcilers ask it for what was seen at or after a moment; it answers
 * from memory when it can, and otherwise asks EC2 in the background, many questions in one call.
 * Nothing here blocks, and what was seen of an owner before a write for it is never shown after it.
 *
 * <p>Cost: one paged scan per place and interval for everything that carries the cluster's tag,
 * whatever the number of resources; batched look-ups for what is newer than the scan.
 */
public interface Observer {
  /**
   * The images and snapshots tagged with the cluster and with {@code owner}.
   *
   * @param owner the value of the tag {@code amioperator.dev/resource}
   */
  Observation<OwnedResources> ownedResources(
      AccountRegion accountRegion, String owner, Instant notBefore);

  /** One image by id, whoever owns it, for {@code owner}. */
  Observation<Presence<Image>> image(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore);

  /**
   * The account's own image with this name; names are unique per account and region. That it was
   * missed before a write for {@code owner} proves nothing any more: the write may have made it.
   */
  Observation<Presence<Image>> imageByName(
      AccountRegion accountRegion, String owner, String name, Instant notBefore);

  /** One of the account's own snapshots by id. */
  Observation<Presence<Snapshot>> snapshot(
      AccountRegion accountRegion, String owner, String id, Instant notBefore);

  /** Whether an image of the account's lies in the Recycle Bin. */
  Observation<Presence<RecycleBinEntry>> imageInRecycleBin(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore);

  /** Whether a snapshot of the account's lies in the Recycle Bin. */
  Observation<Presence<RecycleBinEntry>> snapshotInRecycleBin(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore);

  /** The account's own images that are made of a snapshot, deregistered ones perhaps included. */
  Observation<List<Image>> imagesUsingSnapshot(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore);

  /** The lock that keeps a snapshot of the account's from being deleted, if there is one. */
  Observation<Optional<SnapshotLock>> snapshotLock(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore);

  /** The snapshots of this cluster's that were released: see {@link TagKeys#RELEASED}. */
  Observation<List<Snapshot>> releasedSnapshots(
      AccountRegion accountRegion, String owner, Instant notBefore);

  /** Who may launch an image: asked image by image, with a budget of its own. */
  Observation<LaunchPermissions> launchPermissions(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore);

  /** Which accounts may copy a snapshot of the account's: asked one by one, as that is. */
  Observation<Set<String>> snapshotPermissions(
      AccountRegion accountRegion, String owner, String snapshotId, Instant notBefore);

  /** Whether the account blocks making images public in this region. */
  Observation<Boolean> publicSharingBlocked(
      AccountRegion accountRegion, String owner, Instant notBefore);

  /** Who may use a KMS key. That KMS does not tell is an answer too, and no failure. */
  Observation<KmsKeyAccess> kmsKeyAccess(
      AccountRegion accountRegion, String owner, String keyArn, Instant notBefore);

  /** Windows fast launch of one image of Windows. */
  Observation<FastLaunch> fastLaunch(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore);

  /** What in the account uses an image; an empty list is the proof that nothing does. */
  Observation<List<ImageReference>> imageReferences(
      AccountRegion accountRegion, String owner, String imageId, Instant notBefore);

  /**
   * The available images that match a search, whoever owns them. Searches that ask the same share
   * one answer.
   */
  Observation<List<ImageSummary>> searchImages(
      AccountRegion accountRegion, String owner, ImageSearch search, Instant notBefore);

  /** The value of an SSM parameter, the account's own or a public one; empty: there is none. */
  Observation<Optional<String>> ssmParameter(
      AccountRegion accountRegion, String owner, String name, Instant notBefore);

  /**
   * The instances tagged with the cluster and with {@code owner}; terminated ones are among them
   * for about an hour.
   */
  Observation<List<BuildInstance>> buildInstances(
      AccountRegion accountRegion, String owner, Instant notBefore);

  /** All builders that carry the cluster's tag in a place. */
  Observation<List<BuildInstance>> buildInstances(AccountRegion accountRegion, Instant notBefore);

  /** What an instance wrote to its console, as far as EC2 has it; its end. */
  Observation<String> consoleOutput(
      AccountRegion accountRegion, String owner, String instanceId, Instant notBefore);

  /** Every image the account owns in a place, all pages in. For retention only. */
  Observation<List<Image>> accountImages(AccountRegion accountRegion, Instant notBefore);
}
