package dev.amioperator.reconcile;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.ConsumerAccount;
import dev.amioperator.observer.ListedObjects;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.Query;
import dev.amioperator.observer.Scope;
import dev.amioperator.ownership.Owner;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads of EC2 in an account and region for the decision on an object. Methods that return a value
 * throw {@link ObservationReader.ObservationPendingException} when the read is pending or failed;
 * callers that handle failures take the {@link Observation} itself.
 */
public final class ObservationSession {
  private final Observer observer;
  private final AccountRegion accountRegion;
  private final Owner owner;
  private final Freshness freshness;
  private final ObservationReader reader = new ObservationReader();

  /** Reads of EC2 for its owner, whose writes make earlier reads stale. */
  public ObservationSession(
      Observer observer, AccountRegion accountRegion, Owner owner, Freshness freshness) {
    this.observer = observer;
    this.accountRegion = accountRegion;
    this.owner = owner;
    this.freshness = freshness;
  }

  /** The account and region whose EC2 is read. */
  public AccountRegion accountRegion() {
    return accountRegion;
  }

  /** A session for the same decision in another account or region. */
  public ObservationSession in(AccountRegion other) {
    return new ObservationSession(observer, other, owner, freshness);
  }

  /** The other accounts in which resources may use images of this account. */
  public List<ConsumerAccount> consumers() {
    return observer.consumers(accountRegion);
  }

  /** The Kubernetes objects that may name images, in listings not before a time. */
  public List<ListedObjects> objects(Instant notBefore) {
    return observer.objects(notBefore);
  }

  /** Whether usage reports are to tell which other accounts use images of this account. */
  public boolean usageReports() {
    return observer.usageReports(accountRegion);
  }

  /** The object in the notation of its EC2 tags. */
  public String owner() {
    return owner.resource();
  }

  /** The object whose decision the reads are for. */
  public Owner claimant() {
    return owner;
  }

  /** The time of the reconcile. */
  public Instant now() {
    return freshness.now();
  }

  /** When the oldest value of this session was read from EC2. */
  public Instant oldestObservedAt() {
    return reader.oldestObservedAt();
  }

  /** The value that EC2 returned to a query. */
  public <T> T get(Query<T> query) {
    return value(observation(query));
  }

  /** The values of queries for several EC2 resources, requested together, by key. */
  public <T> Map<String, T> getAll(Collection<String> keys, Function<String, Query<T>> query) {
    Map<String, RequestedRead<T>> requested = new LinkedHashMap<>();
    keys.forEach(key -> requested.put(key, request(query.apply(key))));
    Map<String, T> values = new LinkedHashMap<>();
    requested.forEach((key, answer) -> values.put(key, answer.value()));
    return values;
  }

  /** Requests a read of EC2 whose value is taken after other reads were requested. */
  public <T> RequestedRead<T> request(Query<T> query) {
    return RequestedRead.of(() -> get(query));
  }

  /** A read of permissions that are about to change: as fresh as a read of a changing image. */
  public <T> RequestedRead<T> requestChanging(Query<T> query) {
    return RequestedRead.of(
        () -> value(observation(Scope.of(owner), query, freshness.imagesNotBefore())));
  }

  /** The observation of EC2 for a query, which may be pending or failed. */
  public <T> Observation<T> observation(Query<T> query) {
    Scope scope = query.changedByWrites() ? Scope.of(owner) : Scope.WHOLE_REGION;
    return observation(scope, query);
  }

  /**
   * The observation of EC2 for a query of another scope.
   *
   * @param scope whose writes make earlier reads stale, in place of the object's
   */
  public <T> Observation<T> observation(Scope scope, Query<T> query) {
    return observation(scope, query, freshness.notBefore(query));
  }

  /**
   * The observation of EC2 for a query of another maximum age.
   *
   * @param scope whose writes make earlier reads stale, in place of the object's
   */
  public <T> Observation<T> observation(Scope scope, Query<T> query, Instant notBefore) {
    return observer.get(accountRegion, scope, query, notBefore);
  }

  /** The result of a query's last read of EC2, without reading it. */
  public <T> Observation<T> lastResult(Query<T> query, Instant notBefore) {
    return observer.lastResult(accountRegion, query, notBefore);
  }

  /** The value of an observation of EC2. */
  public <T> T value(Observation<T> observation) {
    return known(observation).value();
  }

  /** The value of an observation of EC2, and when it was read. */
  public <T> Observation.Known<T> known(Observation<T> observation) {
    return reader.known(observation);
  }
}
