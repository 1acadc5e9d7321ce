package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one policy asks the observer, many questions at a time: those that are not answered yet are
 * put together, and only then is the round given up.
 */
final class PolicyObservationSession {
  private final Observer observer;
  private final String policy;
  private boolean anyPending;

  PolicyObservationSession(Observer observer, Owner policy) {
    this.observer = observer;
    this.policy = policy.resource();
  }

  Observation<List<Image>> accountImages(AccountRegion accountRegion, Instant notBefore) {
    return recordPending(observer.accountImages(accountRegion, notBefore));
  }

  Optional<Observation.Known<Presence<Image>>> image(
      AccountRegion accountRegion, String id, Instant notBefore) {
    return knownOrEmpty(observer.image(accountRegion, policy, id, notBefore));
  }

  Optional<Observation.Known<Presence<Snapshot>>> snapshot(
      AccountRegion accountRegion, String id, Instant notBefore) {
    return knownOrEmpty(observer.snapshot(accountRegion, policy, id, notBefore));
  }

  /**
   * Who uses an image; a failed look-up is an answer too. Asked in the image's own name: what the
   * policy writes changes no reference, so that its writes need not make the answers stale.
   */
  Optional<Usage> usage(AccountRegion accountRegion, String imageId, Instant notBefore) {
    Observation<List<ImageReference>> observation =
        recordPending(observer.imageReferences(accountRegion, imageId, imageId, notBefore));
    return observation instanceof Observation.Pending<List<ImageReference>>
        ? Optional.empty()
        : Optional.of(Usage.of(observation));
  }

  /**
   * @throws ObservationReader.ObservationPendingException when any question is not answered yet
   */
  void throwIfPending() {
    if (anyPending) {
      new ObservationReader().value(new Observation.Pending<>());
    }
  }

  private <T> Optional<Observation.Known<T>> knownOrEmpty(Observation<T> observation) {
    return switch (recordPending(observation)) {
      case Observation.Known<T> known -> Optional.of(known);
      case Observation.Pending<T> pending -> Optional.empty();
      case Observation.Failed<T> failed -> {
        new ObservationReader().value(failed);
        yield Optional.empty();
      }
    };
  }

  private <T> Observation<T> recordPending(Observation<T> observation) {
    anyPending |= observation instanceof Observation.Pending<T>;
    return observation;
  }
}
