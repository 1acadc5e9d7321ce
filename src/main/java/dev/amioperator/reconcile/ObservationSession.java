package dev.amioperator.reconcile;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.Query;
import dev.amioperator.observer.Scope;
import dev.amioperator.ownership.Owner;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The reads of EC2 for a decision on an object, in an account and region. What gives a value throws
 * {@link ObservationReader.ObservationPendingException} when EC2 is still being asked or could not
 * be; where a failure says something too, the {@link Observation} itself is given.
 */
public final class ObservationSession {
  private final Observer observer;
  private final AccountRegion accountRegion;
  private final Owner owner;
  private final Freshness freshness;
  private final ObservationReader reader = new ObservationReader();

  /**
   * Reads for an object; its writes to EC2 make earlier answers stale.
   *
   * @param owner the object
   */
  public ObservationSession(
      Observer observer, AccountRegion accountRegion, Owner owner, Freshness freshness) {
    this.observer = observer;
    this.accountRegion = accountRegion;
    this.owner = owner;
    this.freshness = freshness;
  }

  /** Where EC2 is read. */
  public AccountRegion accountRegion() {
    return accountRegion;
  }

  /** The object, as the tags of its EC2 resources name it. */
  public String owner() {
    return owner.resource();
  }

  /** The moment of the reconcile. */
  public Instant now() {
    return freshness.now();
  }

  /** When the oldest answer of this session was read from EC2. */
  public Instant oldestObservedAt() {
    return reader.oldestObservedAt();
  }

  /** The answer of EC2 to a query. */
  public <T> T get(Query<T> query) {
    return value(observation(query));
  }

  /** The answers of EC2 to queries about several resources by their keys, asked together. */
  public <T> Map<String, T> getAll(Collection<String> keys, Function<String, Query<T>> query) {
    Map<String, Asked<T>> asked = new LinkedHashMap<>();
    keys.forEach(key -> asked.put(key, ask(query.apply(key))));
    Map<String, T> values = new LinkedHashMap<>();
    asked.forEach((key, answer) -> values.put(key, answer.value()));
    return values;
  }

  /** Asks EC2 now, for a value that is taken after other queries were asked as well. */
  public <T> Asked<T> ask(Query<T> query) {
    return Asked.of(() -> get(query));
  }

  /** What is known of EC2's answer to a query, pending or failed answers included. */
  public <T> Observation<T> observation(Query<T> query) {
    return observation(Scope.of(owner), query, freshness.notBefore(query));
  }

  /**
   * The same for answers that have to be newer or older than the object's usually are.
   *
   * @param scope whose writes make earlier answers stale, in place of the object's
   */
  public <T> Observation<T> observation(Scope scope, Query<T> query, Instant notBefore) {
    return observer.get(accountRegion, scope, query, notBefore);
  }

  /** The answer of EC2 that an observation holds. */
  public <T> T value(Observation<T> observation) {
    return known(observation).value();
  }

  /** The answer of EC2 that an observation holds, and when it was read. */
  public <T> Observation.Known<T> known(Observation<T> observation) {
    return reader.known(observation);
  }
}
