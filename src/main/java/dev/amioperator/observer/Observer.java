package dev.amioperator.observer;

import dev.amioperator.ec2.Binned;
import dev.amioperator.ec2.Builder;
import dev.amioperator.ec2.Candidate;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.KeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Place;
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
  Sight<Holdings> holdings(Place place, String owner, Instant notBefore);

  /** One image by id, whoever owns it, for {@code owner}. */
  Sight<Presence<Image>> image(Place place, String owner, String imageId, Instant notBefore);

  /**
   * The account's own image with this name; names are unique per account and region. That it was
   * missed before a write for {@code owner} proves nothing any more: the write may have made it.
   */
  Sight<Presence<Image>> named(Place place, String owner, String name, Instant notBefore);

  /** One of the account's own snapshots by id. */
  Sight<Presence<Snapshot>> snapshot(Place place, String owner, String id, Instant notBefore);

  /** Whether an image of the account's lies in the Recycle Bin. */
  Sight<Presence<Binned>> binnedImage(Place place, String owner, String imageId, Instant notBefore);

  /** Whether a snapshot of the account's lies in the Recycle Bin. */
  Sight<Presence<Binned>> binnedSnapshot(
      Place place, String owner, String snapshotId, Instant notBefore);

  /** The account's own images that are made of a snapshot, deregistered ones perhaps included. */
  Sight<List<Image>> imagesOf(Place place, String owner, String snapshotId, Instant notBefore);

  /** The lock that keeps a snapshot of the account's from being deleted, if there is one. */
  Sight<Optional<SnapshotLock>> lock(
      Place place, String owner, String snapshotId, Instant notBefore);

  /** The snapshots of this cluster's that were released: see {@link TagKeys#RELEASED}. */
  Sight<List<Snapshot>> released(Place place, String owner, Instant notBefore);

  /** Who may launch an image: asked image by image, with a budget of its own. */
  Sight<LaunchPermissions> launchPermissions(
      Place place, String owner, String imageId, Instant notBefore);

  /** Which accounts may copy a snapshot of the account's: asked one by one, as that is. */
  Sight<Set<String>> snapshotPermissions(
      Place place, String owner, String snapshotId, Instant notBefore);

  /** Whether the account blocks making images public in this region. */
  Sight<Boolean> publicSharingBlocked(Place place, String owner, Instant notBefore);

  /** Who may use a KMS key. That KMS does not tell is an answer too, and no failure. */
  Sight<KeyAccess> keyAccess(Place place, String owner, String keyArn, Instant notBefore);

  /** Windows fast launch of one image of Windows. */
  Sight<FastLaunch> fastLaunch(Place place, String owner, String imageId, Instant notBefore);

  /** What in the account uses an image; an empty list is the proof that nothing does. */
  Sight<List<ImageReference>> references(
      Place place, String owner, String imageId, Instant notBefore);

  /**
   * The available images that match a search, whoever owns them. Searches that ask the same share
   * one answer.
   */
  Sight<List<Candidate>> search(Place place, String owner, ImageSearch search, Instant notBefore);

  /** The value of an SSM parameter, the account's own or a public one; empty: there is none. */
  Sight<Optional<String>> parameter(Place place, String owner, String name, Instant notBefore);

  /**
   * The instances tagged with the cluster and with {@code owner}; terminated ones are among them
   * for about an hour.
   */
  Sight<List<Builder>> builders(Place place, String owner, Instant notBefore);

  /** All builders that carry the cluster's tag in a place. */
  Sight<List<Builder>> builders(Place place, Instant notBefore);

  /** What an instance wrote to its console, as far as EC2 has it; its end. */
  Sight<String> console(Place place, String owner, String instanceId, Instant notBefore);

  /** Every image the account owns in a place, all pages in. For retention only. */
  Sight<List<Image>> inventory(Place place, Instant notBefore);
}
