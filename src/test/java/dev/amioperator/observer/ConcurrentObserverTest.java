package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ec2.aws.AwsActionDispatcher;
import dev.amioperator.ec2.aws.AwsBuildInstances;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.ec2.aws.AwsReads;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.observer.Observation.Known;
import dev.amioperator.ownership.OwnedActions;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.SimulatedClients;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Owners of EC2 resources read their own writes under real threads and time. */
class ConcurrentObserverTest {
  private static final AccountRegion PLACE =
      new AccountRegion("default", "123456789012", "eu-west-1");
  private static final int OWNERS = 15;
  private static final int WRITES_EACH = 3;

  private final SimulatedCloud cloud = SimulatedCloud.create();
  private final AwsClientProvider clients =
      new SimulatedClients(cloud, Caller.of(PLACE.accountId()));
  private final RateLimiter limits = new RateLimiter(InstantSource.system());
  private final VirtualThreadScheduler background = new VirtualThreadScheduler();
  private final SharedObserver observer =
      new SharedObserver(
          new AwsReads(clients, limits),
          (accountRegion, names) -> Map.of(),
          new AwsBuildInstances(clients, limits),
          CLUSTER,
          InstantSource.system(),
          background,
          new ObserverIntervals(
              Duration.ofMillis(300),
              Duration.ofMinutes(1),
              Duration.ofMillis(20),
              Duration.ofMillis(100)),
          region -> List.of());
  private final OwnedActions writes =
      observer.invalidatingReads(
          (accountRegion, claim, action) ->
              new AwsActionDispatcher(clients, limits).execute(accountRegion, action));

  @AfterEach
  void stop() {
    background.close();
  }

  @Test
  @Timeout(60)
  void readsOwnWritesUnderConcurrency() throws Exception {
    List<Callable<List<String>>> owners =
        IntStream.range(0, OWNERS)
            .mapToObj(i -> (Callable<List<String>>) () -> writeAndRead("AmiImage/a/o" + i))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<String>> read : threads.invokeAll(owners, 50, TimeUnit.SECONDS)) {
        assertThat(read.get()).containsExactly("0", "1", "2");
      }
    }
  }

  /** The tag value that the first read after each write returns. */
  private List<String> writeAndRead(String owner) {
    String id =
        cloud
            .seeds()
            .target(PLACE.accountId(), PLACE.region())
            .image(
                ImageSeed.named("name of " + owner)
                    .tagged(TagKeys.CLUSTER, CLUSTER.value())
                    .tagged(TagKeys.RESOURCE, owner));
    List<String> read = new ArrayList<>();
    for (int i = 0; i < WRITES_EACH; i++) {
      writes.execute(
          PLACE,
          new Owner(CLUSTER, owner),
          new TagAction.CreateTags(List.of(id), Map.of("n", "" + i)));
      read.add(seen(owner).images().getFirst().tags().get("n"));
    }
    return read;
  }

  private OwnedResources seen(String owner) {
    while (true) {
      if (observer.get(
              PLACE, Scope.ownedBy(owner), OwnedResourceQueries.byOwner(owner), Instant.EPOCH)
          instanceof Known<OwnedResources>(OwnedResources ownedResources, Instant askedAt)) {
        return ownedResources;
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
