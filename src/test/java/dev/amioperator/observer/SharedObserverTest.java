package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.failure;
import static dev.amioperator.observer.ObserverFixtures.image;
import static dev.amioperator.observer.ObserverFixtures.imageOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.observer.Observation.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedObserverTest extends ObserverTestBase {
  @Test
  void countsMissesUntilFound() {
    Presence<Image> first = observeImage();
    assertThat(first.misses()).isEqualTo(1);
    time.advance(Duration.ofMinutes(3));
    Presence<Image> second = observeImage();
    assertThat(second.misses()).isEqualTo(2);
    assertThat(second.missedSince()).isEqualTo(first.missedSince());

    ec2.images.add(imageOf(OWNER, "ami-1"));
    Presence<Image> third = observeImage();
    assertThat(third.misses()).isZero();
    assertThat(third.found()).isPresent();
  }

  @Test
  void ignoresDeregisteredImageWithSameName() {
    ec2.images.add(image("ami-new", "web", Image.State.AVAILABLE, Map.of()));
    ec2.images.add(image("ami-old", "web", Image.State.DEREGISTERED, Map.of()));

    assertThat(observe(() -> get(ImageQueries.byName("web"), EVER)).found().orElseThrow().id())
        .isEqualTo("ami-new");
  }

  @Test
  void sharesPendingQuery() {
    IntStream.range(0, 20)
        .forEach(
            i -> {
              get(ImageQueries.launchPermissions("ami-1"), EVER);
              time.advance(Duration.ofMillis(10));
            });
    time.advance(WINDOW);

    assertThat(ec2.takeCalls()).containsExactly("DescribeImageAttribute ami-1");
  }

  @Test
  void sendsBatchDespiteContinuousQueries() {
    IntStream.range(0, 15)
        .forEach(
            i -> {
              get(ImageQueries.byId("ami-" + i), EVER);
              time.advance(Duration.ofMillis(100));
            });

    assertThat(ec2.takeCalls()).containsExactly("DescribeImages");
  }

  @Test
  void cachesOnlyCompleteInventory() {
    ec2.pageSize = 2;
    IntStream.range(0, 3)
        .forEach(i -> ec2.images.add(image("ami-" + i, "n" + i, Image.State.AVAILABLE, Map.of())));
    ec2.duringCall =
        call -> {
          if (call.endsWith("from 2")) {
            throw failure(ErrorClass.TRANSIENT);
          }
        };
    accountImages(EVER);
    time.advance(WINDOW);
    assertThat(accountImages(EVER)).isInstanceOf(Failed.class);

    ec2.duringCall = call -> {};
    time.advance(Duration.ofMinutes(1));
    assertThat(observe(() -> accountImages(EVER))).hasSize(3);
    ec2.takeCalls();
    value(accountImages(EVER));
    assertThat(ec2.takeCalls()).isEmpty();
    assertPending(accountImages(time.instant()));
  }

  @Test
  void evictsAnswersUnusedForAnHour() {
    observe(() -> get(ImageQueries.launchPermissions("ami-1"), EVER));
    time.advance(Duration.ofMinutes(50));
    value(get(ImageQueries.launchPermissions("ami-1"), EVER));

    time.advance(Duration.ofMinutes(75));
    assertPending(get(ImageQueries.launchPermissions("ami-1"), EVER));
  }

  @Test
  void sharesSearch() {
    Instant created = time.instant();
    ImageSummary imageSummary = new ImageSummary("ami-1", Optional.of(created), Optional.empty());
    ec2.candidates.add(imageSummary);
    ImageSearch search = new ImageSearch(List.of("amazon"), Map.of("name", List.of("al2023-*")));
    Instant now = time.instant();
    owners(50).forEach(owner -> assertPending(get(owner, ImageQueries.search(search), now)));
    time.advance(WINDOW);

    assertThat(ec2.takeCalls()).containsExactly("Search amazon");
    assertThat(owners(50))
        .allSatisfy(
            owner ->
                assertThat(value(get(owner, ImageQueries.search(search), now)))
                    .containsExactly(imageSummary));
    assertThat(ec2.takeCalls()).isEmpty();
  }

  @Test
  void batchesParametersByTen() {
    IntStream.range(0, 20).forEach(i -> ec2.parameters.put("/p/" + i, "ami-" + i));
    Instant now = time.instant();
    IntStream.range(0, 21).forEach(i -> assertPending(get(SsmQueries.parameter("/p/" + i), now)));
    time.advance(WINDOW);

    assertThat(ec2.takeCalls()).hasSize(3);
    assertThat(value(get(SsmQueries.parameter("/p/19"), now))).contains("ami-19");
    assertThat(value(get(SsmQueries.parameter("/p/20"), now))).isEmpty();
  }

  private Presence<Image> observeImage() {
    Instant now = time.instant();
    return observe(() -> get(ImageQueries.byId("ami-1"), now));
  }
}
