package dev.amioperator.observer;

import static dev.amioperator.observer.Things.CLUSTER;
import static dev.amioperator.observer.Things.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.Observation.Known;
import dev.amioperator.observer.Observation.Pending;
import dev.amioperator.ownership.OwnedActions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** An observer over a region in memory, whose calls are counted and whose time is stepped. */
abstract class WatchedPlace {
  static final String OWNER = "AmiImage/images/web";
  static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration SCAN_INTERVAL = Duration.ofMinutes(1);
  static final Instant EVER = Instant.EPOCH;

  final SteppedTime time = new SteppedTime();
  final FakeReads ec2 = new FakeReads();
  final SharedObserver observer =
      new SharedObserver(
          ec2,
          ec2,
          ec2,
          CLUSTER,
          time,
          time,
          new ObserverIntervals(
              SCAN_INTERVAL,
              Duration.ofMinutes(10),
              Duration.ofMillis(200),
              Duration.ofSeconds(1)));

  <T> Observation<T> get(Query<T> query, Instant notBefore) {
    return get(OWNER, query, notBefore);
  }

  <T> Observation<T> get(String owner, Query<T> query, Instant notBefore) {
    return observer.get(PLACE, Scope.ownedBy(owner), query, notBefore);
  }

  Observation<OwnedResources> ownedResources(String owner, Instant notBefore) {
    return get(owner, OwnedResourceQueries.byOwner(owner), notBefore);
  }

  Observation<List<Image>> accountImages(Instant notBefore) {
    return observer.get(PLACE, Scope.WHOLE_REGION, ImageQueries.inAccount(), notBefore);
  }

  void scanned() {
    observed(() -> ownedResources(OWNER, EVER));
    ec2.takeCalls();
  }

  /** Asks until it is seen. */
  <T> T observed(Supplier<Observation<T>> question) {
    question.get();
    time.pass(WINDOW);
    return seen(question.get());
  }

  static <T> T seen(Observation<T> observation) {
    if (observation instanceof Known<T>(T value, Instant askedAt)) {
      return value;
    }
    throw new AssertionError("not seen: " + observation);
  }

  static void pending(Observation<?> observation) {
    assertThat(observation).isInstanceOf(Pending.class);
  }

  static List<String> held(Observation<OwnedResources> observation) {
    return seen(observation).images().stream().map(Image::id).toList();
  }

  static List<String> owners(int count) {
    return IntStream.range(0, count).mapToObj(i -> "AmiImage/images/o" + i).toList();
  }

  /** Writes that all have the same effect. */
  OwnedActions writes(Runnable effect) {
    return observer.invalidatingReads(
        (accountRegion, action) -> {
          effect.run();
          return ActionResult.EMPTY;
        });
  }
}
