package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.it.CrashPoint.Side;
import dev.amioperator.it.CrashPoint.UserAction;
import dev.amioperator.it.CrashScenario.Account;
import dev.amioperator.it.CrashScenario.Count;
import dev.amioperator.it.CrashScenario.Setup;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.ConnectionLostException;
import dev.amioperator.simulator.Interceptor;
import dev.amioperator.simulator.Inventory.Item;
import dev.amioperator.simulator.Seeds;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A run of a scenario's object with a crash at every untried EC2 call. Several crashes in a run do
 * not hide each other's effects: whatever is created twice or left behind remains to the end, or is
 * in the journal.
 */
final class CrashRun implements Interceptor {
  /** The sizes of snapshots are read after the plan: the last of a run may have them or not. */
  private static final Pattern SIZE_BASIS = Pattern.compile("\"reclaimableBasis\":\"\\w+\",");

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The AWS services whose calls are crash points. */
  static final Set<String> SERVICES = Set.of("ec2", "kms");

  private final CrashEnvironment environment;
  private final CrashScenario scenario;
  private final Predicate<CrashPoint> untried;
  private final String name;
  private final CrashJournal journal;
  private final NamespaceableResource<HasMetadata> object;
  private final Optional<NamespaceableResource<HasMetadata>> source;
  private final RecordedStatus recordedStatus;
  private final CrashInventory inventory;

  /** Who may use the resources that are there before the object. */
  private Map<String, List<String>> permissionsBefore;

  /** The images and snapshots that are there before the object. */
  private List<String> detailsBefore;

  /** Distinct writes to EC2 so far. */
  private final Set<String> executedWrites = new ConcurrentSkipListSet<>();

  private final List<CrashPoint> crashes = new CopyOnWriteArrayList<>();

  /** How often the credentials of the role ended in a call. */
  private final AtomicInteger sessionEnds = new AtomicInteger();

  /** Whether the object is deleted. */
  private boolean finished;

  /** Whether the operator process has ended and was not restarted yet. */
  private volatile boolean stopped;

  private CrashRun(
      CrashEnvironment environment,
      CrashScenario scenario,
      String name,
      Predicate<CrashPoint> untried) {
    this.environment = environment;
    this.scenario = scenario;
    this.untried = untried;
    this.name = name;
    Seeds seeds = environment.cloud().seeds();
    Stream.of(Account.values()).forEach(account -> account.seedRole(seeds));
    HasMetadata manifest = prepare(scenario.setup(), name);
    this.object = environment.kubernetes().resource(manifest);
    this.source =
        scenario
            .source()
            .map(setup -> environment.kubernetes().resource(prepare(setup, sourceOf(name))));
    this.recordedStatus = new RecordedStatus(object);
    this.inventory =
        new CrashInventory(
            environment.cloud(),
            scenario.accounts().stream().map(Account::id).toList(),
            Map.of(manifest.getMetadata().getNamespace(), "namespace", name, "name"));
    this.journal = CrashJournal.from(environment.cloud().journal());
  }

  private HasMetadata prepare(Setup setup, String objectName) {
    HasMetadata manifest =
        setup.prepare(
            environment.cloud().seeds().target(scenario.account().id(), Manifests.HOME),
            objectName);
    environment.claim(manifest, scenario.removal());
    return manifest;
  }

  /** The name of the object that an object refers to. */
  static String sourceOf(String name) {
    return name + "-source";
  }

  /**
   * Runs the scenario from the object's creation to its deletion.
   *
   * @param untried whether a crash point is untried; testing marks it as tried
   * @throws AssertionError if the final state is wrong, naming the crash
   */
  static CrashCourse run(
      CrashEnvironment environment,
      CrashScenario scenario,
      String name,
      Predicate<CrashPoint> untried) {
    environment.cloud().reset();
    CrashRun crashRun = new CrashRun(environment, scenario, name, untried);
    try {
      crashRun.createSource();
      environment.cloud().interceptor(crashRun);
      return crashRun.run();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(crashRun.report(), e);
    } finally {
      environment.cloud().interceptor(new Interceptor() {});
    }
  }

  private void createSource() {
    source.ifPresent(
        resource -> {
          resource.create();
          awaitReached(new RecordedStatus(resource)::isSettled);
        });
    permissionsBefore = inventory.permissions(id -> true);
    detailsBefore = details();
  }

  private CrashCourse run() {
    object.create();
    if (scenario.edit().isPresent()) {
      awaitReached(() -> deletedByUser() || recordedStatus.isSettled());
      edit(scenario.edit().get());
    }
    awaitReached(() -> deletedByUser() || recordedStatus.isSettled() && reached());
    Optional<String> whenReady =
        deletedByUser() ? Optional.empty() : Optional.of(describeReadyState());
    deleteObject();
    awaitReached(() -> object.get() == null);
    stopIntercepting();
    assertPermissionsAsBefore();
    if (retires()) {
      assertThat(detailsBefore).as("what is left, as before").containsAll(details());
    }
    source.ifPresent(
        resource -> {
          resource.delete();
          awaitReached(() -> resource.get() == null);
        });
    assertFinalState();
    return new CrashCourse(crashes.size() + sessionEnds.get(), whenReady, journal.countsByAction());
  }

  private boolean reached() {
    return scenario.reached().test(environment.cloud().inventory());
  }

  private synchronized void edit(CrashScenario.Edit edit) {
    if (!deletedByUser()) {
      edit.change(object);
    }
  }

  private void awaitReached(BooleanSupplier reached) {
    do {
      if (stopped) {
        stopped = false;
        environment.startOperator();
      }
      await()
          .pollInterval(Duration.ofMillis(50))
          .atMost(LIMIT)
          .until(() -> stopped || reached.getAsBoolean());
    } while (stopped);
  }

  /** Stops crashing at EC2 calls, which the operator continues to make for itself. */
  private void stopIntercepting() {
    synchronized (this) {
      finished = true;
    }
    if (stopped) {
      stopped = false;
      environment.startOperator();
    }
  }

  private boolean deletedByUser() {
    return crashes.stream().anyMatch(crash -> crash.userAction() == UserAction.DELETES_THE_OBJECT);
  }

  /** Describes status and EC2 resources in words that are equal in each run. */
  private String describeReadyState() {
    assertThat(Count.of(journal.createdIds())).as("created").isEqualTo(scenario.created());
    if (!retires()) {
      assertStatusNamesImages();
      assertPermissionsAsBefore();
    }
    return SIZE_BASIS
            .matcher(inventory.normalize(recordedStatus.recorded().toString()))
            .replaceAll("")
        + inventory.describeDetails();
  }

  /** Without the day since when an image is not kept, which outlasts a policy. */
  private List<String> details() {
    return inventory.describeDetails().stream()
        .map(line -> line.replace(TagKeys.UNKEPT_SINCE + "=moment, ", ""))
        .toList();
  }

  private boolean retires() {
    return object.item() instanceof AmiRetentionPolicy;
  }

  private void assertStatusNamesImages() {
    List<String> standing =
        environment.cloud().inventory().images().stream()
            .filter(this::isOwned)
            .map(Item::id)
            .toList();
    assertThat(Set.copyOf(recordedStatus.status().findValuesAsText("imageId")))
        .containsExactlyInAnyOrderElementsOf(standing);
  }

  /** An early deletion may precede any created or adopted resource. */
  private void assertFinalState() {
    List<String> made = journal.createdIds();
    assertThat(environment.cloud().journal().leftovers())
        .as("created and not deleted")
        .containsExactlyInAnyOrderElementsOf(made.stream().filter(scenario.retained()).toList());
    assertThat(
            inventory
                .items()
                .filter(item -> !item.state().equals("terminated"))
                .filter(item -> TagKeys.managed(item.tags()) || CrashPolicies.stepTaken(item)))
        .as("still tagged as ours")
        .isEmpty();
    Count stays = Count.of(environment.cloud().inventory(), id -> !made.contains(id));
    if (deletedByUser()) {
      assertThat(Count.of(made)).as("created").matches(count -> count.within(scenario.created()));
      assertThat(scenario.remaining()).as("remaining").matches(count -> count.within(stays));
    } else {
      assertThat(Count.of(made)).as("created").isEqualTo(scenario.created());
      assertThat(stays).as("remaining").isEqualTo(scenario.remaining());
    }
  }

  /** What the object does not own is open to the same accounts as before. */
  private void assertPermissionsAsBefore() {
    assertThat(permissionsBefore)
        .as("permissions on the source")
        .containsAllEntriesOf(inventory.permissions(permissionsBefore::containsKey));
  }

  private boolean isOwned(Item item) {
    return item.tags().getOrDefault(TagKeys.RESOURCE, "").endsWith("/" + name);
  }

  @Override
  public void before(InterceptedCall call) {
    crashIfUntried(call, Side.BEFORE);
  }

  @Override
  public void after(InterceptedCall call) {
    if (CallCounts.writes(call.action())) {
      executedWrites.add(describe(call));
      crashIfUntried(call, Side.AFTER);
    }
  }

  /** Crashes at untried EC2 calls; pending calls of an ended process fail as well. */
  private void crashIfUntried(InterceptedCall call, Side side) {
    if (!SERVICES.contains(call.service()) || CrashInventory.calledByInventory(call.caller())) {
      return;
    }
    int before = crashes.size();
    synchronized (this) {
      if (finished) {
        return;
      }
      if (!stopped && side == Side.BEFORE) {
        sessionEnd(call).filter(untried).ifPresent(point -> endSessions(call.caller().accountId()));
      }
      if (!stopped && crashes.size() == before) {
        points(call, side).filter(untried).findFirst().ifPresent(this::crash);
      }
      if (stopped || crashes.size() > before) {
        throw new ConnectionLostException("the caller has ended");
      }
    }
  }

  /** Crash points at an EC2 call; after a deletion by the user there are none. */
  private Stream<CrashPoint> points(InterceptedCall call, Side side) {
    if (deletedByUser()) {
      return Stream.empty();
    }
    HasMetadata now = object.get();
    boolean deleting = now == null || now.getMetadata().getDeletionTimestamp() != null;
    String state = (deleting ? "deleting " : "") + state(call.region());
    CrashPoint point = new CrashPoint(state, describe(call), side, UserAction.NOTHING);
    return deleting ? Stream.of(point) : Stream.of(point, CrashPoint.deletionIn(state));
  }

  /** The end of the role's session at an EC2 call, whose credentials are then refused. */
  private Optional<CrashPoint> sessionEnd(InterceptedCall call) {
    return scenario.assumesRoleIn(call.caller().accountId()) && !deletedByUser()
        ? Optional.of(
            new CrashPoint(
                state(call.region()), describe(call), Side.BEFORE, UserAction.ENDS_THE_SESSIONS))
        : Optional.empty();
  }

  private void endSessions(String accountId) {
    environment.cloud().endSessions(accountId);
    sessionEnds.incrementAndGet();
  }

  private String state(String region) {
    return "%s %s %s %s"
        .formatted(
            executedWrites.stream().filter(write -> write.contains(" in " + region)).toList(),
            inventory.describe(region),
            inventory.permissions(permissionsBefore::containsKey).entrySet().stream()
                .map(entry -> inventory.normalize(entry.toString()))
                .sorted()
                .toList(),
            inventory.normalize(recordedStatus.recordedFor(region).toString()));
  }

  private void crash(CrashPoint point) {
    environment.killOperator();
    if (point.userAction() == UserAction.DELETES_THE_OBJECT) {
      deleteObject();
    }
    crashes.add(point);
    stopped = true;
  }

  private void deleteObject() {
    switch (scenario.removal()) {
      case OF_THE_OBJECT -> object.delete();
      case OF_ITS_NAMESPACE ->
          environment
              .kubernetes()
              .namespaces()
              .withName(object.item().getMetadata().getNamespace())
              .delete();
    }
  }

  private static String describe(InterceptedCall call) {
    return "%s in %s of %s".formatted(call.action(), call.region(), call.caller().accountId());
  }

  private String report() {
    return "%s with %s%nstatus: %s%ncalls:%n%s%nlog: target/operators/%s.log"
        .formatted(
            scenario, crashes, recordedStatus.status(), journal.describe(), environment.name());
  }
}
