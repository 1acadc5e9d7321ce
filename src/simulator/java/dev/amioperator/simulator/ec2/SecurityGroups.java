package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.SecurityGroup;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** DescribeSecurityGroups, of default security groups. */
public final class SecurityGroups {
  private static final String DESCRIPTION = "default VPC security group";

  private static final Filters<SecurityGroup> FILTERS = filters();

  private static Filters<SecurityGroup> filters() {
    Filters<SecurityGroup> filters =
        Filters.<SecurityGroup>ofResource()
            .on("description", group -> DESCRIPTION)
            .on("group-id", SecurityGroup::id)
            .on("group-name", group -> SecurityGroup.DEFAULT)
            .on("owner-id", SecurityGroup::ownerId)
            .on("vpc-id", SecurityGroup::vpcId)
            .on("ip-permission.group-id", SecurityGroup::id)
            .on("ip-permission.group-name", group -> SecurityGroup.DEFAULT)
            .on("ip-permission.user-id", SecurityGroup::ownerId)
            .on("ip-permission.protocol", group -> "-1")
            .on("egress.ip-permission.cidr", group -> "0.0.0.0/0")
            .on("egress.ip-permission.protocol", group -> "-1");
    for (String none :
        List.of(
            "ip-permission.cidr",
            "ip-permission.from-port",
            "ip-permission.to-port",
            "ip-permission.ipv6-cidr",
            "ip-permission.prefix-list-id",
            "egress.ip-permission.from-port",
            "egress.ip-permission.to-port",
            "egress.ip-permission.group-id",
            "egress.ip-permission.group-name",
            "egress.ip-permission.user-id",
            "egress.ip-permission.ipv6-cidr",
            "egress.ip-permission.prefix-list-id")) {
      filters.on(none, group -> null);
    }
    return filters;
  }

  /**
   * DescribeSecurityGroups, by id, by name or all.
   *
   * @throws ApiError {@code InvalidGroup.NotFound}
   */
  public DescribeSecurityGroupsResponse describe(Call call, DescribeSecurityGroupsRequest request) {
    Paging paging =
        new Paging(call, "DescribeSecurityGroups", request.maxResults(), request.nextToken())
            .requireMinResults(5);
    NavigableMap<String, SecurityGroup> own =
        call.region().networks().securityGroups().ownedBy(call.accountId());
    for (String id : request.groupIds()) {
      if (!own.containsKey(id)) {
        throw notFound(id);
      }
    }
    for (String name : request.groupNames()) {
      if (!name.equals(SecurityGroup.DEFAULT)) {
        throw notFound(name);
      }
    }
    NavigableMap<String, SecurityGroup> candidates = new TreeMap<>(own);
    if (!request.groupIds().isEmpty()) {
      candidates.keySet().retainAll(request.groupIds());
    }
    Paging.Page<SecurityGroup> page =
        paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeSecurityGroupsResponse.builder()
        .securityGroups(page.items().stream().map(group -> show(call, group)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static ApiError notFound(String group) {
    return new ApiError(
        "InvalidGroup.NotFound", "The security group '" + group + "' does not exist");
  }

  private static software.amazon.awssdk.services.ec2.model.SecurityGroup show(
      Call call, SecurityGroup group) {
    UserIdGroupPair itself =
        UserIdGroupPair.builder().groupId(group.id()).userId(group.ownerId()).build();
    IpRange everywhere = IpRange.builder().cidrIp("0.0.0.0/0").build();
    return software.amazon.awssdk.services.ec2.model.SecurityGroup.builder()
        .groupId(group.id())
        .groupName(SecurityGroup.DEFAULT)
        .description(DESCRIPTION)
        .ownerId(group.ownerId())
        .vpcId(group.vpcId())
        .securityGroupArn(
            Partition.arn(
                "ec2", call.region().name(), group.ownerId(), "security-group/" + group.id()))
        .ipPermissions(allTraffic(List.of(itself), List.of()))
        .ipPermissionsEgress(allTraffic(List.of(), List.of(everywhere)))
        .tags(ImageViews.tags(group.tags()))
        .build();
  }

  private static IpPermission allTraffic(List<UserIdGroupPair> groups, List<IpRange> ranges) {
    return IpPermission.builder()
        .ipProtocol("-1")
        .userIdGroupPairs(groups)
        .ipRanges(ranges)
        .ipv6Ranges(List.of())
        .prefixListIds(List.of())
        .build();
  }
}
