package dev.amioperator.simulator;

import dev.amioperator.simulator.batch.ComputeEnvironments;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsResponse;

/** AWS Batch client for a caller and a region. */
final class SimulatedBatch extends SimulatedClient implements BatchClient {
  private final ComputeEnvironments computeEnvironments = new ComputeEnvironments();

  SimulatedBatch(CallDispatcher dispatcher, Caller caller, String region) {
    super(dispatcher, Service.BATCH, caller, region);
  }

  @Override
  public DescribeComputeEnvironmentsResponse describeComputeEnvironments(
      DescribeComputeEnvironmentsRequest request) {
    return serve("DescribeComputeEnvironments", request, computeEnvironments::describe);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }
}
