package dev.amioperator.observer;

import static dev.amioperator.observer.Things.failure;
import static dev.amioperator.observer.Things.image;
import static dev.amioperator.observer.Things.imageOf;
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

class SharedObserverTest extends WatchedPlace {
  @Test
  void absenceIsCountedLookUpByLookUpAndForgivenWhenSeen() {
    Presence<Image> first = imageNow();
    assertThat(first.misses()).isEqualTo(1);
    time.pass(Duration.ofMinutes(3));
    Presence<Image> second = imageNow();
    assertThat(second.misses()).isEqualTo(2);
    assertThat(second.missedSince()).isEqualTo(first.missedSince());

    ec2.images.add(imageOf(OWNER, "ami-1"));
    Presence<Image> third = imageNow();
    assertThat(third.misses()).isZero();
    assertThat(third.found()).isPresent();
  }

  @Test
  void aDeregisteredNamesakeDoesNotHideTheImageThatStands() {
    ec2.images.add(image("ami-new", "web", Image.State.AVAILABLE, Map.of()));
    ec2.images.add(image("ami-old", "web", Image.State.DEREGISTERED, Map.of()));

    assertThat(observed(() -> get(ImageQueries.byName("web"), EVER)).found().orElseThrow().id())
        .isEqualTo("ami-new");
  }

  @Test
  void aQuestionUnderWayIsNotAskedTwice() {
    IntStream.range(0, 20)
        .forEach(
            i -> {
              get(ImageQueries.launchPermissions("ami-1"), EVER);
              time.pass(Duration.ofMillis(10));
            });
    time.pass(WINDOW);

    assertThat(ec2.takeCalls()).containsExactly("DescribeImageAttribute ami-1");
  }

  @Test
  void aSteadyStreamOfQuestionsDoesNotHoldTheBatchBackForLong() {
    IntStream.range(0, 15)
        .forEach(
            i -> {
              get(ImageQueries.byId("ami-" + i), EVER);
              time.pass(Duration.ofMillis(100));
            });

    assertThat(ec2.takeCalls()).containsExactly("DescribeImages");
  }

  @Test
  void theInventoryIsWholeOrNotThereAndKeptUntilNewerIsWanted() {
    ec2.pageSize = 2;
    IntStream.range(0, 3)
        .forEach(i -> ec2.images.add(image("ami-" + i, "n" + i, Image.State.AVAILABLE, Map.of())));
    ec2.within =
        call -> {
          if (call.endsWith("from 2")) {
            throw failure(ErrorClass.TRANSIENT);
          }
        };
    accountImages(EVER);
    time.pass(WINDOW);
    assertThat(accountImages(EVER)).isInstanceOf(Failed.class);

    ec2.within = call -> {};
    time.pass(Duration.ofMinutes(1));
    assertThat(observed(() -> accountImages(EVER))).hasSize(3);
    ec2.takeCalls();
    seen(accountImages(EVER));
    assertThat(ec2.takeCalls()).isEmpty();
    pending(accountImages(time.instant()));
  }

  @Test
  void whatNobodyAskedForInAnHourIsForgotten() {
    observed(() -> get(ImageQueries.launchPermissions("ami-1"), EVER));
    time.pass(Duration.ofMinutes(50));
    seen(get(ImageQueries.launchPermissions("ami-1"), EVER));

    time.pass(Duration.ofMinutes(75));
    pending(get(ImageQueries.launchPermissions("ami-1"), EVER));
  }

  @Test
  void aSearchThatManyAskForIsMadeOnce() {
    Instant created = time.instant();
    ImageSummary imageSummary = new ImageSummary("ami-1", Optional.of(created), Optional.empty());
    ec2.candidates.add(imageSummary);
    ImageSearch search = new ImageSearch(List.of("amazon"), Map.of("name", List.of("al2023-*")));
    Instant now = time.instant();
    owners(50).forEach(owner -> pending(get(owner, ImageQueries.search(search), now)));
    time.pass(WINDOW);

    assertThat(ec2.takeCalls()).containsExactly("Search amazon");
    assertThat(owners(50))
        .allSatisfy(
            owner ->
                assertThat(seen(get(owner, ImageQueries.search(search), now)))
                    .containsExactly(imageSummary));
    assertThat(ec2.takeCalls()).isEmpty();
  }

  @Test
  void parametersAreAskedTenACallAndOneThatIsMissingIsNone() {
    IntStream.range(0, 20).forEach(i -> ec2.parameters.put("/p/" + i, "ami-" + i));
    Instant now = time.instant();
    IntStream.range(0, 21).forEach(i -> pending(get(SsmQueries.parameter("/p/" + i), now)));
    time.pass(WINDOW);

    assertThat(ec2.takeCalls()).hasSize(3);
    assertThat(seen(get(SsmQueries.parameter("/p/19"), now))).contains("ami-19");
    assertThat(seen(get(SsmQueries.parameter("/p/20"), now))).isEmpty();
  }

  private Presence<Image> imageNow() {
    Instant now = time.instant();
    return observed(() -> get(ImageQueries.byId("ami-1"), now));
  }
}
