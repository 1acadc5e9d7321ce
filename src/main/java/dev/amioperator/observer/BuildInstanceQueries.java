package dev.amioperator.observer;

import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Page;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Queries about EC2 build instances. */
public final class BuildInstanceQueries {
  /** Tag keys that only EC2 itself sets, on instances that the operator does not launch. */
  private static final List<String> LAUNCHERS =
      List.of("aws:autoscaling:", "aws:ec2:fleet-id", "aws:ec2spot:", "aws:ec2launchtemplate:");

  private static final QueryType<List<BuildInstance>> BY_OWNER =
      QueryType.filtered(
          "build instances of",
          new BatchFilters("tag:" + TagKeys.RESOURCE, BuildInstanceQueries::clusterFilters),
          (reads, filters) ->
              fetchAll(reads, filters).stream()
                  .collect(Collectors.groupingBy(b -> b.tags().get(TagKeys.RESOURCE))),
          (before, at) -> List.of());

  private static final QueryType<List<BuildInstance>> IN_CLUSTER =
      QueryType.unbatched(
          "build instances in", (reads, region) -> fetchAll(reads, clusterFilters(reads)));

  private static final QueryType<String> CONSOLE_OUTPUT =
      QueryType.unbatched(
          "console output of",
          (reads, id) -> reads.buildInstances().consoleOutput(reads.accountRegion(), id));

  private BuildInstanceQueries() {}

  /**
   * The build instances with the tags of the cluster and an owner. EC2 lists terminated instances
   * for about an hour.
   *
   * @param owner the value of the tag {@code amioperator.dev/resource}
   */
  public static Query<List<BuildInstance>> byOwner(String owner) {
    return new Query<>(BY_OWNER, owner);
  }

  /** All build instances in a region that carry the cluster's tag. */
  public static Query<List<BuildInstance>> inCluster() {
    return Query.ofRegion(IN_CLUSTER);
  }

  /** The latest console output of an instance that EC2 has. */
  public static Query<String> consoleOutput(String instanceId) {
    return new Query<>(CONSOLE_OUTPUT, instanceId);
  }

  private static Map<String, List<String>> clusterFilters(RegionReads reads) {
    return reads.clusterFilters("tag:" + TagKeys.ROLE, TagKeys.BUILD_INSTANCE);
  }

  /** Lists build instances, without others' instances that carry copied tags. */
  private static List<BuildInstance> fetchAll(
      RegionReads reads, Map<String, List<String>> filters) {
    var port = reads.buildInstances();
    return Page.all(token -> port.buildInstances(reads.accountRegion(), filters, token)).stream()
        .filter(instance -> !launchedByOthers(instance))
        .toList();
  }

  /**
   * Whether another client launched an instance with a build instance's tags. "Launch more like
   * this" in EC2's console and launch templates of an instance copy all tags, but not the client
   * token. The token of a Spot Instance proves nothing, because its request launched it.
   */
  private static boolean launchedByOthers(BuildInstance instance) {
    Optional<String> build = Optional.ofNullable(instance.tags().get(TagKeys.BUILD));
    boolean sameToken = build.isPresent() && instance.clientToken().equals(build);
    return LAUNCHERS.stream().anyMatch(key -> hasKeyWithPrefix(instance, key))
        || (instance.spotRequestId().isEmpty() && !sameToken);
  }

  private static boolean hasKeyWithPrefix(BuildInstance instance, String prefix) {
    return instance.tags().keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }
}
