package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Partition;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;
import software.amazon.awssdk.services.ec2.model.Region;

/** DescribeRegions. */
public final class Regions {
  private static final Filters<String> FILTERS =
      new Filters<String>()
          .on("region-name", name -> name)
          .on("endpoint", Regions::endpoint)
          .onCall("opt-in-status", Regions::optInStatus);

  /**
   * DescribeRegions: the regions that the account is opted in to, or all with {@code AllRegions}.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidParameterValue}
   */
  public DescribeRegionsResponse describe(Call call, DescribeRegionsRequest request) {
    for (String name : request.regionNames()) {
      if (!CloudState.REGIONS.contains(name) || !inPartition(call, name)) {
        throw Ec2Errors.invalidValue("Invalid region(s): [" + name + "]");
      }
    }
    var passes = FILTERS.compile(call, request.filters());
    return DescribeRegionsResponse.builder()
        .regions(
            CloudState.REGIONS.stream()
                .filter(name -> inPartition(call, name))
                .filter(
                    name -> request.regionNames().isEmpty() || request.regionNames().contains(name))
                .filter(name -> Boolean.TRUE.equals(request.allRegions()) || enabled(call, name))
                .filter(passes)
                .map(name -> show(call, name))
                .toList())
        .build();
  }

  private static boolean inPartition(Call call, String name) {
    return Partition.of(name).equals(Partition.of(call.region().name()));
  }

  private static Region show(Call call, String name) {
    return Region.builder()
        .regionName(name)
        .endpoint(endpoint(name))
        .optInStatus(optInStatus(call, name))
        .build();
  }

  private static boolean enabled(Call call, String name) {
    return call.cloudState().region(name).orElseThrow().settings(call.accountId()).enabled();
  }

  private static String endpoint(String name) {
    return "ec2." + name + "." + Partition.of(name).dnsSuffix();
  }

  private static String optInStatus(Call call, String name) {
    if (!enabled(call, name)) {
      return "not-opted-in";
    }
    return CloudState.OPT_IN_REGIONS.contains(name) ? "opted-in" : "opt-in-not-required";
  }
}
