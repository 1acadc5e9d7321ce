package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.AvailabilityZones;
import dev.amioperator.simulator.ec2.InstanceTypes;
import dev.amioperator.simulator.ec2.KeyPairs;
import dev.amioperator.simulator.ec2.SecurityGroups;
import dev.amioperator.simulator.ec2.Subnets;
import dev.amioperator.simulator.ec2.Vpcs;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairResponse;

/** EC2 actions on what an instance launches into: its type, zone and network. */
interface NetworkActions extends Ec2ActionGroup {
  InstanceTypes INSTANCE_TYPES = new InstanceTypes();
  AvailabilityZones AVAILABILITY_ZONES = new AvailabilityZones();
  Vpcs VPCS = new Vpcs();
  Subnets SUBNETS = new Subnets();
  SecurityGroups SECURITY_GROUPS = new SecurityGroups();
  KeyPairs KEY_PAIRS = new KeyPairs();

  @Override
  default DescribeInstanceTypesResponse describeInstanceTypes(
      DescribeInstanceTypesRequest request) {
    return serve("DescribeInstanceTypes", request, INSTANCE_TYPES::describe);
  }

  @Override
  default DescribeInstanceTypeOfferingsResponse describeInstanceTypeOfferings(
      DescribeInstanceTypeOfferingsRequest request) {
    return serve("DescribeInstanceTypeOfferings", request, INSTANCE_TYPES::offerings);
  }

  @Override
  default DescribeAvailabilityZonesResponse describeAvailabilityZones(
      DescribeAvailabilityZonesRequest request) {
    return serve("DescribeAvailabilityZones", request, AVAILABILITY_ZONES::describe);
  }

  @Override
  default DescribeVpcsResponse describeVpcs(DescribeVpcsRequest request) {
    return serve("DescribeVpcs", request, VPCS::describe);
  }

  @Override
  default DescribeVpcAttributeResponse describeVpcAttribute(DescribeVpcAttributeRequest request) {
    return serve("DescribeVpcAttribute", request, VPCS::attribute);
  }

  @Override
  default DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
    return serve("DescribeSubnets", request, SUBNETS::describe);
  }

  @Override
  default DescribeSecurityGroupsResponse describeSecurityGroups(
      DescribeSecurityGroupsRequest request) {
    return serve("DescribeSecurityGroups", request, SECURITY_GROUPS::describe);
  }

  @Override
  default ImportKeyPairResponse importKeyPair(ImportKeyPairRequest request) {
    return serve("ImportKeyPair", request, KEY_PAIRS::importKey);
  }

  @Override
  default DescribeKeyPairsResponse describeKeyPairs(DescribeKeyPairsRequest request) {
    return serve("DescribeKeyPairs", request, KEY_PAIRS::describe);
  }

  @Override
  default DeleteKeyPairResponse deleteKeyPair(DeleteKeyPairRequest request) {
    return serve("DeleteKeyPair", request, KEY_PAIRS::delete);
  }
}
