package dev.amioperator.deletion;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.observer.ConsumerAccount;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Query;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.UsageQueries;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.usage.CombinedReferences;
import dev.amioperator.usage.ListedResources;
import dev.amioperator.usage.ReferencePermissions;
import dev.amioperator.usage.UnreadablePlace;
import dev.amioperator.usage.Usage;
import dev.amioperator.usage.UsagePlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads every place where a use of an image can be found, in its account and in those of its
 * consumers: DescribeImageReferences shows the caller's resources only, but for images of any
 * owner. What is read by region is shared by all images; no write of an object changes it.
 */
public final class UsageObserver {
  private final ObservationSession own;
  private final List<ObservationSession> consumers = new ArrayList<>();
  private final List<UsagePlace> unreadable = new ArrayList<>();

  private UsageObserver(ObservationSession own) {
    this.own = own;
    for (ConsumerAccount consumer : own.consumers()) {
      switch (consumer) {
        case ConsumerAccount.Readable(var accountRegion) -> consumers.add(own.in(accountRegion));
        case ConsumerAccount.Unreadable(var why) -> unreadable.add(new UnreadablePlace(why));
      }
    }
  }

  /** The reads for images of the session's account and region. */
  public static UsageObserver of(ObservationSession session) {
    return new UsageObserver(session);
  }

  /**
   * The usage of an image by its references and by every other place.
   *
   * @param references of {@link #references}, requested already
   * @param listedNotBefore earlier listings of a region do not count
   * @throws ObservationReader.ObservationPendingException while EC2 is queried
   */
  public Usage usage(
      String imageId, Observation<List<ImageReference>> references, Instant listedNotBefore) {
    List<UsagePlace> places = request(listedNotBefore);
    requireAnswered(references instanceof Observation.Pending);
    requireAnswered(places);
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
    requireAnswered(places);
    return places;
  }

  /** The references to an image, for a decision on the session's object. */
  Observation<List<ImageReference>> references(String imageId) {
    return combined(session -> session.observation(ImageQueries.references(imageId)));
  }

  /** The references to an image in an answer that is not older. */
  public Observation<List<ImageReference>> references(String imageId, Instant notBefore) {
    Query<List<ImageReference>> query = ImageQueries.references(imageId);
    return combined(session -> session.observation(Scope.WHOLE_REGION, query, notBefore));
  }

  /** The references to an image in the last answer, without reading EC2. */
  public Observation<List<ImageReference>> lastReferences(String imageId, Instant notBefore) {
    Query<List<ImageReference>> query = ImageQueries.references(imageId);
    return combined(session -> session.lastResult(query, notBefore));
  }

  private Observation<List<ImageReference>> combined(
      Function<ObservationSession, Observation<List<ImageReference>>> read) {
    if (consumers.isEmpty()) {
      return read.apply(own);
    }
    return CombinedReferences.of(
        Stream.concat(
                Stream.of(read.apply(own)),
                consumers.stream()
                    .map(
                        session ->
                            CombinedReferences.inAccount(
                                session.accountRegion().account(), read.apply(session))))
            .toList());
  }

  private List<UsagePlace> request(Instant listedNotBefore) {
    List<UsagePlace> places = new ArrayList<>(unreadable);
    own.objects(listedNotBefore).forEach(objects -> places.add(new ListedResources(objects)));
    addPlaces(places, own, "", listedNotBefore);
    for (ObservationSession consumer : consumers) {
      addPlaces(places, consumer, consumer.accountRegion().account(), listedNotBefore);
    }
    return List.copyOf(places);
  }

  private static void addPlaces(
      List<UsagePlace> places, ObservationSession session, String account, Instant notBefore) {
    places.add(
        new ReferencePermissions(
            account, session.observation(Scope.WHOLE_REGION, ImageQueries.referencesReadable())));
    ListedResourceType.WITH_IMAGES.stream()
        .map(
            type ->
                new ListedResources(
                    account,
                    type,
                    session.observation(Scope.WHOLE_REGION, UsageQueries.listed(type), notBefore)))
        .forEach(places::add);
  }

  private void requireAnswered(List<UsagePlace> places) {
    requireAnswered(places.stream().anyMatch(UsagePlace::pending));
  }

  private void requireAnswered(boolean pending) {
    if (pending) {
      own.value(new Observation.Pending<>());
    }
  }
}
