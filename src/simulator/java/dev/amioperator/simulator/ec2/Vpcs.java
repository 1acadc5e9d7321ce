package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Vpc;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;

/** DescribeVpcs and DescribeVpcAttribute, of default VPCs. */
public final class Vpcs {
  private static final Filters<Vpc> FILTERS =
      Filters.<Vpc>ofResource()
          .on("cidr", vpc -> Vpc.CIDR)
          .on("cidr-block-association.cidr-block", vpc -> Vpc.CIDR)
          .on("cidr-block-association.association-id", Vpcs::associationId)
          .on("cidr-block-association.state", vpc -> "associated")
          .on("dhcp-options-id", Vpc::dhcpOptionsId)
          .on("is-default", vpc -> true)
          .on("isDefault", vpc -> true)
          .on("owner-id", Vpc::ownerId)
          .on("state", vpc -> "available")
          .on("vpc-id", Vpc::id);

  /**
   * DescribeVpcs.
   *
   * @throws ApiError {@code InvalidVpcID.NotFound}
   */
  public DescribeVpcsResponse describe(Call call, DescribeVpcsRequest request) {
    Paging paging =
        new Paging(call, "DescribeVpcs", request.maxResults(), request.nextToken())
            .requireMinResults(5);
    NavigableMap<String, Vpc> candidates = new TreeMap<>();
    request.vpcIds().forEach(id -> candidates.put(id, find(call, id)));
    if (request.vpcIds().isEmpty()) {
      candidates.putAll(call.region().networks().vpcs().ownedBy(call.accountId()));
    }
    Paging.Page<Vpc> page = paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeVpcsResponse.builder()
        .vpcs(page.items().stream().map(Vpcs::show).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /**
   * DescribeVpcAttribute: the DNS settings of a default VPC.
   *
   * @throws ApiError {@code InvalidVpcID.NotFound}, {@code InvalidParameterValue}
   */
  public DescribeVpcAttributeResponse attribute(Call call, DescribeVpcAttributeRequest request) {
    Vpc vpc = find(call, request.vpcId());
    if (request.attributeAsString() == null) {
      throw Ec2Errors.missingParameter("Attribute");
    }
    var answer = DescribeVpcAttributeResponse.builder().vpcId(vpc.id());
    switch (request.attributeAsString()) {
      case "enableDnsSupport" -> answer.enableDnsSupport(v -> v.value(true));
      case "enableDnsHostnames" -> answer.enableDnsHostnames(v -> v.value(true));
      case "enableNetworkAddressUsageMetrics" ->
          answer.enableNetworkAddressUsageMetrics(v -> v.value(false));
      default ->
          throw Ec2Errors.invalidValue(
              request.attributeAsString(), "attribute", "Unknown attribute.");
    }
    return answer.build();
  }

  private static Vpc find(Call call, String id) {
    if (id == null) {
      throw Ec2Errors.missingParameter("vpcId");
    }
    Vpc vpc = call.region().networks().vpcs().ownedBy(call.accountId()).get(id);
    if (vpc == null) {
      throw new ApiError("InvalidVpcID.NotFound", "The vpc ID '" + id + "' does not exist");
    }
    call.authorize(vpc);
    return vpc;
  }

  private static software.amazon.awssdk.services.ec2.model.Vpc show(Vpc vpc) {
    return software.amazon.awssdk.services.ec2.model.Vpc.builder()
        .vpcId(vpc.id())
        .ownerId(vpc.ownerId())
        .state("available")
        .cidrBlock(Vpc.CIDR)
        .cidrBlockAssociationSet(
            VpcCidrBlockAssociation.builder()
                .associationId(associationId(vpc))
                .cidrBlock(Vpc.CIDR)
                .cidrBlockState(state -> state.state("associated"))
                .build())
        .dhcpOptionsId(vpc.dhcpOptionsId())
        .instanceTenancy("default")
        .isDefault(true)
        .blockPublicAccessStates(states -> states.internetGatewayBlockMode("off"))
        .tags(ImageViews.tags(vpc.tags()))
        .build();
  }

  private static String associationId(Vpc vpc) {
    return vpc.id().replace("vpc-", "vpc-cidr-assoc-");
  }
}
