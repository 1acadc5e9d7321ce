package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.CLUSTER;
import static dev.amioperator.observer.ObserverFixtures.PLACE;
import static dev.amioperator.observer.ObserverFixtures.failure;
import static dev.amioperator.observer.ObserverFixtures.image;
import static dev.amioperator.observer.ObserverFixtures.imageOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction.DeregisterImage;
import dev.amioperator.ec2.OwnImage;
import dev.amioperator.ec2.PendingCopy;
import dev.amioperator.ownership.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scans that list all images of the account, and what they answer besides. */
class ImageScanTest extends ObserverTestBase {
  private void addImagesOfOthers(int count) {
    IntStream.range(0, count)
        .forEach(
            i ->
                ec2.images.add(
                    image("ami-other" + i, "other-" + i, Image.State.AVAILABLE, Map.of())));
  }

  private Observation<Presence<Image>> named(String name) {
    return get(ImageQueries.withNameToTake(name), time.instant().minusSeconds(60));
  }

  private Observation<List<PendingCopy>> pendingCopies(Instant notBefore) {
    return observer.get(PLACE, Scope.WHOLE_REGION, CopyQueries.pendingCopies(), notBefore);
  }

  @Test
  void showsFreeNames() {
    addImagesOfOthers(1);
    completeScan();

    assertThat(value(named("web")).found()).isEmpty();
    assertThat(ec2.takeCalls()).isEmpty();
  }

  /** The image itself decides whether it is to be taken over, so it is read. */
  @Test
  void readsImageThatHasName() {
    addImagesOfOthers(1);
    completeScan();

    assertThat(observe(() -> named("other-0")).found()).isPresent();
    assertThat(ec2.takeCalls()).containsExactly("DescribeImages");
  }

  /** The operator's own call may have made an image since. */
  @Test
  void showsNoFreeNameAfterWrite() {
    completeScan();
    writes(() -> {}).execute(PLACE, new Owner(CLUSTER, OWNER), new DeregisterImage("ami-1", false));

    assertPending(named("web"));
  }

  @Test
  void showsCopiesInProgressAndResourcesOfOwnersAtOnce() {
    completeScan();
    ec2.images.add(image("ami-copy", "copy", Image.State.PENDING, Map.of()));
    ec2.images.add(imageOf(OWNER, "ami-1"));
    Instant now = time.instant();

    assertThat(observe(() -> pendingCopies(now)))
        .extracting(PendingCopy::imageId)
        .containsExactly("ami-copy");
    assertThat(ownedImageIds(ownedResources(OWNER, now))).containsExactly("ami-1");
    assertThat(ec2.takeCalls()).containsExactly("DescribeImages", "DescribeSnapshots");
  }

  /** An account with many images of others is listed by the cluster's tag, but for once an hour. */
  @Test
  void leavesOutManyImagesOfOthers() {
    addImagesOfOthers(251);
    completeScan();
    Instant now = time.instant().plusSeconds(1);
    time.advance(Duration.ofMinutes(2));
    ec2.takeCalls();

    assertPending(get(ImageQueries.withNameToTake("web"), now));
    assertThat(observe(() -> pendingCopies(now))).isEmpty();
    assertThat(ec2.takeCalls()).contains("DescribeImages pending");
    for (int minute = 0; minute < 70; minute++) {
      time.advance(Duration.ofMinutes(1));
      ownedResources(OWNER, EVER);
    }
    ec2.images.removeIf(image -> image.name().startsWith("other-2"));
    for (int minute = 0; minute < 70; minute++) {
      time.advance(Duration.ofMinutes(1));
      ownedResources(OWNER, EVER);
    }
    Instant lastScans = time.instant().minusSeconds(150);
    assertThat(value(get(ImageQueries.withNameToTake("other-2"), lastScans)).found()).isEmpty();
  }

  @Test
  void listsPagesOfAccountThatIsMostlyOfCluster() {
    ec2.pageSize = 300;
    IntStream.range(0, 500).forEach(i -> ec2.images.add(imageOf(OWNER, "ami-" + i)));
    addImagesOfOthers(100);
    observe(() -> ownedResources(OWNER, EVER));

    assertThat(ec2.takeCalls())
        .containsExactly("DescribeImages", "DescribeImages from 300", "DescribeSnapshots");
    assertThat(value(named("web")).found()).isEmpty();
  }

  @Test
  void stopsAtPageWithTooManyOfOthers() {
    ec2.pageSize = 300;
    addImagesOfOthers(900);
    ec2.images.add(imageOf(OWNER, "ami-1"));

    assertThat(observe(() -> ownedResources(OWNER, EVER)).images()).hasSize(1);
    assertThat(ec2.takeCalls())
        .containsExactly("DescribeImages", "DescribeImages", "DescribeSnapshots");
  }

  /** A scan that fails at one of its pages fails for all; shorter calls may still succeed. */
  @Test
  void asksEc2WithoutScanAfterScanFailed() {
    ec2.pageSize = 300;
    IntStream.range(0, 400).forEach(i -> ec2.images.add(imageOf(OWNER + i, "ami-" + i)));
    ec2.images.add(image("ami-copy", "copy", Image.State.PENDING, Map.of()));
    completeScan();
    ec2.duringCall =
        call -> {
          if (call.equals("DescribeImages from 300")) {
            throw failure(ErrorClass.TRANSIENT);
          }
        };
    Instant now = time.instant();
    pendingCopies(now);
    ownedResources(OWNER + 1, now);
    time.advance(WINDOW);
    assertThat(pendingCopies(now)).isInstanceOf(Observation.Failed.class);
    time.advance(Duration.ofSeconds(5));
    ec2.takeCalls();

    assertThat(observe(() -> pendingCopies(now)))
        .extracting(PendingCopy::imageId)
        .containsExactly("ami-copy");
    assertThat(observe(() -> ownedResources(OWNER + 1, now)).images()).hasSize(1);
  }

  /** A list of copies that began before the account had many images finds out by a scan. */
  @Test
  void listsCopiesOfAccountThatGrowsMeanwhile() {
    ec2.images.add(image("ami-copy", "copy", Image.State.PENDING, Map.of()));
    addImagesOfOthers(200);
    completeScan();
    addImagesOfOthers(2_000);
    Instant now = time.instant();

    pendingCopies(now);
    time.advance(WINDOW);
    assertThat(observe(() -> pendingCopies(now)))
        .extracting(PendingCopy::imageId)
        .containsExactly("ami-copy");
    assertThat(ec2.takeCalls())
        .containsExactly(
            "DescribeImages", "DescribeImages", "DescribeSnapshots", "DescribeImages pending");
  }

  /** CreateImage makes pending images, too: they take no slot of the copies. */
  @Test
  void tellsCopyFromImageOfInstance() {
    Image pending = image("ami-1", "web", Image.State.PENDING, Map.of());
    Image available = image("ami-2", "api", Image.State.AVAILABLE, Map.of());

    assertThat(new OwnImage(pending, false).pendingCopy()).isPresent();
    assertThat(new OwnImage(pending, true).pendingCopy()).isEmpty();
    assertThat(new OwnImage(available, false).pendingCopy()).isEmpty();
  }
}
