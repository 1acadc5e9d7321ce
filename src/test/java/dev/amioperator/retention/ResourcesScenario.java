package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;

import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.api.v1alpha1.ResourceKind;
import dev.amioperator.usage.Usage;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A policy about objects, with those it finds. By default it selects the family web, keeps those
 * younger than thirty days, deletes after three, is enforced and hardly limited; none is in use.
 */
final class ResourcesScenario {
  private final List<RetainedObject> objects = new ArrayList<>();
  private final Map<String, ResourcesPolicy> others = new HashMap<>();
  private final Map<String, Usage> usage = new HashMap<>();
  private List<String> groupBy = List.of();
  private int newest;
  private Optional<Duration> youngerThan = Optional.of(Duration.ofDays(30));
  private Duration deleteAfter = Duration.ofDays(3);
  private int maxObjects = 1000;
  private boolean enforce = true;
  private Optional<Instant> enforcingSince = Optional.of(NOW.minus(Duration.ofDays(400)));
  private Set<String> started = Set.of();
  private List<Instant> counted = List.of();

  @SafeVarargs
  static ResourcesScenario withObjects(CustomResource<?, ? extends ConditionedStatus>... objects) {
    ResourcesScenario scenario = new ResourcesScenario();
    Arrays.stream(objects).map(RetainedObject::new).forEach(scenario::add);
    return scenario;
  }

  ResourcesScenario add(RetainedObject object) {
    objects.add(object);
    usage.put(object.uid(), new Usage.Unused(NOW));
    return this;
  }

  ResourcesScenario groupBy(String... labels) {
    groupBy = List.of(labels);
    return this;
  }

  ResourcesScenario keepNewest(int count) {
    newest = count;
    youngerThan = Optional.empty();
    return this;
  }

  ResourcesScenario deleteAfter(int days) {
    deleteAfter = Duration.ofDays(days);
    return this;
  }

  ResourcesScenario maxObjects(int most) {
    maxObjects = most;
    return this;
  }

  ResourcesScenario usage(String name, Usage found) {
    usage.put("uid-of-" + name, found);
    return this;
  }

  ResourcesScenario other(String name, ResourcesScenario other) {
    others.put(name, other.policy());
    return this;
  }

  ResourcesScenario planOnly() {
    enforce = false;
    enforcingSince = Optional.empty();
    return this;
  }

  ResourcesScenario enforcedFor(int days) {
    enforcingSince = Optional.of(NOW.minus(Duration.ofDays(days)));
    return this;
  }

  ResourcesScenario started(String... names) {
    started = Set.copyOf(Arrays.stream(names).map(name -> "uid-of-" + name).toList());
    return this;
  }

  ResourcesScenario counted(Instant... times) {
    counted = List.of(times);
    return this;
  }

  ResourcesPolicy policy() {
    return new ResourcesPolicy(
        "images",
        Map.of("family", "web"),
        EnumSet.allOf(ResourceKind.class),
        groupBy,
        newest,
        youngerThan,
        deleteAfter,
        maxObjects,
        100,
        enforce);
  }

  ObjectFacts facts() {
    return new ObjectFacts(
        policy(),
        others,
        objects,
        enforcingSince,
        usage,
        new UsageFreshness(enforce, NOW.minus(Duration.ofMinutes(10)), Duration.ofHours(6), NOW),
        started,
        counted,
        NOW);
  }

  Map<String, ObjectReason> reasons() {
    Map<String, ObjectReason> reasons = new HashMap<>();
    ObjectDecisions.decide(facts())
        .forEach(decision -> reasons.put(decision.object().name(), decision.reason()));
    return reasons;
  }

  ObjectDecision decision(String name) {
    return ObjectDecisions.decide(facts()).stream()
        .filter(decision -> decision.object().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  ObjectDeletionPlan plan() {
    return ObjectDeletionPlan.of(ObjectDecisions.decide(facts()), facts(), List.of());
  }
}
