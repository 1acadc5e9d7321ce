package dev.amioperator.copy.queue;

import static dev.amioperator.copy.queue.QueueFixtures.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Reads of a region that go on whatever happens meanwhile. */
class RegionPollerTest {
  private final QueueSimulation simulation = new QueueSimulation();
  private final QueueTime time = simulation.time;
  private final RegionQueue queue = new RegionQueue(CLUSTER, CopyQueueIntervals.DEFAULT);
  private Consumer<Set<ResourceID>> woken = _ -> {};
  private final RegionPoller poller =
      new RegionPoller(
          QueueSimulation.REGION,
          queue,
          simulation.observer,
          time,
          time,
          objects -> woken.accept(objects));

  private void startCopyThatEc2NeverLists() {
    CopyRequest request =
        QueueFixtures.request("images", "web", "", time.instant(), 1, 8, simulation.quota);
    queue.request(request, time.instant());
    queue.started(request, "ami-0123456789abcdef0", time.instant(), time.instant());
    poller.reschedule();
  }

  /** As by an object that requests a copy at this moment, in another thread. */
  @Test
  void readsAgainAfterReadThatWasScheduledWhileOneBegan() {
    woken = _ -> poller.reschedule();
    startCopyThatEc2NeverLists();

    time.run(Duration.ofMinutes(10));

    assertThat(queue.state().inFlight()).isEmpty();
  }

  @Test
  void readsAgainAfterFault() {
    startCopyThatEc2NeverLists();
    woken =
        _ -> {
          woken = _ -> {};
          throw new IllegalStateException("a bug");
        };
    assertThatIllegalStateException().isThrownBy(() -> time.run(Duration.ofMinutes(10)));

    time.run(Duration.ofMinutes(10));

    assertThat(queue.state().inFlight()).isEmpty();
  }
}
