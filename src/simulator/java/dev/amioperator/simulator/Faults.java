package dev.amioperator.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * What shall go wrong: rules that a call meets before it reaches its action. All rules that match a
 * call apply, in the order in which they were added; the first that answers the call ends it.
 */
public final class Faults {
  private final Map<String, Rule> rules = new LinkedHashMap<>();
  private Random random = new Random(20);
  private int lastId;

  /** What a fault does to a call. */
  public sealed interface Effect {
    /** The call is refused with this error and has no effect. */
    record Refuse(String code, String message, int status) implements Effect {}

    /** The call is answered later. */
    record Latency(Duration duration) implements Effect {}

    /** The call is refused as if the bucket were empty: {@code RequestLimitExceeded} by EC2. */
    record Throttle() implements Effect {}

    /** The call has its effect, and the connection breaks before the answer is sent. */
    record LoseAnswer() implements Effect {}

    /** The connection breaks before the call has any effect. */
    record ResetConnection() implements Effect {}

    /** The region cannot be reached at all. */
    record Outage() implements Effect {}

    /** The call succeeds; what it started fails in the end, for this reason. */
    record FailLater(String code, String message) implements Effect {}
  }

  /**
   * When a fault strikes. A part that is null matches everything.
   *
   * @param action the action, such as {@code CopyImage}
   * @param account the calling account
   * @param region the region of the call
   * @param resource an id or name that the request mentions
   * @param remaining how many more calls it strikes; null for all
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
        throw new IllegalArgumentException("A probability is from 0 to 1, not " + probability);
      }
      if (remaining != null && remaining < 1) {
        throw new IllegalArgumentException("A count is at least 1, not " + remaining);
      }
    }

    /** Strikes every call of an action; {@code null} for all actions. */
    public static Rule forAction(String action, Effect effect) {
      return new Rule(action, null, null, null, null, 1, effect);
    }

    public Rule inAccount(String id) {
      return new Rule(action, id, region, resource, remaining, probability, effect);
    }

    public Rule inRegion(String name) {
      return new Rule(action, account, name, resource, remaining, probability, effect);
    }

    public Rule forResource(String id) {
      return new Rule(action, account, region, id, remaining, probability, effect);
    }

    public Rule times(int count) {
      return new Rule(action, account, region, resource, count, probability, effect);
    }

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

  /** Adds a rule; the id is for {@link #remove}. */
  public synchronized String add(Rule rule) {
    String id = "fault-" + ++lastId;
    rules.put(id, rule);
    return id;
  }

  /** The next {@code times} calls of an action are refused with this code and status 400. */
  public String refuse(String action, String code, int times) {
    return add(
        Rule.forAction(action, new Effect.Refuse(code, "Injected fault.", 400)).times(times));
  }

  /** The next {@code times} calls of an action are refused with {@code RequestLimitExceeded}. */
  public String throttle(String action, int times) {
    return add(Rule.forAction(action, new Effect.Throttle()).times(times));
  }

  /** The answers of the next {@code times} calls of an action are lost after the effect. */
  public String loseAnswer(String action, int times) {
    return add(Rule.forAction(action, new Effect.LoseAnswer()).times(times));
  }

  /** What the next {@code times} calls of an action start fails in the end. */
  public String failLater(String action, String message, int times) {
    return add(
        Rule.forAction(action, new Effect.FailLater("Client.InternalError", message)).times(times));
  }

  /** No call reaches the region until the rule is removed. */
  public String outage(String region) {
    return add(Rule.forAction(null, new Effect.Outage()).inRegion(region));
  }

  /** Removes a rule; whether it was there. */
  public synchronized boolean remove(String id) {
    return rules.remove(id) != null;
  }

  /** Removes all rules. */
  public synchronized void clear() {
    rules.clear();
  }

  /** The rules by id; used-up ones are gone. */
  public synchronized Map<String, Rule> rules() {
    return new LinkedHashMap<>(rules);
  }

  /** Starts the sequence of chances anew, to make a run repeatable. */
  public synchronized void seed(long seed) {
    random = new Random(seed);
  }

  /** The effects that strike a call, each counted against its rule. */
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
