package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ListedResourceType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An observer whose answers a test says; what it did not say is a fault of the test. */
public final class FakeObserver implements Observer {
  private final Instant observedAt;
  private final Map<QueryType<?>, Observation<?>> byType = new HashMap<>();
  private final Map<Query<?>, Observation<?>> byQuery = new HashMap<>();
  private final List<Query<?>> asked = new ArrayList<>();

  public FakeObserver(Instant observedAt) {
    this.observedAt = observedAt;
  }

  public <T> FakeObserver answer(Query<T> query, T value) {
    byQuery.put(query, new Observation.Known<>(value, observedAt));
    return this;
  }

  /** The answer to all queries of the type of this query. */
  public <T> FakeObserver answerAll(Query<T> anyOfType, T value) {
    return answerAll(anyOfType, new Observation.Known<>(value, observedAt));
  }

  public <T> FakeObserver answerAll(Query<T> anyOfType, Observation<T> observation) {
    byType.put(anyOfType.type(), observation);
    return this;
  }

  /** No resource uses any image. */
  public FakeObserver answerUnused() {
    answerAll(ImageQueries.references(""), List.of());
    answerAll(ImageQueries.referencesReadable(), true);
    for (ListedResourceType type : ListedResourceType.values()) {
      answerAll(UsageQueries.listed(type), ReferencedImages.NONE);
    }
    return this;
  }

  /** What was asked so far. */
  public List<Query<?>> asked() {
    return List.copyOf(asked);
  }

  @Override
  public <T> Observation<T> lastResult(
      AccountRegion accountRegion, Query<T> query, Instant notBefore) {
    return get(accountRegion, Scope.WHOLE_REGION, query, notBefore);
  }

  @Override
  public List<ConsumerAccount> consumers(AccountRegion accountRegion) {
    return List.of();
  }

  @Override
  public boolean usageReports(AccountRegion accountRegion) {
    return byQuery.containsKey(UsageQueries.reports())
        || byType.containsKey(UsageQueries.reports().type());
  }

  @Override
  public List<ListedObjects> objects(Instant notBefore) {
    return List.of();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> Observation<T> get(
      AccountRegion accountRegion, Scope scope, Query<T> query, Instant notBefore) {
    asked.add(query);
    return (Observation<T>)
        Optional.<Observation<?>>ofNullable(byQuery.get(query))
            .or(() -> Optional.ofNullable(byType.get(query.type())))
            .orElseThrow(() -> new AssertionError("asked for " + query));
  }
}
