package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.BuildInstance.State;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.InstanceAction.RunInstances;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** In-memory build instances with client tokens, delayed visibility and state changes. */
final class FakeBuildInstances {
  private static final Duration TERMINATED_SHOWN = Duration.ofHours(1);

  private final Supplier<Instant> clock;
  private final int lag;
  private final Map<String, BuildInstance> instances = new LinkedHashMap<>();
  private final Map<String, String> consoles = new HashMap<>();
  private final Map<String, Instant> terminated = new HashMap<>();
  private int launched;

  /**
   * @param lag for how many minutes a new instance stays invisible
   */
  FakeBuildInstances(Supplier<Instant> clock, int lag) {
    this.clock = clock;
    this.lag = lag;
  }

  long liveCount() {
    return instances.values().stream().filter(BuildInstance::live).count();
  }

  List<BuildInstance> visible() {
    Instant now = clock.get();
    return instances.values().stream()
        .filter(instance -> !now.isBefore(instance.launchTime().plus(Duration.ofMinutes(lag))))
        .filter(
            instance ->
                instance.live()
                    || now.isBefore(terminated.get(instance.id()).plus(TERMINATED_SHOWN)))
        .toList();
  }

  String console(String id) {
    return consoles.getOrDefault(id, "");
  }

  void launch(RunInstances request) {
    Optional<BuildInstance> before =
        instances.values().stream().filter(b -> b.tags().equals(request.tags())).findFirst();
    if (before.filter(b -> !b.live()).isPresent()) {
      throw new Ec2CallException(
          ErrorClass.WRONG_STATE, "RunInstances", "IdempotentInstanceTerminated", "gone", null);
    }
    if (before.isEmpty()) {
      String id = "i-" + ++launched;
      instances.put(
          id,
          new BuildInstance(
              id,
              State.RUNNING,
              "",
              clock.get(),
              Optional.empty(),
              Optional.of(request.clientToken()),
              request.tags()));
    }
  }

  void terminate(String id) {
    setState(id, State.SHUTTING_DOWN);
  }

  void terminateAll() {
    instances.values().stream()
        .filter(BuildInstance::live)
        .map(BuildInstance::id)
        .toList()
        .forEach(this::end);
  }

  void shutDown(String console) {
    instances.values().stream()
        .filter(instance -> instance.state() == State.RUNNING)
        .map(BuildInstance::id)
        .toList()
        .forEach(
            id -> {
              consoles.put(id, console);
              setState(id, State.STOPPED);
            });
  }

  void assertStopped(String id) {
    assertThat(instances.get(id).state())
        .as("state of the build instance")
        .isEqualTo(State.STOPPED);
    assertThat(consoles.get(id)).contains("AMI-BUILD-SUCCEEDED");
  }

  /** Completes terminations after a minute. */
  void advanceMinute() {
    instances.values().stream()
        .filter(instance -> instance.state() == State.SHUTTING_DOWN)
        .map(BuildInstance::id)
        .toList()
        .forEach(this::end);
  }

  private void end(String id) {
    setState(id, State.TERMINATED);
    terminated.put(id, clock.get());
  }

  private void setState(String id, State state) {
    BuildInstance b = instances.get(id);
    instances.put(
        id,
        new BuildInstance(
            id, state, "because", b.launchTime(), b.spotRequestId(), b.clientToken(), b.tags()));
  }
}
