package dev.amioperator.simulator;

import dev.amioperator.simulator.ssm.ParameterLabels;
import dev.amioperator.simulator.ssm.ParameterTags;
import dev.amioperator.simulator.ssm.Parameters;
import dev.amioperator.simulator.ssm.PutParameters;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionResponse;

/** SSM Parameter Store client for a caller and a region. */
final class SimulatedSsm extends SimulatedClient implements SsmClient {
  private final Parameters parameters = new Parameters();
  private final PutParameters putParameters = new PutParameters();
  private final ParameterLabels parameterLabels = new ParameterLabels();
  private final ParameterTags parameterTags = new ParameterTags();

  SimulatedSsm(CallDispatcher dispatcher, Caller caller, String region) {
    super(dispatcher, Service.SSM, caller, region);
  }

  @Override
  public PutParameterResponse putParameter(PutParameterRequest request) {
    return serve("PutParameter", request, putParameters::put);
  }

  @Override
  public GetParameterResponse getParameter(GetParameterRequest request) {
    return serve("GetParameter", request, parameters::get);
  }

  @Override
  public GetParametersResponse getParameters(GetParametersRequest request) {
    return serve("GetParameters", request, parameters::get);
  }

  @Override
  public DeleteParameterResponse deleteParameter(DeleteParameterRequest request) {
    return serve("DeleteParameter", request, parameters::delete);
  }

  @Override
  public GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest request) {
    return serve("GetParametersByPath", request, parameters::byPath);
  }

  @Override
  public GetParameterHistoryResponse getParameterHistory(GetParameterHistoryRequest request) {
    return serve("GetParameterHistory", request, parameters::history);
  }

  @Override
  public DescribeParametersResponse describeParameters(DescribeParametersRequest request) {
    return serve("DescribeParameters", request, parameters::describe);
  }

  @Override
  public DeleteParametersResponse deleteParameters(DeleteParametersRequest request) {
    return serve("DeleteParameters", request, parameters::delete);
  }

  @Override
  public LabelParameterVersionResponse labelParameterVersion(LabelParameterVersionRequest request) {
    return serve("LabelParameterVersion", request, parameterLabels::label);
  }

  @Override
  public UnlabelParameterVersionResponse unlabelParameterVersion(
      UnlabelParameterVersionRequest request) {
    return serve("UnlabelParameterVersion", request, parameterLabels::unlabel);
  }

  @Override
  public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest request) {
    return serve("AddTagsToResource", request, parameterTags::add);
  }

  @Override
  public RemoveTagsFromResourceResponse removeTagsFromResource(
      RemoveTagsFromResourceRequest request) {
    return serve("RemoveTagsFromResource", request, parameterTags::remove);
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return serve("ListTagsForResource", request, parameterTags::list);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }
}
