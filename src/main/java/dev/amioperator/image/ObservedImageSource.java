package dev.amioperator.image;

import dev.amioperator.account.SourceAllowlist;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SourceInstance;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.reconcile.ReadyState;
import java.util.Map;
import java.util.Optional;

/**
 * EC2 resources that an image comes from, read only while no image is known.
 *
 * @param instance of {@code source.instance}
 * @param snapshots that the source names, by id; found only if the account owns them
 * @param absenceNote of {@code source.existing}: a further reason why EC2 may not show the image
 */
record ObservedImageSource(
    Optional<Presence<SourceInstance>> instance,
    Map<String, Presence<Snapshot>> snapshots,
    String absenceNote) {
  static final ObservedImageSource NOT_OBSERVED =
      new ObservedImageSource(Optional.empty(), Map.of(), "");

  static ObservedImageSource of(
      Presence<SourceInstance> instance, Map<String, Presence<Snapshot>> snapshots) {
    return new ObservedImageSource(Optional.of(instance), snapshots, "");
  }

  static ObservedImageSource of(Map<String, Presence<Snapshot>> snapshots) {
    return new ObservedImageSource(Optional.empty(), snapshots, "");
  }

  static ObservedImageSource of(String absenceNote) {
    return new ObservedImageSource(Optional.empty(), Map.of(), absenceNote);
  }

  /** Why the AwsAccount does not allow one of the snapshots, if so. */
  Optional<ReadyState> snapshotRefusal(SourceAllowlist allowlist, NamespaceResources claim) {
    return snapshots.entrySet().stream()
        .flatMap(
            entry ->
                allowlist.snapshotRefusal(entry.getKey(), entry.getValue().found(), claim).stream())
        .findFirst();
  }
}
