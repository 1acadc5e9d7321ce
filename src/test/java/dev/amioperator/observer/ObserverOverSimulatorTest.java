package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.aws.AwsActionDispatcher;
import dev.amioperator.ec2.aws.AwsBuildInstances;
import dev.amioperator.ec2.aws.AwsReads;
import dev.amioperator.ec2.aws.AwsSsm;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.observer.Observation.Failed;
import dev.amioperator.observer.Observation.Known;
import dev.amioperator.observer.Observation.Pending;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Faults;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.testing.SimulatedClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** EC2 calls of the observer over the adapter and the simulator, counted in the journal. */
class ObserverOverSimulatorTest {
  private static final AccountRegion PLACE =
      new AccountRegion("default", "123456789012", "eu-west-1");

  private final SteppedClock time = new SteppedClock();
  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(time.instant()));
  private final SimulatedClients clients =
      new SimulatedClients(cloud, Caller.of(PLACE.accountId()));
  private final RateLimiter limits = new RateLimiter(time);
  private final SharedObserver observer =
      new SharedObserver(
          new AwsReads(clients, limits),
          new AwsSsm(clients, limits),
          new AwsBuildInstances(clients, limits),
          CLUSTER,
          time,
          time,
          new ObserverIntervals(
              Duration.ofMinutes(1),
              Duration.ofMinutes(10),
              Duration.ofMillis(200),
              Duration.ofSeconds(1)),
          region -> List.of());

  @Test
  void scansManyOwnersByPage() {
    List<String> owners = IntStream.range(0, 1200).mapToObj(i -> "AmiImage/a/o" + i).toList();
    owners.forEach(this::seedImage);
    Instant now = time.instant();
    owners.forEach(owner -> ownedResources(owner, now));
    time.advance(Duration.ofSeconds(2));

    assertThat(cloud.journal().counts())
        .isEqualTo(Map.of("DescribeImages", 2L, "DescribeSnapshots", 2L));
    assertThat(owners)
        .allSatisfy(
            owner ->
                assertThat(ownedResources(owner, now))
                    .isInstanceOfSatisfying(
                        Known.class,
                        known -> {
                          OwnedResources ownedResources = (OwnedResources) known.value();
                          assertThat(ownedResources.images()).hasSize(1);
                          assertThat(ownedResources.snapshots()).hasSize(1);
                        }));
  }

  @Test
  void observesCreatedImageAfterWrite() {
    String owner = "AmiImage/a/web";
    String source =
        cloud.seeds().target(PLACE.accountId(), "us-east-1").image(ImageSeed.named("web"));
    ownedResources(owner, Instant.EPOCH);
    time.advance(Duration.ofSeconds(2));
    assertThat(ownedResources(owner, Instant.EPOCH)).isInstanceOf(Known.class);

    String copy =
        observer
            .invalidatingReads(
                (accountRegion, claim, action) ->
                    new AwsActionDispatcher(clients, limits).execute(accountRegion, action))
            .execute(
                PLACE,
                new Owner(CLUSTER, owner),
                new ImageCreationAction.CopyImage(
                    "web",
                    "",
                    "us-east-1",
                    source,
                    "t1",
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(TagKeys.CLUSTER, CLUSTER.value(), TagKeys.RESOURCE, owner)))
            .createdImageId()
            .orElseThrow();

    assertThat(ownedResources(owner, Instant.EPOCH)).isInstanceOf(Pending.class);
    assertThat(observe(() -> ownedResources(owner, Instant.EPOCH)).images())
        .first()
        .extracting(Image::id)
        .isEqualTo(copy);
  }

  /**
   * Copies count against a quota, whoever made them; images of instances do not. API reference,
   * Image: sourceInstanceId "only appears if the AMI was created using CreateImage".
   */
  @Test
  void listsPendingCopiesWithoutImagesOfInstances() {
    var seeds = cloud.seeds().target(PLACE.accountId(), PLACE.region());
    seeds.image(ImageSeed.named("available"));
    String instance = seeds.instance(InstanceSeed.small());
    String source =
        cloud.seeds().target(PLACE.accountId(), "us-east-1").image(ImageSeed.named("web"));
    var ec2 = clients.ec2("default", PLACE.region());
    ec2.createImage(r -> r.instanceId(instance).name("of-instance"));
    String copy =
        ec2.copyImage(r -> r.sourceRegion("us-east-1").sourceImageId(source).name("web")).imageId();

    assertThat(observe(() -> get("AmiCopy/a/web", CopyQueries.pendingCopies(), Instant.EPOCH)))
        .singleElement()
        .satisfies(
            pending -> {
              assertThat(pending.imageId()).isEqualTo(copy);
              assertThat(pending.snapshots()).isEqualTo(1);
              assertThat(pending.created()).contains(time.instant().minusSeconds(2));
            });
  }

  @Test
  void reportsOutageAndRecovers() {
    String outage = cloud.faults().outage(PLACE.region());
    ownedResources("AmiImage/a/web", Instant.EPOCH);
    time.advance(Duration.ofSeconds(2));
    assertThat(ownedResources("AmiImage/a/web", Instant.EPOCH))
        .isInstanceOfSatisfying(
            Failed.class,
            failed ->
                assertThat(failed.failure().errorClass())
                    .isEqualTo(Ec2CallException.ErrorClass.TRANSIENT));

    cloud.faults().remove(outage);
    time.advance(Duration.ofMinutes(2));
    assertThat(ownedResources("AmiImage/a/web", Instant.EPOCH)).isInstanceOf(Known.class);
  }

  @Test
  void listsReleasedSnapshotsWithUsingImages() {
    String owner = "AmiImage/a/web";
    var seeds = cloud.seeds().target(PLACE.accountId(), PLACE.region());
    String held = seeds.snapshot(ownedSnapshot(owner));
    String released =
        seeds.snapshot(ownedSnapshot(owner).tagged(TagKeys.RELEASED, "2026-06-01T12:00:00Z"));
    String used =
        clients
            .ec2("default", PLACE.region())
            .registerImage(
                r ->
                    r.name("web")
                        .rootDeviceName("/dev/xvda")
                        .virtualizationType("hvm")
                        .blockDeviceMappings(
                            d -> d.deviceName("/dev/xvda").ebs(e -> e.snapshotId(released))))
            .imageId();

    assertThat(observe(() -> ownedResources(owner, Instant.EPOCH)).snapshots())
        .extracting(Snapshot::id)
        .containsExactly(held);
    assertThat(observe(() -> get(owner, SnapshotQueries.released(), Instant.EPOCH)))
        .extracting(Snapshot::id)
        .containsExactly(released);
    assertThat(observe(() -> get(owner, ImageQueries.usingSnapshot(released), Instant.EPOCH)))
        .extracting(Image::id)
        .containsExactly(used);
    assertThat(observe(() -> get(owner, ImageQueries.usingSnapshot(held), Instant.EPOCH)))
        .isEmpty();
  }

  static Stream<Function<String, Query<?>>> filteredQueries() {
    return Stream.of(
        OwnedResourceQueries::byOwner,
        BuildInstanceQueries::byOwner,
        ImageQueries::byId,
        ImageQueries::byName,
        ImageQueries::usingSnapshot,
        SnapshotQueries::byId,
        SourceInstanceQueries::byId);
  }

  /** EC2 takes 200 filter values in a call, those of the cluster and the role included. */
  @ParameterizedTest
  @MethodSource("filteredQueries")
  void fitsFilterValuesIntoCall(Function<String, Query<?>> query) {
    observe(() -> ownedResources("AmiImage/a/web", Instant.EPOCH));
    Instant now = time.instant();
    List<? extends Query<?>> queries =
        IntStream.range(0, 200).mapToObj(i -> query.apply("key-" + i)).toList();
    queries.forEach(q -> get("AmiImage/a/web", q, now));
    time.advance(Duration.ofSeconds(2));

    assertThat(queries)
        .allSatisfy(q -> assertThat(get("AmiImage/a/web", q, now)).isInstanceOf(Known.class));
    assertThat(cloud.journal().entries()).allSatisfy(call -> assertThat(call.error()).isNull());
  }

  /** A limit that EC2 lowers must not stop the reads of a region. */
  @Test
  void splitsBatchAfterFilterLimitExceeded() {
    cloud
        .faults()
        .add(
            Faults.Rule.forAction(
                    "DescribeImages",
                    new Faults.Effect.Refuse("FilterLimitExceeded", "at most 10 values", 400))
                .times(1));
    String image =
        cloud.seeds().target(PLACE.accountId(), PLACE.region()).image(ImageSeed.named("web"));
    get("AmiImage/a/web", ImageQueries.byId("ami-0123456789abcdef0"), Instant.EPOCH);

    assertThat(observe(() -> get("AmiImage/a/web", ImageQueries.byId(image), Instant.EPOCH)))
        .satisfies(presence -> assertThat(presence.found()).isPresent());
  }

  private static SnapshotSeed ownedSnapshot(String owner) {
    return SnapshotSeed.of(8)
        .tagged(TagKeys.CLUSTER, CLUSTER.value())
        .tagged(TagKeys.RESOURCE, owner);
  }

  /** Repeats the EC2 query until its result is known. */
  private <T> T observe(Supplier<Observation<T>> question) {
    question.get();
    time.advance(Duration.ofSeconds(2));
    if (question.get() instanceof Known<T>(T value, Instant askedAt)) {
      return value;
    }
    throw new AssertionError("not seen");
  }

  private Observation<OwnedResources> ownedResources(String owner, Instant notBefore) {
    return get(owner, OwnedResourceQueries.byOwner(owner), notBefore);
  }

  private <T> Observation<T> get(String owner, Query<T> query, Instant notBefore) {
    return observer.get(PLACE, Scope.ownedBy(owner), query, notBefore);
  }

  private void seedImage(String owner) {
    cloud
        .seeds()
        .target(PLACE.accountId(), PLACE.region())
        .image(
            ImageSeed.named("name of " + owner)
                .tagged(TagKeys.CLUSTER, CLUSTER.value())
                .tagged(TagKeys.RESOURCE, owner)
                .snapshotsTagged(TagKeys.CLUSTER, CLUSTER.value())
                .snapshotsTagged(TagKeys.RESOURCE, owner));
  }
}
