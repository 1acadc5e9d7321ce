package dev.amioperator.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.SimulatedCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the operator on the mock API server asks EC2 while there is nothing to do. */
public final class Scans {
  /**
   * {@code ami-operator.observer.scan-interval} of {@link MockServerProfile}, by its fast clock.
   */
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private static final Duration WINDOW = Duration.ofMinutes(6);

  private Scans() {}

  /**
   * Watches a region for some scans' time, in which each object there is reconciled several times.
   * The scans of the region may be all that reaches EC2: their number follows from the time, and
   * not from the number of objects.
   */
  public static void areAllThatIsAsked(SimulatedCloud cloud, String region) {
    long before = cloud.journal().last();
    Instant since = cloud.clock().instant();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> cloud.clock().instant().isAfter(since.plus(WINDOW)));
    List<String> calls =
        cloud.journal().after(before).stream()
            .filter(call -> call.region().equals(region))
            .map(Journal.Entry::action)
            .toList();
    Duration watched = Duration.between(since, cloud.clock().instant());

    assertThat(calls).containsOnly("DescribeImages", "DescribeSnapshots");
    // An interval is up to a tenth shorter, and one scan was perhaps under way at either end.
    assertThat(calls.stream().filter("DescribeImages"::equals).count())
        .isBetween(2L, watched.dividedBy(INTERVAL) * 10 / 9 + 2);
  }
}
