package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Instance;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceCreditSpecificationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceCreditSpecificationsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceCreditSpecification;

/** DescribeInstanceCreditSpecifications, of burstable instances. */
public final class CreditSpecifications {
  private static final String UNLIMITED = "unlimited";

  private static final Filters<Instance> FILTERS =
      new Filters<Instance>().on("instance-id", Instance::id);

  /**
   * DescribeInstanceCreditSpecifications; without ids, of the instances with unlimited credits.
   *
   * @throws ApiError {@code InvalidInstanceID.*}, {@code InstanceCreditSpecification.NotSupported}
   */
  public DescribeInstanceCreditSpecificationsResponse describe(
      Call call, DescribeInstanceCreditSpecificationsRequest request) {
    Paging paging =
        new Paging(
                call,
                "DescribeInstanceCreditSpecifications",
                request.maxResults(),
                request.nextToken())
            .requireMinResults(5);
    NavigableMap<String, Instance> candidates = new TreeMap<>();
    for (String id : request.instanceIds()) {
      Instance instance = ResourceLookup.instance(call, id);
      if (!burstable(instance)) {
        throw new ApiError(
            "InstanceCreditSpecification.NotSupported",
            "The instance '" + id + "' does not support CPU credits.");
      }
      candidates.put(id, instance);
    }
    if (request.instanceIds().isEmpty()) {
      candidates.putAll(call.region().instances().ownedBy(call.accountId()));
      candidates
          .values()
          .removeIf(instance -> !burstable(instance) || !credits(instance).equals(UNLIMITED));
    }
    Paging.Page<Instance> page = paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeInstanceCreditSpecificationsResponse.builder()
        .instanceCreditSpecifications(
            page.items().stream().map(CreditSpecifications::show).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static InstanceCreditSpecification show(Instance instance) {
    return InstanceCreditSpecification.builder()
        .instanceId(instance.id())
        .cpuCredits(credits(instance))
        .build();
  }

  private static boolean burstable(Instance instance) {
    return instance.launch().instanceType().matches("t[0-9].*");
  }

  /** CPU credits of an instance; T2 is standard by default, later types are unlimited. */
  private static String credits(Instance instance) {
    String given = instance.settings().cpuCredits();
    boolean standard = instance.launch().instanceType().startsWith("t2.");
    return given != null ? given : standard ? "standard" : UNLIMITED;
  }
}
