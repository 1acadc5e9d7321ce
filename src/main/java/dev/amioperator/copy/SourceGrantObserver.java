package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImagePresence;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.KmsQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads who may copy a source image, in the account that owns it. */
record SourceGrantObserver(ObservationSession session) {
  /** A grant whose image and snapshots EC2 showed. */
  sealed interface Found {
    /** The permissions of what still exists of the image. */
    record Existing(SourceSharing sharing) implements Found {}

    /** EC2 does not show the image or a snapshot, which proves nothing yet. */
    record Unproven() implements Found {}
  }

  /**
   * The permissions of an image, its snapshots and their KMS keys.
   *
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while EC2 is
   *     queried, or after it failed
   */
  SourceSharing observe(
      String imageId, Collection<String> snapshotIds, Collection<String> keyArns) {
    return sharing(Optional.of(imageId), snapshotIds, keyArns);
  }

  /**
   * The permissions of what a grant concerns; an image or snapshot that is gone has none.
   *
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while EC2 is
   *     queried, or after it failed
   */
  Found observe(CopyGrant grant, Duration grace) {
    RequestedRead<Presence<Image>> image = session.request(ImageQueries.byId(grant.imageId()));
    Map<String, Presence<Snapshot>> snapshots =
        session.getAll(SourceGrantPlanner.snapshotIds(grant), SnapshotQueries::byId);
    Presence<Image> presence = image.value();
    ImagePresence imagePresence = ImagePresence.of(presence, session.oldestObservedAt(), grace);
    boolean unproven =
        imagePresence instanceof ImagePresence.NotFound
            || snapshots.values().stream()
                .filter(snapshot -> snapshot.found().isEmpty())
                .anyMatch(snapshot -> !snapshot.provenAbsent(session.oldestObservedAt(), grace));
    if (unproven) {
      return new Found.Unproven();
    }
    List<String> existing =
        snapshots.keySet().stream().filter(id -> snapshots.get(id).found().isPresent()).toList();
    return new Found.Existing(
        sharing(
            imagePresence instanceof ImagePresence.Present(Image found)
                ? Optional.of(found.id())
                : Optional.empty(),
            existing,
            SourceGrantPlanner.keyArns(grant).stream().filter(this::mayExist).toList()));
  }

  /** The grants of a key end with it; a key of another region would not be found here either. */
  private boolean mayExist(String keyArn) {
    if (!new NamedKmsKey(keyArn).region().equals(session.accountRegion().region())) {
      return true;
    }
    Observation<KmsKey> key = session.observation(KmsQueries.key(keyArn));
    if (key instanceof Observation.Failed<KmsKey>(Ec2CallException failure, _)) {
      return failure.errorClass() != ErrorClass.NOT_FOUND;
    }
    session.value(key);
    return true;
  }

  private SourceSharing sharing(
      Optional<String> imageId, Collection<String> snapshotIds, Collection<String> keyArns) {
    Optional<RequestedRead<LaunchPermissions>> launching =
        imageId.map(id -> session.requestChanging(ImageQueries.launchPermissions(id)));
    Map<String, RequestedRead<Set<String>>> copying = new LinkedHashMap<>();
    snapshotIds.forEach(
        id ->
            copying.put(id, session.requestChanging(SnapshotQueries.createVolumePermissions(id))));
    Map<String, KmsKeyAccess> keys = session.getAll(keyArns, KmsQueries::keyAccess);
    Map<String, Set<String>> snapshotPermissions = new LinkedHashMap<>();
    copying.forEach((id, read) -> snapshotPermissions.put(id, read.value()));
    return new SourceSharing(
        launching.map(RequestedRead::value).orElse(LaunchPermissions.NONE),
        snapshotPermissions,
        List.copyOf(keys.values()));
  }
}
