package dev.amioperator.image;

import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SourceInstance;
import dev.amioperator.observer.Presence;
import java.util.Map;
import java.util.Optional;

/**
 * EC2 resources that an image is to be created from, read only before the image is created.
 *
 * @param instance of {@code source.instance}
 * @param snapshots of {@code source.snapshot} that the account owns, by id
 */
record ObservedImageSource(
    Optional<Presence<SourceInstance>> instance, Map<String, Presence<Snapshot>> snapshots) {
  static final ObservedImageSource NOT_OBSERVED =
      new ObservedImageSource(Optional.empty(), Map.of());

  static ObservedImageSource of(Presence<SourceInstance> instance) {
    return new ObservedImageSource(Optional.of(instance), Map.of());
  }

  static ObservedImageSource of(Map<String, Presence<Snapshot>> snapshots) {
    return new ObservedImageSource(Optional.empty(), snapshots);
  }
}
