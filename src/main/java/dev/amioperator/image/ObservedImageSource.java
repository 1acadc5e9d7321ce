package dev.amioperator.image;

import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SourceInstance;
import dev.amioperator.observer.Presence;
import java.util.Map;
import java.util.Optional;

/**
 * EC2 resources that an image comes from, read only while no image is known.
 *
 * @param instance of {@code source.instance}
 * @param snapshots of {@code source.snapshot} that the account owns, by id
 * @param absenceNote of {@code source.existing}: a further reason why EC2 may not show the image
 */
record ObservedImageSource(
    Optional<Presence<SourceInstance>> instance,
    Map<String, Presence<Snapshot>> snapshots,
    String absenceNote) {
  static final ObservedImageSource NOT_OBSERVED =
      new ObservedImageSource(Optional.empty(), Map.of(), "");

  static ObservedImageSource of(Presence<SourceInstance> instance) {
    return new ObservedImageSource(Optional.of(instance), Map.of(), "");
  }

  static ObservedImageSource of(Map<String, Presence<Snapshot>> snapshots) {
    return new ObservedImageSource(Optional.empty(), snapshots, "");
  }

  static ObservedImageSource of(String absenceNote) {
    return new ObservedImageSource(Optional.empty(), Map.of(), absenceNote);
  }
}
