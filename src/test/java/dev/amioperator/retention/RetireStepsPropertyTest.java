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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** Properties of the steps of retirement over days, with crashes between any two EC2 calls. */
class RetireStepsPropertyTest {
  private static final List<RetireStep> ORDER = List.of(RetireStep.values());

  /** What an image is, as far as steps change it. */
  private record Original(Optional<Instant> deprecation, LaunchPermissions permissions) {}

  /** An image in a region, its owner's deprecation time and permissions, and two policies. */
  private static final class World {
    final Random random;
    final FakeRetiredImage image;
    final Original original;
    final List<RetentionScenario> policies = new ArrayList<>();
    Usage usage = new Usage.Unused(NOW);
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
      int count = 1 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        policies.add(policy(random));
      }
    }

    /** The evaluation of a policy: all its calls, or those before a crash. */
    List<RetireStep> evaluate(int policy, boolean crashes) {
      Facts facts = facts(policy);
      List<Decision> decisions = RetentionDecisions.decide(facts);
      image.apply(decisions, new ReversibleSteps(CLUSTER, now), now, crashes ? random : null);
      return decisions.stream().flatMap(decision -> step(decision.reason()).stream()).toList();
    }

    private static Optional<RetireStep> step(RetentionReason reason) {
      return ORDER.stream().filter(step -> step.due() == reason).findFirst();
    }

    Facts facts(int policy) {
      RetentionScenario scenario = policies.get(policy);
      Facts facts = scenario.facts();
      List<EffectivePolicy> others = new ArrayList<>();
      for (int i = 0; i < policies.size(); i++) {
        if (i != policy) {
          others.add(policies.get(i).policy());
        }
      }
      return new Facts(
          facts.policy(),
          others.isEmpty()
              ? Map.of()
              : Map.of("AmiRetentionPolicy/images/other", others.getFirst()),
          Map.of(PLACE, List.of(image.image())),
          facts.declaredImages(),
          Map.of(PLACE.accountId(), NOW.minus(Duration.ofDays(400))),
          Map.of("ami-a", usage instanceof Usage.Unused ? new Usage.Unused(now) : usage),
          new UsageFreshness(true, now, Duration.ofHours(6), now),
          facts.history(),
          facts.approval(),
          now);
    }

    /** Evaluates until nothing changes; the number of evaluations that changed something. */
    int settle() {
      int changed = 0;
      for (int i = 0; i < 40; i++) {
        boolean stable = true;
        for (int policy = 0; policy < policies.size(); policy++) {
          String before = image.toString();
          evaluate(policy, false);
          stable &= before.equals(image.toString());
        }
        if (stable) {
          return changed;
        }
        changed++;
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

    private static RetentionScenario policy(Random random) {
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
      return policy;
    }
  }

  /** Kept again at any time, after any crash: deprecation time and permissions are as before. */
  @Property(tries = 2000)
  void restoresKeptImageExactly(@ForAll long seed) {
    World world = new World(seed);
    int days = world.random.nextInt(12);
    for (int day = 0; day < days; day++) {
      world.evaluate(world.random.nextInt(world.policies.size()), world.random.nextInt(3) == 0);
      world.now = world.now.plus(Duration.ofHours(12));
    }
    Statistics.label("state").collect(world.image.image().state());

    world.usage = new Usage.Used(List.of(new ImageReference("ami-a", "ec2:Instance", "i-1")));
    for (int i = 0; i < 3; i++) {
      world.evaluate(world.random.nextInt(world.policies.size()), true);
    }
    world.settle();

    assertThat(world.image.image().state()).isEqualTo(Image.State.AVAILABLE);
    assertThat(world.image.permissions()).isEqualTo(world.original.permissions());
    assertThat(world.image.image().settings().deprecationTime())
        .isEqualTo(world.original.deprecation());
    assertThat(world.image.image().tags().keySet())
        .doesNotContainAnyElementsOf(TakenSteps.TAGS)
        .doesNotContain(TagKeys.UNKEPT_SINCE);
  }

  /** An image takes at most one step in an evaluation, in their order, none before its wait. */
  @Property(tries = 2000)
  void takesOneStepAtATime(@ForAll long seed) {
    World world = new World(seed);
    RetireStep last = null;
    for (int day = 0; day < 30; day++) {
      int policy = world.random.nextInt(world.policies.size());
      Optional<Instant> since = UnkeptSinceTag.of(world.image.image(), world.now);
      RetireSteps agreed =
          RetireSteps.agreed(
              world.policies.get(policy).policy(),
              world.policies.stream().map(RetentionScenario::policy).toList());
      List<RetireStep> taken = world.evaluate(policy, world.random.nextInt(4) == 0);

      assertThat(taken).hasSizeLessThanOrEqualTo(1);
      for (RetireStep step : taken) {
        assertThat(since.orElseThrow().plus(agreed.waitBefore(step).orElseThrow()))
            .isBeforeOrEqualTo(world.now);
        assertThat(last == null || step.compareTo(last) >= 0).isTrue();
        last = step;
        if (step == RetireStep.DEREGISTER) {
          return;
        }
      }
      world.now = world.now.plus(Duration.ofHours(world.random.nextInt(30)));
    }
  }

  /** At every moment, evaluations of two policies end in a state that neither changes. */
  @Property(tries = 2000)
  void policiesNeverFight(@ForAll long seed) {
    World world = new World(seed);
    for (int day = 0; day < 15; day++) {
      assertThat(world.settle()).isLessThanOrEqualTo(4);
      if (world.random.nextInt(6) == 0) {
        world.usage =
            world.usage instanceof Usage.Unused
                ? new Usage.Used(List.of(new ImageReference("ami-a", "ec2:Instance", "i-1")))
                : new Usage.Unused(world.now);
      }
      world.now = world.now.plus(Duration.ofHours(12));
    }
  }
}
