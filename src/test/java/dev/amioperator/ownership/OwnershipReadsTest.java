package dev.amioperator.ownership;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.aws.AwsBuildInstances;
import dev.amioperator.ec2.aws.AwsReads;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.SimulatedClients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EC2 calls for the ownership checks of many writes that are due at the same moment. */
class OwnershipReadsTest {
  private static final AccountRegion HERE = new AccountRegion("default", ACCOUNT, "eu-west-1");
  private static final int IMAGES = 100;

  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-06-01T12:00:00Z")));
  private final SimulatedClients clients = new SimulatedClients(cloud, Caller.of(ACCOUNT));
  private final RateLimiter limits = new RateLimiter(cloud.clock());
  private final AtomicInteger executed = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({"deregistration, 10", "description, 10"})
  void readsImagesOfManyOwnersTogether(String change, int mostCalls) throws Exception {
    List<Owner> owners = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      owners.add(new Owner(new ClusterId("c1"), "AmiImage/images/web-" + i));
      ids.add(image(owners.getLast()));
    }
    OwnedActions actions = actions();
    long before = cloud.journal().lastSequence();
    try (ExecutorService reconciles = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ActionResult>> results = new ArrayList<>();
      for (int i = 0; i < IMAGES; i++) {
        ImageAction action =
            change.equals("deregistration")
                ? new ImageAction.DeregisterImage(ids.get(i), true)
                : new ImageAction.SetDescription(ids.get(i), "text");
        Owner owner = owners.get(i);
        results.add(reconciles.submit(() -> actions.execute(HERE, owner, action)));
      }
      for (Future<ActionResult> result : results) {
        result.get();
      }
    }

    int calls = cloud.journal().entriesAfter(before).size();
    System.out.printf("ownership reads: %d for the %s of %d images%n", calls, change, IMAGES);
    assertThat(executed).hasValue(IMAGES);
    assertThat(calls).isBetween(1, mostCalls);
  }

  /** A window of a second gathers all writes of a slow machine. */
  private OwnedActions actions() {
    return new OwnershipCheckedActions(
        (accountRegion, action) -> {
          executed.incrementAndGet();
          return ActionResult.EMPTY;
        },
        new AwsReads(clients, limits),
        new AwsBuildInstances(clients, limits),
        cloud.clock(),
        Duration.ofSeconds(1));
  }

  private String image(Owner owner) {
    ImageSeed seed = ImageSeed.named(owner.resource());
    for (var tag : owner.tags(Role.IMAGE, "source").entrySet()) {
      seed = seed.tagged(tag.getKey(), tag.getValue());
    }
    return cloud.seeds().target(ACCOUNT, "eu-west-1").image(seed);
  }
}
