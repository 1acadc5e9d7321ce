package dev.amioperator.simulator;

import dev.amioperator.simulator.ec2.ConsoleOutput;
import dev.amioperator.simulator.ec2.DescribeInstances;
import dev.amioperator.simulator.ec2.InstanceStates;
import dev.amioperator.simulator.ec2.LaunchTemplateVersions;
import dev.amioperator.simulator.ec2.LaunchTemplates;
import dev.amioperator.simulator.ec2.RunInstances;
import dev.amioperator.simulator.ec2.SpotRequests;
import software.amazon.awssdk.services.ec2.model.CancelSpotInstanceRequestsRequest;
import software.amazon.awssdk.services.ec2.model.CancelSpotInstanceRequestsResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RebootInstancesResponse;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** EC2 actions on instances and launch templates. */
interface InstanceActions extends Ec2ActionGroup {
  RunInstances RUN_INSTANCES = new RunInstances();
  DescribeInstances DESCRIBE_INSTANCES = new DescribeInstances();
  InstanceStates INSTANCE_STATES = new InstanceStates();
  ConsoleOutput CONSOLE_OUTPUT = new ConsoleOutput();
  SpotRequests SPOT_REQUESTS = new SpotRequests();
  LaunchTemplates LAUNCH_TEMPLATES = new LaunchTemplates();
  LaunchTemplateVersions LAUNCH_TEMPLATE_VERSIONS = new LaunchTemplateVersions();

  @Override
  default DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
    return serve("DescribeInstances", request, DESCRIBE_INSTANCES::describe);
  }

  @Override
  default CreateLaunchTemplateResponse createLaunchTemplate(CreateLaunchTemplateRequest request) {
    return serve("CreateLaunchTemplate", request, LAUNCH_TEMPLATES::create);
  }

  @Override
  default CreateLaunchTemplateVersionResponse createLaunchTemplateVersion(
      CreateLaunchTemplateVersionRequest request) {
    return serve("CreateLaunchTemplateVersion", request, LAUNCH_TEMPLATES::createVersion);
  }

  @Override
  default DescribeLaunchTemplatesResponse describeLaunchTemplates(
      DescribeLaunchTemplatesRequest request) {
    return serve("DescribeLaunchTemplates", request, LAUNCH_TEMPLATES::describe);
  }

  @Override
  default ModifyLaunchTemplateResponse modifyLaunchTemplate(ModifyLaunchTemplateRequest request) {
    return serve("ModifyLaunchTemplate", request, LAUNCH_TEMPLATES::modify);
  }

  @Override
  default DeleteLaunchTemplateResponse deleteLaunchTemplate(DeleteLaunchTemplateRequest request) {
    return serve("DeleteLaunchTemplate", request, LAUNCH_TEMPLATES::delete);
  }

  @Override
  default DescribeLaunchTemplateVersionsResponse describeLaunchTemplateVersions(
      DescribeLaunchTemplateVersionsRequest request) {
    return serve("DescribeLaunchTemplateVersions", request, LAUNCH_TEMPLATE_VERSIONS::describe);
  }

  @Override
  default DeleteLaunchTemplateVersionsResponse deleteLaunchTemplateVersions(
      DeleteLaunchTemplateVersionsRequest request) {
    return serve("DeleteLaunchTemplateVersions", request, LAUNCH_TEMPLATE_VERSIONS::delete);
  }

  @Override
  default RunInstancesResponse runInstances(RunInstancesRequest request) {
    return serve("RunInstances", request, RUN_INSTANCES::run);
  }

  @Override
  default CancelSpotInstanceRequestsResponse cancelSpotInstanceRequests(
      CancelSpotInstanceRequestsRequest request) {
    return serve("CancelSpotInstanceRequests", request, SPOT_REQUESTS::cancel);
  }

  @Override
  default StartInstancesResponse startInstances(StartInstancesRequest request) {
    return serve("StartInstances", request, INSTANCE_STATES::start);
  }

  @Override
  default StopInstancesResponse stopInstances(StopInstancesRequest request) {
    return serve("StopInstances", request, INSTANCE_STATES::stop);
  }

  @Override
  default RebootInstancesResponse rebootInstances(RebootInstancesRequest request) {
    return serve("RebootInstances", request, INSTANCE_STATES::reboot);
  }

  @Override
  default TerminateInstancesResponse terminateInstances(TerminateInstancesRequest request) {
    return serve("TerminateInstances", request, INSTANCE_STATES::terminate);
  }

  @Override
  default DescribeInstanceStatusResponse describeInstanceStatus(
      DescribeInstanceStatusRequest request) {
    return serve("DescribeInstanceStatus", request, INSTANCE_STATES::status);
  }

  @Override
  default GetConsoleOutputResponse getConsoleOutput(GetConsoleOutputRequest request) {
    return serve("GetConsoleOutput", request, CONSOLE_OUTPUT::get);
  }
}
