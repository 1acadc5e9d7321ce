package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.Query;
import dev.amioperator.observer.Scope;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The reads of EC2 for a policy, many at a time: those that are not answered yet are put together,
 * and only then is the round given up.
 */
final class PolicyObservationSession {
  private final Observer observer;
  private final Scope scope;
  private boolean anyPending;

  PolicyObservationSession(Observer observer, Owner policy) {
    this.observer = observer;
    this.scope = Scope.of(policy);
  }

  /** The account's images in a region. */
  Observation<List<Image>> accountImages(AccountRegion accountRegion, Instant notBefore) {
    return observation(accountRegion, Scope.WHOLE_REGION, ImageQueries.inAccount(), notBefore);
  }

  /** The answer, unless it is pending; a failure ends the session. */
  <T> Optional<Observation.Known<T>> known(
      AccountRegion accountRegion, Query<T> query, Instant notBefore) {
    return switch (observation(accountRegion, scope, query, notBefore)) {
      case Observation.Known<T> known -> Optional.of(known);
      case Observation.Pending<T> pending -> Optional.empty();
      case Observation.Failed<T> failed -> {
        new ObservationReader().value(failed);
        yield Optional.empty();
      }
    };
  }

  /**
   * Who uses an image; a failed look-up is an answer too. What the policy writes changes no
   * reference, so that its writes need not make the answers stale.
   */
  Optional<Usage> usage(AccountRegion accountRegion, String imageId, Instant notBefore) {
    Observation<List<ImageReference>> observation =
        observation(accountRegion, Scope.WHOLE_REGION, ImageQueries.references(imageId), notBefore);
    return observation instanceof Observation.Pending<List<ImageReference>>
        ? Optional.empty()
        : Optional.of(Usage.of(observation));
  }

  /**
   * Ends the session when any query is not answered by EC2 yet.
   *
   * @throws ObservationReader.ObservationPendingException when it is so
   */
  void throwIfPending() {
    if (anyPending) {
      new ObservationReader().value(new Observation.Pending<>());
    }
  }

  private <T> Observation<T> observation(
      AccountRegion accountRegion, Scope readScope, Query<T> query, Instant notBefore) {
    Observation<T> observation = observer.get(accountRegion, readScope, query, notBefore);
    anyPending |= observation instanceof Observation.Pending<T>;
    return observation;
  }
}
