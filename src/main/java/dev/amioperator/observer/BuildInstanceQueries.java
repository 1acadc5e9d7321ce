package dev.amioperator.observer;

import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ownership.TagKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Queries about build instances. */
public final class BuildInstanceQueries {
  private static final QueryType<List<BuildInstance>> BY_OWNER =
      QueryType.batched(
          "build instances of",
          RegionReads.FILTER_VALUES,
          (reads, owners) ->
              fetchAll(reads, reads.ownerFilters(owners)).stream()
                  .collect(Collectors.groupingBy(b -> b.tags().get(TagKeys.RESOURCE))),
          (before, at) -> List.of());

  private static final QueryType<List<BuildInstance>> IN_CLUSTER =
      QueryType.unbatched(
          "build instances in", (reads, region) -> fetchAll(reads, reads.clusterFilters()));

  private static final QueryType<String> CONSOLE_OUTPUT =
      QueryType.unbatched(
          "console output of",
          (reads, id) -> reads.buildInstances().consoleOutput(reads.accountRegion(), id));

  private BuildInstanceQueries() {}

  /**
   * The instances tagged with the cluster and an owner, terminated instances included for about an
   * hour.
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

  /** The end of what an instance wrote to its console, as far as EC2 has it. */
  public static Query<String> consoleOutput(String instanceId) {
    return new Query<>(CONSOLE_OUTPUT, instanceId);
  }

  /** Some tools copy an image's tags onto its instances: those are no build instances. */
  private static List<BuildInstance> fetchAll(
      RegionReads reads, Map<String, List<String>> filters) {
    Map<String, List<String>> buildInstancesOnly = new HashMap<>(filters);
    buildInstancesOnly.put("tag:" + TagKeys.ROLE, List.of(TagKeys.BUILD_INSTANCE));
    return RegionReads.<BuildInstance>allPages(
            token ->
                reads
                    .buildInstances()
                    .buildInstances(reads.accountRegion(), buildInstancesOnly, token))
        .stream()
        .filter(instance -> !launchedByOthers(instance))
        .toList();
  }

  /**
   * Whether an instance has a build instance's tags without being the operator's: "Launch more like
   * this" in EC2's console takes all tags along, and no client token. A Spot Instance is launched
   * by its request, so its token tells nothing.
   */
  private static boolean launchedByOthers(BuildInstance instance) {
    Optional<String> build = Optional.ofNullable(instance.tags().get(TagKeys.BUILD));
    return instance.spotRequestId().isEmpty()
        && build.isPresent()
        && instance.clientToken().isPresent()
        && !instance.clientToken().equals(build);
  }
}
