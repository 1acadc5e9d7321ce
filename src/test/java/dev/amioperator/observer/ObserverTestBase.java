package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.CLUSTER;
import static dev.amioperator.observer.ObserverFixtures.PLACE;
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

/** An observer over an in-memory EC2 region with recorded calls and a stepped clock. */
abstract class ObserverTestBase {
  static final String OWNER = "AmiImage/images/web";
  static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration SCAN_INTERVAL = Duration.ofMinutes(1);
  static final Instant EVER = Instant.EPOCH;

  final SteppedClock time = new SteppedClock();
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
              SCAN_INTERVAL, Duration.ofMinutes(10), Duration.ofMillis(200), Duration.ofSeconds(1)),
          region -> List.of());

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

  void completeScan() {
    observe(() -> ownedResources(OWNER, EVER));
    ec2.takeCalls();
  }

  /** Repeats the EC2 query until its result is known. */
  <T> T observe(Supplier<Observation<T>> question) {
    question.get();
    time.advance(WINDOW);
    return value(question.get());
  }

  static <T> T value(Observation<T> observation) {
    if (observation instanceof Known<T>(T value, Instant askedAt)) {
      return value;
    }
    throw new AssertionError("not seen: " + observation);
  }

  static void assertPending(Observation<?> observation) {
    assertThat(observation).isInstanceOf(Pending.class);
  }

  static List<String> ownedImageIds(Observation<OwnedResources> observation) {
    return value(observation).images().stream().map(Image::id).toList();
  }

  static List<String> owners(int count) {
    return IntStream.range(0, count).mapToObj(i -> "AmiImage/images/o" + i).toList();
  }

  /** Writes that all have the same effect. */
  OwnedActions writes(Runnable effect) {
    return observer.invalidatingReads(
        (accountRegion, claim, action) -> {
          effect.run();
          return ActionResult.EMPTY;
        });
  }
}
