package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Retire;
import dev.amioperator.reconcile.Durations;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The steps of {@code spec.retire}.
 *
 * @param waits how long after no rule keeps an image each step is taken; no entry: never
 */
record RetireSteps(Map<RetireStep, Duration> waits) {
  RetireSteps {
    waits = Map.copyOf(waits);
  }

  /**
   * The steps of a spec.
   *
   * @throws IllegalArgumentException for a duration that the CRD rejects
   */
  static RetireSteps of(Retire retire) {
    Map<RetireStep, Duration> waits = new EnumMap<>(RetireStep.class);
    put(waits, RetireStep.DEPRECATE, retire.deprecate());
    put(waits, RetireStep.DISABLE, retire.disable());
    put(waits, RetireStep.DEREGISTER, retire.deregister());
    return new RetireSteps(waits);
  }

  private static void put(Map<RetireStep, Duration> waits, RetireStep step, String wait) {
    if (wait != null) {
      waits.put(step, Durations.parse(wait));
    }
  }

  /**
   * The steps about which policies agree: those that each of them takes, after the longest wait. A
   * policy that changes nothing in EC2 holds up the last step only.
   *
   * @param others the other policies that select the image
   */
  static RetireSteps agreed(EffectivePolicy policy, Collection<EffectivePolicy> others) {
    if (others.isEmpty()) {
      return policy.steps();
    }
    Map<RetireStep, Duration> waits = new EnumMap<>(RetireStep.class);
    for (RetireStep step : RetireStep.values()) {
      List<Optional<Duration>> each =
          Stream.concat(
                  Stream.of(policy),
                  others.stream().filter(other -> other.enforce() || step == RetireStep.DEREGISTER))
              .map(other -> other.steps().waitBefore(step))
              .toList();
      if (each.stream().allMatch(Optional::isPresent)) {
        waits.put(step, each.stream().map(Optional::get).max(Duration::compareTo).orElseThrow());
      }
    }
    return new RetireSteps(waits);
  }

  /** How long after no rule keeps an image a step is taken; empty: never. */
  Optional<Duration> waitBefore(RetireStep step) {
    return Optional.ofNullable(waits.get(step));
  }

  boolean contains(RetireStep step) {
    return waits.containsKey(step);
  }

  /** Whether any of the steps can be undone. */
  boolean reversible() {
    return waits.keySet().stream().anyMatch(step -> step != RetireStep.DEREGISTER);
  }

  /** The last step that is taken; empty: none is. */
  Optional<RetireStep> last() {
    return waits.keySet().stream().max(RetireStep::compareTo);
  }
}
