package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.PLACE;
import static dev.amioperator.observer.ObserverFixtures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import dev.amioperator.observer.Observation.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failed EC2 queries and their effect on other queries. */
class FailedQueriesTest extends ObserverTestBase {
  @Test
  void failsOnlyQueriesOfUnsupportedAction() {
    ec2.duringCall =
        call -> {
          if (call.startsWith("DescribeImageReferences")) {
            throw failure(ErrorClass.UNSUPPORTED);
          }
        };
    get(ImageQueries.references("ami-1"), EVER);
    get(ImageQueries.launchPermissions("ami-1"), EVER);
    ownedResources(OWNER, EVER);
    time.advance(WINDOW);

    assertThat(get(ImageQueries.references("ami-1"), EVER)).isInstanceOf(Failed.class);
    value(get(ImageQueries.launchPermissions("ami-1"), EVER));
    value(ownedResources(OWNER, EVER));
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {"THROTTLED", "TRANSIENT", "ACCOUNT_UNAVAILABLE"})
  void knowsNothingOfKeyThatIsNotAnswered(ErrorClass errorClass) {
    ec2.duringCall =
        call -> {
          if (call.startsWith("ListGrants")) {
            throw failure(errorClass);
          }
        };
    get(KmsQueries.keyAccess("key-1"), EVER);
    time.advance(WINDOW);

    assertThat(get(KmsQueries.keyAccess("key-1"), EVER)).isInstanceOf(Failed.class);
  }

  @Test
  void keepsWhatKmsRevealsOfKey() {
    ec2.duringCall =
        call -> {
          if (call.startsWith("ListGrants")) {
            throw failure(ErrorClass.DENIED);
          }
        };
    get(KmsQueries.keyAccess("key-1"), EVER);
    time.advance(WINDOW);

    KmsKeyAccess access = value(get(KmsQueries.keyAccess("key-1"), EVER));
    assertThat(access.policy()).isEqualTo("{}");
    assertThat(access.readError()).isNotEmpty();
  }

  @Test
  void backsOffAfterFailedQuery() {
    ec2.duringCall =
        call -> {
          throw failure(ErrorClass.DENIED);
        };
    Duration first = pauseAfterFailure();
    ec2.takeCalls();
    time.advance(first.minusMillis(1));
    get(ImageQueries.references("ami-1"), EVER);
    time.advance(Duration.ofMillis(1));
    assertThat(ec2.takeCalls()).isEmpty();

    assertThat(pauseAfterFailure()).isEqualTo(first.multipliedBy(2));
  }

  @Test
  void showsLastFailureWhileReadIsRepeated() {
    assertThat(lastReferences()).as("never read").isInstanceOf(Observation.Pending.class);
    ec2.duringCall =
        call -> {
          throw failure(ErrorClass.TRANSIENT);
        };
    Duration pause = pauseAfterFailure();
    time.advance(pause);
    ec2.takeCalls();
    assertThat(lastReferences()).isInstanceOf(Failed.class);
    assertThat(ec2.takeCalls()).as("reads nothing itself").isEmpty();

    ec2.duringCall = call -> {};
    get(ImageQueries.references("ami-1"), EVER);
    assertThat(lastReferences()).as("in flight").isInstanceOf(Failed.class);
    time.advance(WINDOW);
    assertThat(value(lastReferences())).isEmpty();
  }

  private Observation<List<ImageReference>> lastReferences() {
    return observer.lastResult(PLACE, ImageQueries.references("ami-1"), EVER);
  }

  @Test
  void answersOthersDespiteUnknownImage() {
    ec2.references.add(new ImageReference("ami-3", "ec2:Instance", "arn:i-1"));
    ec2.duringCall =
        call -> {
          if (call.startsWith("DescribeImageReferences") && call.contains("ami-7")) {
            throw failure(ErrorClass.NOT_FOUND);
          }
        };
    IntStream.range(0, 10).forEach(i -> get(ImageQueries.references("ami-" + i), EVER));
    time.advance(WINDOW);

    assertThat(value(get(ImageQueries.references("ami-3"), EVER))).hasSize(1);
    assertThat(value(get(ImageQueries.references("ami-6"), EVER))).isEmpty();
    assertThat(get(ImageQueries.references("ami-7"), EVER)).isInstanceOf(Failed.class);
  }

  @Test
  void findsRecycledImagesDespiteMissingImage() {
    ec2.bin.add("ami-3");
    Instant now = time.instant();
    IntStream.range(0, 21)
        .forEach(i -> assertPending(get(RecycleBinQueries.image("ami-" + i), now)));
    time.advance(WINDOW);

    assertThat(value(get(RecycleBinQueries.image("ami-3"), now)).found()).isPresent();
    assertThat(value(get(RecycleBinQueries.image("ami-20"), now)).misses()).isEqualTo(1);
  }

  @Test
  void continuesAfterFaultInQuery() {
    ec2.duringCall =
        call -> {
          throw new IllegalStateException("a bug");
        };
    get(ImageQueries.launchPermissions("ami-1"), EVER);
    ownedResources(OWNER, EVER);
    accountImages(EVER);
    time.advance(WINDOW);
    assertThat(get(ImageQueries.launchPermissions("ami-1"), EVER)).isInstanceOf(Failed.class);
    assertThat(ownedResources(OWNER, EVER)).isInstanceOf(Failed.class);
    assertThat(accountImages(EVER)).isInstanceOf(Failed.class);

    ec2.duringCall = call -> {};
    time.advance(Duration.ofMinutes(1));
    observe(() -> get(ImageQueries.launchPermissions("ami-1"), EVER));
    observe(() -> ownedResources(OWNER, EVER));
    observe(() -> accountImages(EVER));
  }

  @Test
  void readsManyPermissionsWithinRateLimit() {
    RateLimiter rateLimiter = new RateLimiter(time);
    ec2.duringCall = call -> rateLimiter.acquire(PLACE, ActionClass.PER_IMAGE_READ, call);
    List<String> ids = IntStream.range(0, 100).mapToObj(i -> "ami-" + i).toList();
    ids.forEach(id -> get(ImageQueries.launchPermissions(id), EVER));
    time.advance(Duration.ofSeconds(5));
    assertThat(ids)
        .allSatisfy(
            id ->
                assertThat(get(ImageQueries.launchPermissions(id), EVER))
                    .isNotInstanceOf(Failed.class));

    time.advance(Duration.ofSeconds(15));
    assertThat(ids).allSatisfy(id -> value(get(ImageQueries.launchPermissions(id), EVER)));
  }

  @Test
  void failsSearchWithTooManyResults() {
    ec2.pageSize = 1;
    IntStream.range(0, 11)
        .mapToObj(i -> new ImageSummary("ami-" + i, Optional.empty(), Optional.empty()))
        .forEach(ec2.candidates::add);
    ImageSearch search = new ImageSearch(List.of("amazon"), Map.of("name", List.of("a*")));
    get(ImageQueries.search(search), EVER);
    time.advance(WINDOW);

    assertThat(get(ImageQueries.search(search), EVER))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.failure().getMessage()).contains("lookup", "narrow it"));
    assertThat(ec2.takeCalls()).hasSize(10);
  }

  private Duration pauseAfterFailure() {
    get(ImageQueries.references("ami-1"), EVER);
    time.advance(Duration.ofMillis(200));
    return switch (get(ImageQueries.references("ami-1"), EVER)) {
      case Failed<?>(Ec2CallException why, Instant retryAt) ->
          Duration.between(time.instant(), retryAt);
      case Observation<?> other -> throw new AssertionError(other);
    };
  }
}
