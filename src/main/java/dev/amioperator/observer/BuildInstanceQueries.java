package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ownership.TagKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The questions about the builders of one place.
 *
 * @param imageQueries whose they may be
 */
record BuildInstanceQueries(
    BuildInstanceReads reads, AccountRegion accountRegion, ImageQueries imageQueries) {

  /** By owner. */
  QueryType<List<BuildInstance>> byOwner() {
    return new QueryType<>(
        ImageQueries.FILTER_VALUES,
        owners ->
            fetchAll(imageQueries.ownerFilters(owners)).stream()
                .collect(Collectors.groupingBy(b -> b.tags().get(TagKeys.RESOURCE))),
        (before, at) -> List.of());
  }

  /** One answer for the whole place. */
  QueryType<List<BuildInstance>> byCluster() {
    return ImageQueries.unbatched(all -> fetchAll(imageQueries.clusterFilters()));
  }

  /** By instance id, one a call. */
  QueryType<String> consoleOutputs() {
    return ImageQueries.unbatched(id -> reads.consoleOutput(accountRegion, id));
  }

  /** Some tools copy an image's tags onto its instances: those are no builders. */
  private List<BuildInstance> fetchAll(Map<String, List<String>> filters) {
    Map<String, List<String>> buildersOnly = new HashMap<>(filters);
    buildersOnly.put("tag:" + TagKeys.ROLE, List.of(TagKeys.BUILD_INSTANCE));
    return ImageQueries.<BuildInstance>allPages(
            token -> reads.buildInstances(accountRegion, buildersOnly, token))
        .stream()
        .filter(builder -> !launchedByOthers(builder))
        .toList();
  }

  /**
   * Whether it has a builder's tags without being one: "Launch more like this" in EC2's console
   * takes all tags along, and no client token. A Spot Instance is launched by its request, so its
   * token tells nothing.
   */
  private static boolean launchedByOthers(BuildInstance builder) {
    Optional<String> build = Optional.ofNullable(builder.tags().get(TagKeys.BUILD));
    return builder.spotRequestId().isEmpty()
        && build.isPresent()
        && builder.clientToken().isPresent()
        && !builder.clientToken().equals(build);
  }
}
