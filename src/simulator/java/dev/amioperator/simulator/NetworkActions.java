package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.AvailabilityZones;
import dev.amioperator.simulator.ec2.InstanceTypes;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;

/** EC2 actions on what an instance launches into: its type, zone and network. */
interface NetworkActions extends Ec2ActionGroup {
  InstanceTypes INSTANCE_TYPES = new InstanceTypes();
  AvailabilityZones AVAILABILITY_ZONES = new AvailabilityZones();

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
}
