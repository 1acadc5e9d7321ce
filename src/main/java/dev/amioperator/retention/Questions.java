package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.Sight;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.Asking;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one policy asks the observer, many questions at a time: those that are not answered yet are
 * put together, and only then is the round given up.
 */
final class Questions {
  private final Observer observer;
  private final String policy;
  private boolean waiting;

  Questions(Observer observer, Owner policy) {
    this.observer = observer;
    this.policy = policy.resource();
  }

  Sight<List<Image>> inventory(AccountRegion accountRegion, Instant notBefore) {
    return noted(observer.inventory(accountRegion, notBefore));
  }

  Optional<Sight.Seen<Presence<Image>>> image(
      AccountRegion accountRegion, String id, Instant notBefore) {
    return answer(observer.image(accountRegion, policy, id, notBefore));
  }

  Optional<Sight.Seen<Presence<Snapshot>>> snapshot(
      AccountRegion accountRegion, String id, Instant notBefore) {
    return answer(observer.snapshot(accountRegion, policy, id, notBefore));
  }

  /**
   * Who uses an image; a failed look-up is an answer too. Asked in the image's own name: what the
   * policy writes changes no reference, so that its writes need not make the answers stale.
   */
  Optional<Usage> usage(AccountRegion accountRegion, String imageId, Instant notBefore) {
    Sight<List<ImageReference>> sight =
        noted(observer.references(accountRegion, imageId, imageId, notBefore));
    return sight instanceof Sight.Pending<List<ImageReference>>
        ? Optional.empty()
        : Optional.of(Usage.of(sight));
  }

  /**
   * @throws Asking.NotYet when any question is not answered yet
   */
  void allAnswered() {
    if (waiting) {
      new Asking().value(new Sight.Pending<>());
    }
  }

  private <T> Optional<Sight.Seen<T>> answer(Sight<T> sight) {
    return switch (noted(sight)) {
      case Sight.Seen<T> seen -> Optional.of(seen);
      case Sight.Pending<T> pending -> Optional.empty();
      case Sight.Failed<T> failed -> {
        new Asking().value(failed);
        yield Optional.empty();
      }
    };
  }

  private <T> Sight<T> noted(Sight<T> sight) {
    waiting |= sight instanceof Sight.Pending<T>;
    return sight;
  }
}
