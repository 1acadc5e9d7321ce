package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.CreditSpecifications;
import dev.amioperator.simulator.ec2.InstanceAttributes;
import dev.amioperator.simulator.ec2.Volumes;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceCreditSpecificationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceCreditSpecificationsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.GetInstanceUefiDataRequest;
import software.amazon.awssdk.services.ec2.model.GetInstanceUefiDataResponse;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeResponse;

/** EC2 actions on the volumes and attributes of instances. */
interface InstanceDetailActions extends Ec2ActionGroup {
  Volumes VOLUMES = new Volumes();
  InstanceAttributes INSTANCE_ATTRIBUTES = new InstanceAttributes();
  CreditSpecifications CREDIT_SPECIFICATIONS = new CreditSpecifications();

  @Override
  default DescribeVolumesResponse describeVolumes(DescribeVolumesRequest request) {
    return serve("DescribeVolumes", request, VOLUMES::describe);
  }

  @Override
  default DescribeInstanceAttributeResponse describeInstanceAttribute(
      DescribeInstanceAttributeRequest request) {
    return serve("DescribeInstanceAttribute", request, INSTANCE_ATTRIBUTES::describe);
  }

  @Override
  default ModifyInstanceAttributeResponse modifyInstanceAttribute(
      ModifyInstanceAttributeRequest request) {
    return serve("ModifyInstanceAttribute", request, INSTANCE_ATTRIBUTES::modify);
  }

  @Override
  default GetInstanceUefiDataResponse getInstanceUefiData(GetInstanceUefiDataRequest request) {
    return serve("GetInstanceUefiData", request, INSTANCE_ATTRIBUTES::uefiData);
  }

  @Override
  default DescribeInstanceCreditSpecificationsResponse describeInstanceCreditSpecifications(
      DescribeInstanceCreditSpecificationsRequest request) {
    return serve("DescribeInstanceCreditSpecifications", request, CREDIT_SPECIFICATIONS::describe);
  }
}
