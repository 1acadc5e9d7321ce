package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.api.v1alpha1.QuotasSpec;
import dev.amioperator.copy.queue.CopyQueueIntervals;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.state.Quotas;
import dev.amioperator.simulator.state.Timing;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AmiCopies that wait for their turn. Each test has a region of its own: the queue learns. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyQueueQuarkusTest extends CopyTestBase {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /**
   * No copy ends while a test waits, however slow the machine is: the test ends them. The operator
   * expects the next ones to take as long, and a wait for that is not to last minutes.
   */
  private static final Timing UNENDING = Timing.DEFAULT.withOverhead(Duration.ofHours(3));

  private Quotas before;
  private long sequence;

  @BeforeEach
  void rememberQuotas() {
    before = cloud.quotas();
    sequence = cloud.journal().lastSequence();
  }

  @AfterEach
  void restoreQuotas() {
    cloud.quotas(changed -> before);
    cloud.timing(_ -> Timing.DEFAULT);
    Manifests.apply(kubernetes, Manifests.account());
  }

  @Test
  void servesCopiesInOrderWithinQuota() {
    String region = "ap-northeast-1";
    limitCopies(2);
    List<String> names = applyInTurn("fifo", 5, region);

    names.forEach(this::awaitReady);

    // The calls of two copies that are admitted together may reach EC2 in either order.
    List<String> copied = copied(region);
    assertThat(copied).hasSize(5);
    assertThat(copied.subList(0, 2)).containsExactlyInAnyOrder("fifo-0", "fifo-1");
    assertThat(copied.subList(2, 4)).containsExactlyInAnyOrder("fifo-2", "fifo-3");
    assertThat(refused(region).size()).isLessThanOrEqualTo(2 + probesDue(refused(region)));
    assertThat(names)
        .allSatisfy(
            name -> {
              RegionStatus entry = onlyRegion(resource(name).get().getStatus());
              assertThat(entry.queuedSince()).isNull();
              assertThat(entry.estimatedEnd()).isNull();
              assertThat(entry.progress()).isNull();
            });
    names.forEach(this::delete);
  }

  @Test
  void keepsToLimitOfAwsAccount() {
    String region = "ap-northeast-2";
    limitCopiesOfAccount(1);
    List<String> names = applyInTurn("account-limit", 3, region);

    RegionStatus waiting = onlyRegion(awaitStatus(names.getLast(), _ -> true));

    assertThat(waiting.state()).isEqualTo("Queued");
    assertThat(waiting.requested()).isNull();
    assertThat(waiting.message()).contains("Queued", region);
    names.forEach(this::awaitReady);
    assertThat(copied(region)).containsExactlyElementsOf(names);
    assertThat(refused(region)).isEmpty();
    names.forEach(this::delete);
  }

  @Test
  void sharesQuotaAmongNamespaces() {
    String region = "ap-south-1";
    limitCopiesOfAccount(2);
    cloud.timing(_ -> UNENDING);
    List<String> names = IntStream.range(0, 6).mapToObj(number -> "many-" + number).toList();
    names.forEach(name -> apply(copy(name, region)));
    names.forEach(name -> awaitStatus(name, status -> hasPlace(status, 1)));
    AmiCopy other = copy("other", region);
    other.getMetadata().setNamespace("shop");
    kubernetes.resource(other).create();
    await()
        .atMost(PATIENCE)
        .until(() -> statusOf(other).filter(status -> hasPlace(status, 1)).isPresent());
    endCopies();
    await().atMost(PATIENCE).until(() -> statusOf(other).filter(AmiCopyStatus::ready).isPresent());
    names.forEach(this::awaitReady);

    assertThat(copied(region).indexOf("other")).isLessThanOrEqualTo(3);
    names.forEach(this::delete);
    kubernetes.resource(other).delete();
  }

  @Test
  void forgetsQueuedDestinationWithoutCall() {
    String region = "ap-southeast-1";
    limitCopies(1);
    cloud.timing(_ -> UNENDING);
    List<String> names = List.of("removed-0", "removed-1");
    apply(copy(names.getFirst(), region, LONDON));
    // Of two that wait, either may be admitted.
    awaitStatus(names.getFirst(), status -> hasBegun(status, region));
    String waiting = names.getLast();
    apply(copy(waiting, region, LONDON));
    awaitStatus(waiting, status -> inState("Queued", region).test(regionEntry(status, region)));

    edit(waiting, spec -> withRegions(spec, LONDON));
    awaitStatus(waiting, status -> status.regions().size() == 1);
    endCopies();

    assertThat(awaitReady(waiting).regions()).extracting(RegionStatus::region).containsOnly(LONDON);
    names.forEach(this::awaitReady);
    assertThat(copied(region)).containsExactly(names.getFirst());
    names.forEach(this::delete);
  }

  /** Applies AmiCopies one after the other, each once its predecessor has its place. */
  private List<String> applyInTurn(String prefix, int count, String... regions) {
    List<String> names =
        IntStream.range(0, count).mapToObj(number -> prefix + "-" + number).toList();
    for (String name : names) {
      apply(copy(name, regions));
      awaitStatus(name, status -> hasPlace(status, regions.length));
      aws.await().pollDelay(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> true);
    }
    return names;
  }

  /** Whether the copy to each of so many regions waits, or has begun. */
  private static boolean hasPlace(AmiCopyStatus status, int regions) {
    return status.regions() != null
        && status.regions().size() == regions
        && status.regions().stream()
            .allMatch(entry -> entry.queuedSince() != null || entry.imageId() != null);
  }

  private static boolean hasBegun(AmiCopyStatus status, String region) {
    return status.regions() != null
        && status.regions().stream()
            .anyMatch(entry -> entry.region().equals(region) && entry.imageId() != null);
  }

  private Optional<AmiCopyStatus> statusOf(AmiCopy copy) {
    return Optional.ofNullable(kubernetes.resource(copy).get()).map(AmiCopy::getStatus);
  }

  /** Ends the copies in progress, and lets those that follow take as long as usual. */
  private void endCopies() {
    cloud.timing(_ -> Timing.DEFAULT);
    cloud.clock().step(UNENDING.overhead());
  }

  private AmiCopy copy(String name, String... regions) {
    return Manifests.copyOf(name, seeds.image(ImageSeed.named(name)), regions);
  }

  private void limitCopies(int limit) {
    cloud.quotas(quotas -> quotas.withImageCopies(limit));
  }

  private void limitCopiesOfAccount(int limit) {
    AwsAccount account = Manifests.account();
    account.setSpec(
        AwsAccountSpecBuilder.builder(account.getSpec()).quotas(new QuotasSpec(limit)).build());
    Manifests.apply(kubernetes, account);
  }

  private static Predicate<RegionStatus> inState(String state, String region) {
    return entry -> entry.region().equals(region) && state.equals(entry.state());
  }

  /** The names of the images that EC2 accepted to copy, in order. */
  private List<String> copied(String region) {
    return copyCalls(region).stream()
        .filter(call -> call.error() == null)
        .flatMap(call -> call.created().stream())
        .filter(id -> id.startsWith("ami-"))
        .map(id -> name(region, id))
        .toList();
  }

  private String name(String region, String imageId) {
    return SimulatedAws.administrator(clients, region)
        .describeImages(request -> request.imageIds(imageId))
        .images()
        .getFirst()
        .name();
  }

  private List<Journal.Entry> refused(String region) {
    return copyCalls(region).stream().filter(call -> call.error() != null).toList();
  }

  /**
   * How often the learned limit was to be tried again. The first refusal may be two: a second call
   * without precedent may be under way.
   */
  private static int probesDue(List<Journal.Entry> refused) {
    if (refused.isEmpty()) {
      return 0;
    }
    Duration learned = Duration.between(refused.getFirst().time(), refused.getLast().time());
    return (int) learned.dividedBy(CopyQueueIntervals.DEFAULT.probe());
  }

  private List<Journal.Entry> copyCalls(String region) {
    return cloud.journal().entriesAfter(sequence).stream()
        .filter(call -> call.action().equals("CopyImage") && call.region().equals(region))
        .toList();
  }
}
