package dev.amioperator.simulator;

import dev.amioperator.simulator.ssm.ParameterTags;
import dev.amioperator.simulator.ssm.Parameters;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;

/** SSM Parameter Store client for a caller and a region. */
final class SimulatedSsm extends SimulatedClient implements SsmClient {
  private final Parameters parameters = new Parameters();
  private final ParameterTags parameterTags = new ParameterTags();

  SimulatedSsm(CallDispatcher dispatcher, Caller caller, String region) {
    super(dispatcher, Service.SSM, caller, region);
  }

  @Override
  public PutParameterResponse putParameter(PutParameterRequest request) {
    return serve("PutParameter", request, parameters::put);
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
