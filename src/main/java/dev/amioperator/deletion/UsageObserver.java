package dev.amioperator.deletion;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.UsageQueries;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.usage.ListedResources;
import dev.amioperator.usage.ReferencePermissions;
import dev.amioperator.usage.Usage;
import dev.amioperator.usage.UsagePlace;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads every place where a use of an image can be found. What is read by region is shared by all
 * images; no write of an object changes it.
 */
public record UsageObserver(ObservationSession session) {
  /** The reads of a session. */
  public static UsageObserver of(ObservationSession session) {
    return new UsageObserver(session);
  }

  /**
   * The usage of an image by its references and by every other place.
   *
   * @param listedNotBefore earlier listings of a region do not count
   * @throws ObservationReader.ObservationPendingException while EC2 is queried
   */
  public Usage usage(
      String imageId, Observation<List<ImageReference>> references, Instant listedNotBefore) {
    List<UsagePlace> places = request(listedNotBefore);
    requireAnswered(references);
    places.forEach(place -> requireAnswered(place.observation()));
    return Usage.of(imageId, references, places);
  }

  /**
   * The places that are read by region: each has a value or a failure.
   *
   * @param listedNotBefore earlier listings do not count
   * @throws ObservationReader.ObservationPendingException while EC2 is queried
   */
  public List<UsagePlace> places(Instant listedNotBefore) {
    List<UsagePlace> places = request(listedNotBefore);
    places.forEach(place -> requireAnswered(place.observation()));
    return places;
  }

  private List<UsagePlace> request(Instant listedNotBefore) {
    return Stream.concat(
            Stream.of(
                new ReferencePermissions(
                    session.observation(Scope.WHOLE_REGION, ImageQueries.referencesReadable()))),
            Arrays.stream(ListedResourceType.values()).map(type -> listed(type, listedNotBefore)))
        .toList();
  }

  private UsagePlace listed(ListedResourceType type, Instant notBefore) {
    return new ListedResources(
        type, session.observation(Scope.WHOLE_REGION, UsageQueries.listed(type), notBefore));
  }

  private void requireAnswered(Observation<?> observation) {
    if (observation instanceof Observation.Pending) {
      session.value(observation);
    }
  }
}
