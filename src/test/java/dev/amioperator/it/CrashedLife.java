package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.it.CrashPoint.Sequel;
import dev.amioperator.it.CrashPoint.Side;
import dev.amioperator.it.CrashScenario.Count;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.ConnectionLostException;
import dev.amioperator.simulator.Interceptor;
import dev.amioperator.simulator.Inventory.Item;
import dev.amioperator.testing.Examples;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One life of a scenario's object, crossed by every crash that nobody has tried yet. Several
 * crashes in a life hide nothing from each other: whatever one of them makes twice or leaves behind
 * is there to the end, or was made, which the journal tells.
 */
final class CrashedLife implements Interceptor {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final CrashLane lane;
  private final CrashScenario scenario;
  private final Predicate<CrashPoint> untried;
  private final String name;
  private final CrashJournal journal;
  private final NamespaceableResource<HasMetadata> object;
  private final CrashMemory memory;
  private final CrashWitness witness;

  /** What was done to EC2 so far, once however often. */
  private final Set<String> writes = new ConcurrentSkipListSet<>();

  private final List<CrashPoint> crashes = new CopyOnWriteArrayList<>();

  /** Whether the object is gone for good. */
  private boolean over;

  /** Whether the process has ended, and is not started again yet. */
  private volatile boolean down;

  private CrashedLife(
      CrashLane lane, CrashScenario scenario, String name, Predicate<CrashPoint> untried) {
    this.lane = lane;
    this.scenario = scenario;
    this.untried = untried;
    this.name = name;
    HasMetadata manifest =
        scenario.setting().set(lane.cloud().seeds().target(Examples.ACCOUNT, Manifests.HOME), name);
    lane.take(manifest, scenario.removal());
    this.object = lane.kubernetes().resource(manifest);
    this.memory = new CrashMemory(object);
    this.witness =
        new CrashWitness(
            lane.cloud(), Map.of(manifest.getMetadata().getNamespace(), "namespace", name, "name"));
    this.journal = CrashJournal.from(lane.cloud().journal());
  }

  /**
   * Lives it to the end.
   *
   * @param untried whether nobody has tried a crash; from then on this life has
   * @throws AssertionError if it does not end as it should, naming the crash
   */
  static CrashCourse live(
      CrashLane lane, CrashScenario scenario, String name, Predicate<CrashPoint> untried) {
    lane.cloud().reset();
    CrashedLife life = new CrashedLife(lane, scenario, name, untried);
    lane.cloud().interceptor(life);
    try {
      return life.live();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(life.account(), e);
    } finally {
      lane.cloud().interceptor(new Interceptor() {});
    }
  }

  private CrashCourse live() {
    object.create();
    until(() -> memory.ready() || deleted());
    Optional<String> whenReady = deleted() ? Optional.empty() : Optional.of(whenReady());
    remove();
    until(() -> object.get() == null);
    endInPeace();
    checkTheEnd();
    return new CrashCourse(crashes.size(), whenReady, journal.countsByAction());
  }

  private void until(BooleanSupplier reached) {
    do {
      if (down) {
        down = false;
        lane.startOperator();
      }
      await()
          .pollInterval(Duration.ofMillis(50))
          .atMost(LIMIT)
          .until(() -> down || reached.getAsBoolean());
    } while (down);
  }

  /** The operator goes on to call, for itself; that is no matter of this life any more. */
  private void endInPeace() {
    synchronized (this) {
      over = true;
    }
    if (down) {
      down = false;
      lane.startOperator();
    }
  }

  private boolean deleted() {
    return crashes.stream().anyMatch(crash -> crash.sequel() == Sequel.DELETES_THE_OBJECT);
  }

  /** All there is then, in words that are the same in each life. */
  private String whenReady() {
    List<String> standing =
        lane.cloud().inventory().images().stream().filter(this::ours).map(Item::id).toList();
    assertThat(Set.copyOf(memory.status().findValuesAsText("imageId")))
        .containsExactlyInAnyOrderElementsOf(standing);
    assertThat(Count.of(journal.made())).as("made").isEqualTo(scenario.made());
    return witness.inWords(memory.all().toString()) + witness.shown();
  }

  /** A user who deletes early may be before anything was made, or taken over. */
  private void checkTheEnd() {
    List<String> made = journal.made();
    assertThat(lane.cloud().journal().leftovers())
        .as("made and not deleted")
        .containsExactlyInAnyOrderElementsOf(made.stream().filter(scenario.kept()).toList());
    assertThat(
            witness
                .items()
                .filter(item -> !item.state().equals("terminated"))
                .filter(item -> TagKeys.managed(item.tags())))
        .as("still tagged as ours")
        .isEmpty();
    Count stays = Count.of(lane.cloud().inventory(), id -> !made.contains(id));
    if (deleted()) {
      assertThat(Count.of(made)).as("made").matches(count -> count.within(scenario.made()));
      assertThat(scenario.stays()).as("what stays").matches(count -> count.within(stays));
    } else {
      assertThat(Count.of(made)).as("made").isEqualTo(scenario.made());
      assertThat(stays).as("stays").isEqualTo(scenario.stays());
    }
  }

  private boolean ours(Item item) {
    return item.tags().getOrDefault(TagKeys.RESOURCE, "").endsWith("/" + name);
  }

  @Override
  public void before(InterceptedCall call) {
    meet(call, Side.BEFORE);
  }

  @Override
  public void after(InterceptedCall call) {
    if (CallCounts.writes(call.action())) {
      writes.add(inWords(call));
      meet(call, Side.AFTER);
    }
  }

  /** Calls that were under way when the process ended get no further either. */
  private void meet(InterceptedCall call, Side side) {
    if (!call.service().equals("ec2") || CrashWitness.called(call.caller())) {
      return;
    }
    int before = crashes.size();
    synchronized (this) {
      if (over) {
        return;
      }
      if (!down && crashes.size() == before) {
        points(call, side).filter(untried).findFirst().ifPresent(this::end);
      }
      if (down || crashes.size() > before) {
        throw new ConnectionLostException("the caller has ended");
      }
    }
  }

  /** A deletion amid a crash is tried by itself: how it goes on is no longer the scenario's way. */
  private Stream<CrashPoint> points(InterceptedCall call, Side side) {
    if (deleted()) {
      return Stream.empty();
    }
    HasMetadata now = object.get();
    boolean deleting = now == null || now.getMetadata().getDeletionTimestamp() != null;
    String state = (deleting ? "deleting " : "") + state(call.region());
    CrashPoint point = new CrashPoint(state, inWords(call), side, Sequel.NOTHING);
    return deleting ? Stream.of(point) : Stream.of(point, CrashPoint.deletion(state));
  }

  private String state(String region) {
    return "%s %s %s"
        .formatted(
            writes.stream().filter(write -> write.endsWith(" in " + region)).toList(),
            witness.things(region),
            witness.inWords(memory.of(region).toString()));
  }

  private void end(CrashPoint point) {
    lane.killOperator();
    if (point.sequel() == Sequel.DELETES_THE_OBJECT) {
      remove();
    }
    crashes.add(point);
    down = true;
  }

  private void remove() {
    switch (scenario.removal()) {
      case OF_THE_OBJECT -> object.delete();
      case OF_ITS_NAMESPACE ->
          lane.kubernetes()
              .namespaces()
              .withName(object.item().getMetadata().getNamespace())
              .delete();
    }
  }

  private static String inWords(InterceptedCall call) {
    return call.action() + " in " + call.region();
  }

  private String account() {
    return "%s with %s%nstatus: %s%ncalls:%n%s%nlog: target/operators/%s.log"
        .formatted(scenario, crashes, memory.status(), journal.inWords(), lane.name());
  }
}
