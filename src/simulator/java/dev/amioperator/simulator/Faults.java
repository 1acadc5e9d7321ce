package dev.amioperator.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Injected faults: rules that apply to AWS calls before their action. All rules that match a call
 * apply, in the order of their addition; the first that answers the call ends it.
 */
public final class Faults {
  private final Map<String, Rule> rules = new LinkedHashMap<>();
  private Random random = new Random(20);
  private int lastId;

  /** Effect of a fault on an AWS call. */
  public sealed interface Effect {
    /** AWS refuses the call with this error, without any effect. */
    record Refuse(String code, String message, int status) implements Effect {}

    /** AWS answers the call later. */
    record Latency(Duration duration) implements Effect {}

    /** AWS throttles the call: {@code RequestLimitExceeded} from EC2. */
    record Throttle() implements Effect {}

    /** AWS executes the call, and the connection breaks before the response. */
    record LoseAnswer() implements Effect {}

    /** The connection breaks before AWS executes the call. */
    record ResetConnection() implements Effect {}

    /** The AWS region is unreachable. */
    record Outage() implements Effect {}

    /** AWS accepts the call, and the operation that it starts fails later for this reason. */
    record FailLater(String code, String message) implements Effect {}
  }

  /**
   * Condition under which a fault applies to an AWS call. A null part matches everything.
   *
   * @param action the action, such as {@code CopyImage}
   * @param account the calling account
   * @param region the region of the call
   * @param resource an id or name that the request mentions
   * @param remaining number of further calls that it applies to; null for all
   * @param probability from 0 to 1
   */
  public record Rule(
      String action,
      String account,
      String region,
      String resource,
      Integer remaining,
      double probability,
      Effect effect) {
    public Rule {
      Objects.requireNonNull(effect, "effect");
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "The probability must be from 0 to 1, not " + probability);
      }
      if (remaining != null && remaining < 1) {
        throw new IllegalArgumentException("The count must be at least 1, not " + remaining);
      }
    }

    /** Rule for every call of an AWS action; {@code null} for all actions. */
    public static Rule forAction(String action, Effect effect) {
      return new Rule(action, null, null, null, null, 1, effect);
    }

    /** Copy for the calls of an AWS account. */
    public Rule inAccount(String id) {
      return new Rule(action, id, region, resource, remaining, probability, effect);
    }

    /** Copy for the calls in an AWS region. */
    public Rule inRegion(String name) {
      return new Rule(action, account, name, resource, remaining, probability, effect);
    }

    /** Copy for the calls that mention an AWS resource. */
    public Rule forResource(String id) {
      return new Rule(action, account, region, id, remaining, probability, effect);
    }

    /** Copy for a number of AWS calls. */
    public Rule times(int count) {
      return new Rule(action, account, region, resource, count, probability, effect);
    }

    /** Copy with a probability per AWS call. */
    public Rule withProbability(double chance) {
      return new Rule(action, account, region, resource, remaining, chance, effect);
    }

    private boolean matches(String called, Caller caller, String inRegion, String parameters) {
      return (action == null || action.equals(called))
          && (account == null || account.equals(caller.accountId()))
          && (region == null || region.equals(inRegion))
          && (resource == null || parameters.contains(resource));
    }
  }

  /** Adds a fault for AWS calls; the id is for {@link #remove}. */
  public synchronized String add(Rule rule) {
    String id = "fault-" + ++lastId;
    rules.put(id, rule);
    return id;
  }

  /** Refuses the next {@code times} calls of an AWS action with this code. */
  public String refuse(String action, String code, int times) {
    return add(
        Rule.forAction(action, new Effect.Refuse(code, "Injected fault.", 400)).times(times));
  }

  /** Throttles the next {@code times} calls of an AWS action with {@code RequestLimitExceeded}. */
  public String throttle(String action, int times) {
    return add(Rule.forAction(action, new Effect.Throttle()).times(times));
  }

  /** Executes the next {@code times} calls of an AWS action and loses their responses. */
  public String loseAnswer(String action, int times) {
    return add(Rule.forAction(action, new Effect.LoseAnswer()).times(times));
  }

  /** Fails the operations that the next {@code times} calls of an AWS action start. */
  public String failLater(String action, String message, int times) {
    return add(
        Rule.forAction(action, new Effect.FailLater("Client.InternalError", message)).times(times));
  }

  /** Makes an AWS region unreachable until the rule is removed. */
  public String outage(String region) {
    return add(Rule.forAction(null, new Effect.Outage()).inRegion(region));
  }

  /** Removes a fault for AWS calls; false if there was none. */
  public synchronized boolean remove(String id) {
    return rules.remove(id) != null;
  }

  /** Removes all faults for AWS calls. */
  public synchronized void clear() {
    rules.clear();
  }

  /** Active faults for AWS calls by id, without those that are used up. */
  public synchronized Map<String, Rule> rules() {
    return new LinkedHashMap<>(rules);
  }

  /** Restarts the random sequence of AWS faults, to make a run repeatable. */
  public synchronized void seed(long seed) {
    random = new Random(seed);
  }

  /** Effects that apply to an AWS call; each counts against its rule. */
  synchronized List<Effect> effectsFor(
      String action, Caller caller, String region, String parameters) {
    if (rules.isEmpty()) {
      return List.of();
    }
    List<Effect> effects = new ArrayList<>();
    for (var entry : List.copyOf(rules.entrySet())) {
      Rule rule = entry.getValue();
      if (!rule.matches(action, caller, region, parameters)
          || (rule.probability() < 1 && random.nextDouble() >= rule.probability())) {
        continue;
      }
      effects.add(rule.effect());
      if (rule.remaining() != null) {
        countDown(entry.getKey(), rule);
      }
    }
    return effects;
  }

  private void countDown(String id, Rule rule) {
    if (rule.remaining() == 1) {
      rules.remove(id);
    } else {
      rules.put(id, rule.times(rule.remaining() - 1));
    }
  }
}
