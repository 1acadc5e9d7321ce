package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionScenario.CLUSTER;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/** Properties of the steps of retirement over days, with crashes between any two EC2 calls. */
class RetireStepsPropertyTest {
  /** Together 100,000 worlds; one of a fight takes several times as many evaluations. */
  private static final int TRIES = 45_000;

  private static final int TRIES_OF_FIGHTS = 10_000;
  private static final List<RetireStep> ORDER = List.of(RetireStep.values());
  private static final Facts FACTS = RetentionScenario.withImages().facts();
  private static final Map<String, Instant> ENFORCED =
      Map.of(PLACE.accountId(), NOW.minus(Duration.ofDays(400)));
  private static final Usage USED =
      new Usage.Used(List.of(new ImageReference("ami-a", "ec2:Instance", "i-1")));

  /** What an image is, as far as steps change it. */
  private record Original(Optional<Instant> deprecation, LaunchPermissions permissions) {}

  /**
   * A policy with the other one, if there is one.
   *
   * @param waits of the steps that all policies take, each the longest
   */
  private record Evaluated(
      EffectivePolicy policy,
      Map<String, EffectivePolicy> others,
      Map<RetireStep, Duration> waits) {}

  /**
   * An image in a region, its owner's deprecation time and permissions, and two policies. What does
   * not change is made once: an evaluation takes microseconds.
   */
  private static final class World {
    final Random random;
    final FakeRetiredImage image;
    final Original original;
    final List<Evaluated> policies;
    boolean used;
    Instant now = NOW;

    World(long seed) {
      random = new Random(seed);
      original =
          new Original(
              random.nextInt(3) > 0
                  ? Optional.empty()
                  : Optional.of(NOW.plus(Duration.ofDays(20 + random.nextInt(90)))),
              permissions(random));
      image =
          new FakeRetiredImage(image("ami-a", 400), original.deprecation(), original.permissions());
      EffectivePolicy one = policy(random);
      policies = random.nextBoolean() ? List.of(alone(one)) : both(one, policy(random));
    }

    private static Evaluated alone(EffectivePolicy policy) {
      return new Evaluated(policy, Map.of(), policy.steps().waits());
    }

    private static List<Evaluated> both(EffectivePolicy one, EffectivePolicy two) {
      return List.of(beside(one, two), beside(two, one));
    }

    private static Evaluated beside(EffectivePolicy policy, EffectivePolicy other) {
      return new Evaluated(
          policy,
          Map.of("AmiRetentionPolicy/images/other", other),
          longest(policy.steps().waits(), other.steps().waits()));
    }

    /** A second statement of what two policies agree about. */
    private static Map<RetireStep, Duration> longest(
        Map<RetireStep, Duration> one, Map<RetireStep, Duration> two) {
      Map<RetireStep, Duration> both = new EnumMap<>(one);
      both.keySet().retainAll(two.keySet());
      both.replaceAll((step, wait) -> wait.compareTo(two.get(step)) > 0 ? wait : two.get(step));
      return both;
    }

    Evaluated any() {
      return policies.get(random.nextInt(policies.size()));
    }

    /** The evaluation of a policy: all its calls, or those before a crash. */
    Optional<RetireStep> evaluate(Evaluated policy, boolean crashes) {
      List<Decision> decisions = RetentionDecisions.decide(facts(policy));
      image.apply(decisions, new ReversibleSteps(CLUSTER, now), now, crashes ? random : null);
      return step(decisions.getFirst().reason());
    }

    private static Optional<RetireStep> step(RetentionReason reason) {
      return ORDER.stream().filter(step -> step.due() == reason).findFirst();
    }

    Facts facts(Evaluated policy) {
      return new Facts(
          policy.policy(),
          policy.others(),
          Map.of(PLACE, List.of(image.image())),
          FACTS.declaredImages(),
          ENFORCED,
          Map.of("ami-a", used ? USED : new Usage.Unused(now)),
          new UsageFreshness(true, now, Duration.ofHours(6), now),
          FACTS.history(),
          FACTS.approval(),
          now);
    }

    /** Evaluates until nothing changes; the number of evaluations that changed something. */
    int settle() {
      for (int changed = 0; changed < 40; changed++) {
        boolean stable = true;
        for (Evaluated policy : policies) {
          Image before = image.image();
          LaunchPermissions shared = image.permissions();
          evaluate(policy, false);
          stable &= before.equals(image.image()) && shared.equals(image.permissions());
        }
        if (stable) {
          return changed;
        }
      }
      throw new AssertionError("two policies fight: " + image);
    }

    private static LaunchPermissions permissions(Random random) {
      return new LaunchPermissions(
          random.nextInt(4) == 0,
          random.nextBoolean() ? Set.of("111122223333", "444455556666") : Set.of(),
          random.nextInt(3) == 0
              ? Set.of("arn:aws:organizations::111122223333:organization/o-abcdefghij")
              : Set.of());
    }

    private static EffectivePolicy policy(Random random) {
      RetentionScenario policy = RetentionScenario.withImages();
      int wait = 0;
      for (RetireStep step : ORDER) {
        wait += random.nextInt(5);
        if (step == RetireStep.DEREGISTER) {
          policy.deregisterAfter(Math.max(3, wait));
        } else if (random.nextInt(4) > 0) {
          policy.withStep(step, wait);
        }
      }
      return policy.policy();
    }
  }

  /**
   * Kept again at any time, after any crash: deprecation time and permissions are as before. Fails
   * if EnableImage restores no permissions, or the deprecation time of before is not restored.
   */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void restoresKeptImageExactly(@ForAll long seed) {
    World world = new World(seed);
    int days = world.random.nextInt(12);
    for (int day = 0; day < days; day++) {
      world.evaluate(world.any(), world.random.nextInt(3) == 0);
      world.now = world.now.plus(Duration.ofHours(12));
    }
    Statistics.label("disabled")
        .collect(world.image.image().state() == Image.State.DISABLED)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 5));

    world.used = true;
    for (int i = 0; i < 3; i++) {
      world.evaluate(world.any(), true);
    }
    world.settle();

    Image image = world.image.image();
    boolean restored =
        image.state() == Image.State.AVAILABLE
            && world.image.permissions().equals(world.original.permissions())
            && image.settings().deprecationTime().equals(world.original.deprecation())
            && TakenSteps.TAGS.stream().noneMatch(image.tags()::containsKey)
            && !image.tags().containsKey(TagKeys.UNKEPT_SINCE);
    assertThat(restored).as("%s became %s", world.original, world.image).isTrue();
  }

  /**
   * An image takes at most one step in an evaluation, in their order, none before its wait. Fails
   * if the shorter wait of two policies counts, or a step of one policy alone.
   */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void takesOneStepAtATime(@ForAll long seed) {
    World world = new World(seed);
    Optional<RetireStep> last = Optional.empty();
    for (int time = 0; time < 12; time++) {
      Evaluated policy = world.any();
      Image before = world.image.image();
      Optional<RetireStep> taken = world.evaluate(policy, world.random.nextInt(4) == 0);
      if (taken.isPresent()) {
        Instant since = UnkeptSinceTag.of(before, world.now).orElseThrow();
        assertThat(policy.waits()).containsKey(taken.get());
        assertThat(since.plus(policy.waits().get(taken.get()))).isBeforeOrEqualTo(world.now);
        assertThat(last.filter(step -> step.compareTo(taken.get()) > 0)).isEmpty();
        last = taken;
        if (taken.get() == RetireStep.DEREGISTER) {
          return;
        }
      }
      world.now = world.now.plus(Duration.ofHours(world.random.nextInt(72)));
    }
  }

  /**
   * At every moment, evaluations of two policies end in a state that neither changes. Fails if each
   * goes by its own steps.
   */
  @Property(tries = TRIES_OF_FIGHTS, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void policiesNeverFight(@ForAll long seed) {
    World world = new World(seed);
    for (int time = 0; time < 5; time++) {
      int changed = world.settle();
      if (changed > 4) {
        throw new AssertionError("%d evaluations changed %s".formatted(changed, world.image));
      }
      world.used ^= world.random.nextInt(6) == 0;
      world.now = world.now.plus(Duration.ofHours(12 * (1 + world.random.nextInt(6))));
    }
  }
}
