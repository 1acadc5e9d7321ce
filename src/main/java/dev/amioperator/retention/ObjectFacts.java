package dev.amioperator.retention;

import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The facts of Kubernetes and EC2 that a policy's decisions about objects are based on.
 *
 * @param otherPolicies the other policies about objects of the namespace, by name
 * @param objects every AmiImage and AmiCopy of the namespace
 * @param enforcingSince since when the policy is enforced without a break; empty: in mode Plan
 * @param usage what uses the images of an object, by its uid; no entry: not read yet
 * @param freshness how old an observation may be to prove that an image is unused
 * @param started the uids of the objects in status.deleting, counted already
 * @param counted when objects were counted for {@code spec.limits} in the last 24 hours
 */
record ObjectFacts(
    ResourcesPolicy policy,
    Map<String, ResourcesPolicy> otherPolicies,
    List<RetainedObject> objects,
    Optional<Instant> enforcingSince,
    Map<String, Usage> usage,
    UsageFreshness freshness,
    Set<String> started,
    List<Instant> counted,
    Instant now) {
  ObjectFacts {
    otherPolicies = Map.copyOf(otherPolicies);
    objects = List.copyOf(objects);
    usage = Map.copyOf(usage);
    started = Set.copyOf(started);
    counted = List.copyOf(counted);
  }

  /** These facts with other answers about the usage of images. */
  ObjectFacts withUsage(Map<String, Usage> usages) {
    return new ObjectFacts(
        policy, otherPolicies, objects, enforcingSince, usages, freshness, started, counted, now);
  }
}
